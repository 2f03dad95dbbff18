"""The cast of the demonstration in the order of its story, for its first page."""

from __future__ import annotations

from dataclasses import dataclass

from designation.desk.readers import reader_of
from designation.desk.task_list import task_list
from designation.people.models import Appointment, Person
from workflow import clock
from workflow.models import Entry


@dataclass(frozen=True)
class Act:
    """One part of the story: its title, what happens, and who does what, by email address.

    Parts that say nothing are no part of the flow. People who are `rare` in the story are in a folded list.
    """

    title: str
    says: str
    cast: tuple[tuple[str, str], ...]
    rare: bool = False

    @property
    def is_of_the_flow(self) -> bool:
        """Whether the picture of the flow shows it."""
        return not self.rare and self.title != "Keep it running"


STORY = (
    Act(
        "Apply",
        "A developer asks for a designation of its model.",
        (
            ("dana@meridian.example", "writes the application and drafts the terms of access"),
            ("carl@meridian.example", "certifies, submits and signs for the developer"),
        ),
    ),
    Act(
        "Determine",
        "The agency checks, assesses, consults other offices and determines.",
        (
            ("ines@nsa.example", "checks whether the application is complete, or asks for clarification"),
            ("ravi@nsa.example", "assesses it and recommends an outcome"),
            ("cora@cisa.example", "answers for a consulted office"),
            ("omar@oncd.example", "answers for the other consulted office"),
            ("dora@nsa.example", "determines whether the model is a covered frontier model"),
            ("cleo@nsa.example", "certifies the determination"),
        ),
    ),
    Act(
        "Evaluate",
        "The government reads for up to 30 days, under terms that both sides signed.",
        (
            ("abel@nsa.example", "signs the terms for the agency"),
            ("arno@cisa.example", "signs the terms for the second agency"),
            ("eve@nsa.example", "evaluates: accepts the terms and reads what is shared"),
            ("sam@meridian.example", "watches who reads what, and can stop it at once"),
            ("ira@nsa.example", "watches for insider risk, and knows people by pseudonym"),
            ("cyra@nsa.example", "certifies that nothing was kept"),
            ("cole@nsa.example", "certifies it with her, for another office"),
        ),
    ),
    Act(
        "Share early",
        "Both sides choose trusted partners, who get access before the release to others.",
        (
            ("rhea@cisa.example", "keeps the roster of partners and the directory"),
            ("rolf@cisa.example", "signs for the roster with her"),
            ("tess@tetonvalley.example", "is the one IT person of a rural hospital with early access"),
            ("brett@prairiestate.example", "answers for a community bank that may be invited next"),
        ),
    ),
    Act(
        "Keep it running",
        "People, policies, audits and the site itself.",
        (
            ("maya@meridian.example", "gives roles to the developer's people"),
            ("nora@nsa.example", "gives roles to the agency's people"),
            ("paul@nsa.example", "writes the policy"),
            ("petra@nsa.example", "signs the policy with him"),
            ("ada@nsa.example", "audits"),
            ("olga@ops.example", "operates the site and sees no matter"),
            ("hope@halcyon.example", "works for another developer and sees nothing of all this"),
        ),
    ),
    Act(
        "Everybody else",
        "",
        (
            ("miles@meridian.example", "signs with Maya for sensitive roles"),
            ("rosa@nsa.example", "reviews another request"),
            ("vera@nsa.example", "can sign terms for another office of the agency"),
            ("eli@cisa.example", "can evaluate for the second agency"),
            ("rita@cisa.example", "signs for the roster where others may not"),
            ("rene@nsa.example", "signs for the roster, for another agency"),
            ("neil@nsa.example", "signs with Nora for sensitive roles"),
            ("gwen@cisa.example", "gives roles to the people of the second agency"),
            ("glen@cisa.example", "signs with Gwen for sensitive roles"),
            ("otto@oncd.example", "gives roles to the people of the third agency"),
            ("orla@oncd.example", "signs with Otto for sensitive roles"),
            ("hana@halcyon.example", "gives roles to the people of the other developer"),
            ("hugo@halcyon.example", "signs with Hana for sensitive roles"),
            ("oskar@ops.example", "signs with Olga for administrators"),
            ("iris@cisa.example", "watches for insider risk in another agency, and signs with Ira"),
            ("ezra@cisa.example", "evaluates for the second agency, until a rule stopped him"),
            ("ivo@nsa.example", "watches for insider risk and can refuse to unmask somebody"),
        ),
        rare=True,
    ),
)


@dataclass(frozen=True)
class Player:
    """One person of the cast: who they are, their roles, what they do in the story."""

    number: int
    person: Person
    roles: str
    does: str


def cast() -> list[tuple[Act, list[Player]]]:
    """Return the acts with their cast, numbered in the order of the story. People who are gone are left out."""
    addresses = [address for act in STORY for address, _does in act.cast]
    known = Person.objects.filter(email__in=addresses, is_active=True)
    people = {person.email: person for person in known.select_related("office__organization")}
    held: dict[object, list[str]] = {}
    for seat in Appointment.objects.in_effect().filter(person__in=people.values()).order_by("role"):
        held.setdefault(seat.person_id, []).append(str(seat.get_role_display()))
    found, number = [], 0
    for act in STORY:
        players = []
        for address, does in act.cast:
            if (person := people.get(address)) is not None:
                number += 1
                roles = ", ".join(held.get(person.pk, []))
                players.append(Player(number, person, roles, does))
        found.append((act, players))
    return found


def tasks() -> list[tuple[int, int]]:
    """Return the number of each person of the cast, and how many tasks their desk shows."""
    after = f"{Entry.objects.count()} {clock.now():%d %H:%M}"
    if after not in _counted:
        players = [player for _act, found in cast() for player in found]
        counts = [(player.number, len(task_list(reader_of(player.person)[0]).mine)) for player in players]
        _counted.clear()
        _counted[after] = counts
    return _counted[after]


_counted: dict[str, list[tuple[int, int]]] = {}
"""The counts after the newest entry, for a minute. Counting reads every desk, which takes seconds."""

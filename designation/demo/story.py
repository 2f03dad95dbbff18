"""The cast of the demonstration in the order of its story, for its first page."""

from __future__ import annotations

from dataclasses import dataclass

from designation.people.models import Appointment, Person


@dataclass(frozen=True)
class Act:
    """One part of the story: its title, what happens, and who does what, by email address."""

    title: str
    says: str
    cast: tuple[tuple[str, str], ...]


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
            ("dora@nsa.example", "determines whether the model is a covered frontier model"),
            ("cleo@nsa.example", "attests the authority and the content of the determination"),
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
            ("ira@nsa.example", "watches for insider risk"),
            ("cyra@nsa.example", "certifies that nothing was kept"),
        ),
    ),
    Act(
        "Share early",
        "Both sides choose trusted partners, who get access before the release to others.",
        (
            ("rhea@cisa.example", "keeps the roster of partners and the directory"),
            ("rolf@cisa.example", "signs for the roster with her"),
            ("tess@tetonvalley.example", "is the one IT person of a rural hospital with early access"),
            ("brett@prairiestate.example", "answers for a community bank that was invited"),
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
)


@dataclass(frozen=True)
class Player:
    """One person of the cast: who they are, their roles, and what they do in the story."""

    number: int
    person: Person
    roles: str
    does: str


def cast() -> list[tuple[Act, list[Player]]]:
    """Return the acts with their cast, numbered in the order of the story. People who are gone are left out."""
    addresses = [address for act in STORY for address, _does in act.cast]
    people = {person.email: person for person in Person.objects.filter(email__in=addresses, is_active=True)}
    held: dict[object, list[str]] = {}
    for seat in Appointment.objects.in_effect().filter(person__in=people.values()).order_by("role"):
        held.setdefault(seat.person_id, []).append(str(seat.get_role_display()))
    found, number = [], 0
    for act in STORY:
        players = []
        for address, does in act.cast:
            if (person := people.get(address)) is not None:
                number += 1
                players.append(Player(number, person, ", ".join(held.get(person.pk, [])), does))
        found.append((act, players))
    return found

"""Where sequences about partners begin: a roster of a few organizations, and two covered requests, at a stage.

Walking there uses the same ways as the sequences themselves, so the plain model is held against the product from the
first step on.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from designation.demo import roster as demonstration
from designation.demo import world as people
from designation.demo.cast import PEOPLE
from designation.demo.world import World
from designation.people.models import Person
from designation.windows import actions as windows
from tests.designation.sequences.conditions import Asked
from tests.designation.sequences.partners.acting import Acting
from tests.designation.sequences.partners.plain import Roster
from tests.designation.sequences.partners.things import Board, Covered
from tests.designation.sequences.plain import Clock
from tests.designation.sequences.staging import START
from tests.designation.walking import appoint
from workflow.ledger import canonical
from workflow.models import Deadline

DAY = timedelta(days=1)
RELEASE = {"a": START + 20 * DAY, "b": START + 9 * DAY}
"""When partners get each model, as planned at first."""

STAGES = ("nominated", "vetted", "chosen", "invited", "agreed", "reading", "declined")


def begun(world: World) -> Acting:
    """Return two covered requests. On `a`, a window of the government names two agencies; on `b`, nothing does."""
    world.now = START
    roster = Roster(
        START,
        offices={key: (organization, office) for key, _name, organization, office, _roles in PEOPLE},
        roles={key: {str(role) for role in roles} for key, _name, _organization, _office, roles in PEOPLE},
    )
    for key, signers in (("cora", ("gwen", "glen")), ("petra", ("nora", "neil"))):
        appoint(world, key, "roster_administrator", signers)
        roster.roles[key].add("roster_administrator")
    rows: dict[str, Any] = {}
    for name, codename in (("a", "Alder"), ("b", "Birch")):
        release = canonical.instant(RELEASE[name])
        request = people.filed(world, codename, partner_release=release, public_release="")
        people.determined(world, request)
        covered = Covered(name, "covered", release=RELEASE[name])
        conclusion = Deadline.objects.get(subject_id=request.pk, kind="conclusion", state="running")
        covered.clocks["conclusion"] = Clock(conclusion.due_at)
        roster.covered.append(covered)
        rows[name] = request
    rows["a/board"] = _board(world, roster.covered[0], rows["a"])
    return Acting(world, roster, rows)


def _board(world: World, covered: Covered, request: Any) -> Any:
    window = windows.draft(request, actor=world.actor("dana"), now=world.now)
    opens = START + 12 * DAY
    terms = people.terms(world, window, opens=opens, ends=opens + 6 * DAY)
    world.act(window, "propose", "carl", terms=terms)
    covered.board = Board(f"{covered.name}/board", "proposed", request=covered, opens=opens)
    covered.board.clocks["expiry"] = Clock(opens)
    return window


class Stages:
    """Each stage goes on from the one before."""

    def __init__(self, world: World) -> None:
        self.acting = begun(world)
        self.acting.look()

    def do(self, name: str, step: str, *keys: str, **inputs: Any) -> None:
        """Let people take a step that nothing stands against."""
        for key in keys:
            assert self.acting.step(name, Asked(key, step, inputs)) == set()

    def nominated(self) -> None:
        """An organization of one person, a bank, and a town."""
        assert self.acting.nominate("hospital", "carl")
        assert self.acting.nominate("bank", "abel")
        assert self.acting.nominate("town", "rhea")
        self.do("hospital.1", "start_vetting", "rhea")

    def vetted(self) -> None:
        """One is half activated, one answers questions, one is half declined."""
        self.vet("hospital.1")
        self.do("hospital.1", "activate", "rhea")
        self.do("bank.1", "start_vetting", "rolf")
        self.do("bank.1", "ask", "rolf", question="Who reads your mail?")
        self.do("town.1", "decline", "rolf", reason="No contact.")

    def chosen(self) -> None:
        """One is active, one is sponsored by it, one in vetting; both sides have proposed."""
        self.do("hospital.1", "activate", "rolf")
        self.acting.join("hospital.1", "tess")
        assert self.acting.nominate("utility", "hope", sponsor="hospital.1")
        self.do("utility.1", "start_vetting", "cora")
        self.vet("bank.1")
        self.propose("a", "hospital.1", "carl")
        self.propose("a", "bank.1", "abel")
        self.propose("b", "hospital.1", "carl")

    def invited(self) -> None:
        """Two are invited, one waits to become active."""
        for name, key in (("a:hospital.1:1", "arno"), ("a:bank.1:1", "carl"), ("b:hospital.1:1", "vera")):
            self.do(name, "concur", key)
        self.do("bank.1", "activate", "rolf", "cora")

    def agreed(self) -> None:
        """One is scheduled with somebody who is ready; another one learned of its invitation."""
        self.acting.join("bank.1", "brett")
        self.colleague("bank.1", "bea")
        asked = {"people": ["tess"], "accepted": True}
        self.acting.agree("b:hospital.1:1", Asked("tess", "agree", asked))
        self.do("b:hospital.1:1/ea/tess.0", "concur", "carl")
        self.do("b:hospital.1:1/ea/tess.0", "activate", "tess", conditions=True)
        self.acting.plain.now += timedelta(hours=1)
        self.acting.strike("a:bank.1:1")

    def reading(self) -> None:
        """One reads, one is scheduled, one is suspended and half restored."""
        asked = {"people": ["bea"], "accepted": True}
        self.acting.agree("a:bank.1:1", Asked("brett", "agree", asked))
        self.acting.plain.now = RELEASE["b"]
        self.acting.strike("b:hospital.1:1/ea")
        self.do("bank.1", "suspend", "ira", reason="An unknown device.")
        self.do("bank.1", "lift", "rhea")

    def declined(self) -> None:
        """One was declined, and other people decide; one had its access suspended."""
        self.do("town.1", "decline", "rolf", "cora", reason="No contact.")
        self.acting.reconsider("town.1")
        self.do("town.2", "start_vetting", "petra")
        self.do("b:hospital.1:1/ea", "suspend", "sam", reason="An unknown address.")
        self.do("b:hospital.1:1/ea", "resume", "ravi")

    def vet(self, name: str) -> None:
        """Have the contact answer, and every check recorded as met."""
        self.do(name, "note_answers", "clock", answers=demonstration.ANSWERS)
        for place in range(len(self.acting.plain.things()[name].checks)):
            self.do(name, "record_check", "rhea", check=str(place), check_outcome="met", note="Called.")

    def propose(self, request: str, partner: str, key: str) -> None:
        """Let somebody propose a partner."""
        given = {"ends": RELEASE[request] + 30 * DAY, "people": 2, "permitted_uses": "Own systems."}
        self.acting.propose(request, partner, Asked(key, "propose", {"conditions": given}))

    def colleague(self, name: str, key: str) -> None:
        """Let a second person of a partner be there, who evaluates."""
        acting = self.acting
        office = acting.row(name).organization.offices.get()
        acting.world.people[key] = Person.objects.create_user(
            f"{key}@colleague.example", name=key, office=office
        )
        acting.world.now = acting.plain.now
        appoint(acting.world, key, "partner_evaluator", ("brett", "brett"))
        acting.plain.offices[key] = (name, "Main office")
        acting.plain.roles[key] = {"partner_evaluator"}
        acting.look()


def at_stage(world: World, stage: str) -> Acting:
    """Walk a world to a stage."""
    stages = Stages(world)
    for name in STAGES[: STAGES.index(stage) + 1]:
        getattr(stages, name)()
    return stages.acting

"""Where sequences begin: four requests, three of them about one model, walked to a stage of the process.

Walking there uses the same ways as the sequences themselves, so the plain model is held against the product from the
first step on.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from designation.demo import world as demonstration
from designation.demo.cast import PEOPLE
from designation.demo.world import World
from designation.frontier_models import actions as frontier_models
from designation.requests.actions import drafting as requests
from tests.designation.sequences.acting import QUESTIONS, RECOMMENDATION, Acting
from tests.designation.sequences.conditions import Asked
from tests.designation.sequences.plain import FrontierModel, Plain, Request
from tests.designation.sequences.watching import Watch

START = datetime(2040, 3, 5, 15, tzinfo=UTC)
"""A Monday. Sequences name their instants, so that they are the same whenever they run."""

DAY = timedelta(days=1)
BOTH = ("cisa", "nsa")
APPLICATION = {"certified": True, "voluntary_notice": True}


def begun(world: World) -> Acting:
    """Return the drafts: `a` and `c` about Larkspur, `b` about its second registration, `d` about Juniper."""
    world.now = START
    plain = Plain(
        START,
        offices={key: (organization, office) for key, _name, organization, office, _roles in PEOPLE},
        roles={key: {str(role) for role in roles} for key, _name, _organization, _office, roles in PEOPLE},
    )
    rows: dict[str, Any] = {}
    for name, codename in (("L", "Larkspur"), ("M", "Larkspur again"), ("J", "Juniper")):
        developer, dana = world.organizations["developer"], world.actor("dana")
        rows[name] = frontier_models.register_model(developer, actor=dana, codename=codename, now=START)
        plain.models[name] = FrontierModel(name, "registered")
    world.act(rows["M"], "link", "carl", original=str(rows["L"].pk))
    plain.models["M"].first, plain.models["M"].version = plain.models["L"], 1
    plain.models["L"].copies.append(plain.models["M"])
    for name, model in (("a", "L"), ("b", "M"), ("c", "L"), ("d", "J")):
        rows[name] = request = requests.begin(rows[model], actor=world.actor("dana"), now=START)
        answers = demonstration.answers(world, variants=request.variants)
        requests.save_answers(request, actor=world.actor("dana"), answers=answers)
        drafted = Request(name, "draft", model=plain.models[model], variants=model)
        drafted.plan = datetime.fromisoformat(answers["partner_release"])
        plain.models[model].requests.append(drafted)
    watch = Watch(
        world, [row.log_id for row in rows.values()], {str(row.pk): name for name, row in rows.items()}
    )
    watch.begin()
    return Acting(world, plain, watch, rows)


class Stages:
    """Each stage goes on from the one before."""

    def __init__(self, world: World) -> None:
        self.acting = begun(world)
        self.plain = self.acting.plain

    def do(self, name: str, step: str, *keys: str, **inputs: Any) -> None:
        """Let people take a step that nothing stands against."""
        for key in keys:
            assert self.acting.step(name, Asked(key, step, inputs)) == set()

    def filing(self) -> None:
        """One submitted, one asked about, two drafts."""
        self.do("a", "submit", "carl", **APPLICATION)
        self.do("d", "submit", "carl", **APPLICATION)
        self.do("d", "ask_clarification", "ines", questions=QUESTIONS)

    def assessing(self) -> None:
        """One recommended with one signature, one in assessment, one asked about."""
        self.do("b", "submit", "carl", **APPLICATION)
        for name in ("a", "b"):
            self.do(name, "accept", "ines", lead="ravi")
        for place, key in ((1, "cora"), (2, "omar")):
            self.do(f"a?{place}", "concur", key)
        self.do("a", "recommend", "ravi", **RECOMMENDATION, date=START.date().isoformat())
        self.do("a", "determine_covered", "dora", sharing_text="")

    def determined(self) -> None:
        """Two requests about one model are covered, one is a draft; the other model's was not determined in time."""
        self.do("a", "determine_covered", "cleo", sharing_text="")
        for place, key in ((1, "cora"), (2, "omar")):
            self.do(f"b?{place}", "concur", key)
        self.do("b", "recommend", "ravi", **RECOMMENDATION, date=START.date().isoformat())
        self.do("b", "determine_covered", "dora", "cleo", sharing_text="")
        for name in ("a", "b"):
            self.acting.draft(name, "dana")

    def agreeing(self) -> None:
        """One window is proposed and half signed, with an evaluator; another was countered."""
        self.propose("a.1", opens=2, days=8)
        self.acting.nominate("a.1", "ravi", "eve")
        self.do("a.1.eve.0", "concur", "carl")
        self.propose("b.1", opens=14, days=8)
        self.do("b.1", "counter", "ravi", terms=self.terms(opens=15, days=7, logs="Other words."))
        self.do("a.1", "approve", "abel")

    def scheduled(self) -> None:
        """One window is scheduled, its evaluator ready; the other is half signed."""
        self.do("a.1", "approve", "arno")
        self.do("a.1.eve.0", "activate", "eve", conditions=True)
        self.do("b.1", "accept_terms", "carl")
        self.do("b.1", "approve", "vera")

    def opened(self) -> None:
        """One window is open, another of the same model is scheduled under another request."""
        self.do("b.1", "approve", "arno")
        self.acting.nominate("b.1", "rosa", "eli")
        self.plain.now = self.plain.things()["a.1"].clocks["opening"].due
        self.acting.strike("a")

    def suspended(self) -> None:
        """One window is suspended and half resumed, one scheduled; its request is looked at again."""
        self.do("a.1", "suspend", "sam", reason="An unknown address.")
        self.do("a.1", "resume", "sam")
        self.do("a", "seek_reconsideration", "dana", new_information="New.")

    def propose(self, name: str, *, opens: float, days: float) -> None:
        """Let the developer propose a window."""
        self.do(name, "propose", "carl", terms=self.terms(opens=opens, days=days))

    def terms(self, *, opens: float, days: float, logs: str = "Within five seconds.") -> dict[str, Any]:
        """Return terms as the plain model keeps them."""
        at = self.plain.now + opens * DAY
        return {"opens": at, "ends": at + days * DAY, "agencies": BOTH, "logs": logs}


STAGES = ("filing", "assessing", "determined", "agreeing", "scheduled", "opened", "suspended")


def at_stage(world: World, stage: str) -> Acting:
    """Walk a world to a stage."""
    stages = Stages(world)
    for name in STAGES[: STAGES.index(stage) + 1]:
        getattr(stages, name)()
    return stages.acting

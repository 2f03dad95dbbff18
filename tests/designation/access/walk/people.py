"""The people of the walk: one for each role of each side, and those who must see nothing for another reason."""

from __future__ import annotations

from dataclasses import dataclass, field

from designation.demo import roster
from designation.demo import world as demonstration
from designation.demo.world import World
from designation.models import Appointment, Office, Person
from designation.people.actions import appointments, organizations
from tests.designation.access.walk.allowed import CONSULTED, DEVELOPER, EVALUATOR, LEAD, NAMED, PARTNER
from tests.overwriting import unguarded
from workflow.guards import CLOCK

NOBODY = "nobody signed in"


@dataclass(frozen=True)
class Walker:
    """One person of the walk: side, organization, roles, and the capacities in which they take part in the matters."""

    side: str
    organization: str
    roles: set[str]
    capacities: set[str] = field(default_factory=set)

    @property
    def held(self) -> set[tuple[str, str]]:
        """Their roles, each with its side."""
        return {(self.side, role) for role in self.roles}


def _developer(role: str) -> Walker:
    return Walker("developer", "developer", {role}, {DEVELOPER})


def _agency(organization: str, roles: set[str], *capacities: str) -> Walker:
    return Walker("government", organization, roles, set(capacities))


WALKERS = {
    "dana": _developer("drafter"),
    "carl": _developer("certifying_officer"),
    "sam": _developer("security_contact"),
    "devin": _developer("auditor"),
    "maya": Walker("developer", "developer", {"administrator"}),
    "ines": _agency("nsa", {"intake_officer"}, LEAD),
    "ravi": _agency("nsa", {"reviewer"}, LEAD),
    "dora": _agency("nsa", {"determining_official"}, LEAD),
    "celia": _agency("nsa", {"records_certifier"}, LEAD),
    "remy": _agency("nsa", {"records_officer"}, LEAD),
    "kurt": _agency("nsa", {"custodian"}, LEAD),
    "abel": _agency("nsa", {"approving_official"}, NAMED),
    "ira": _agency("nsa", {"insider_risk_officer"}, LEAD, NAMED),
    "ada": _agency("nsa", {"auditor"}, LEAD, NAMED),
    "arno": _agency("cisa", {"approving_official"}, NAMED),
    "cora": _agency("cisa", {"consulted_official"}, CONSULTED),
    "omar": _agency("oncd", {"consulted_official"}, CONSULTED),
    "eve": _agency("nsa", {"evaluator"}, EVALUATOR),
    "eli": _agency("cisa", {"evaluator"}),
    "nora": _agency("nsa", {"administrator"}),
    "paul": _agency("nsa", {"policy_editor"}),
    "ross": _agency("nsa", {"roster_administrator"}),
    "recused": _agency("nsa", {"reviewer"}),
    "ended": _agency("nsa", set()),
    "fern": _agency("unrelated", {"reviewer", "determining_official"}),
    "faye": _agency("unrelated", {"auditor"}),
    "fritz": _agency("unrelated", {"administrator"}),
    "hope": Walker("developer", "other", {"drafter", "certifying_officer"}),
    "hana": Walker("developer", "other", {"administrator"}),
    "olga": Walker("operator", "site", {"operator"}),
    "piet": Walker("partner", "partner", {"administrator"}),
    "pam": Walker("partner", "partner", {"partner_administrator"}),
    "pia": Walker("partner", "partner", {"partner_evaluator"}),
    "tess": Walker("partner", "hospital", {"partner_administrator", "partner_evaluator"}, {PARTNER}),
}

EVERY_STATE = ("dana", "ravi", "omar", "arno", "eve", "pia", "tess")
"""One person of each capacity, and one of none: they ask for every page in every state."""
OPENERS = (
    *("dana", "carl", "maya", "ravi", "omar", "abel", "eve", "kurt", "paul", "ross", "ira", "tess", "olga"),
)
"""People who between them open every page."""

ORGANIZATIONS = (
    ("unrelated", "Department of Weights", "WEIGHTS", "government"),
    ("partner", "Trusted Utilities", "UTIL", "partner"),
)
ADMINISTRATORS = {
    "developer": ("maya", "miles"),
    "nsa": ("nora", "neil"),
    "unrelated": ("fritz", "fiona"),
    "partner": ("piet", "petya"),
}


def bring_in(world: World) -> None:
    """Register the organizations and appoint the people whom the demonstration lacks, through the real steps."""
    for key, name, short, side in ORGANIZATIONS:
        world.organizations[key] = organizations.register(
            actor=CLOCK, name=name, short_name=short, side=side, office="First Office", now=world.now
        )
        with unguarded(Office):
            Office.objects.create(organization=world.organizations[key], name="Second Office")
        for administrator, office in zip(ADMINISTRATORS[key], ("First Office", "Second Office"), strict=True):
            _person(world, administrator, world.office(key, office))
            demonstration.appoint(world, administrator, "administrator", ("olga", "oskar"))
    partner = roster.activated(world, "tess")
    world.organizations["hospital"] = partner.organization
    for key, walker in WALKERS.items():
        if key not in world.people:
            offices = world.organizations[walker.organization].offices.order_by("name")
            _person(world, key, offices.first())
            for role in sorted(walker.roles or {"reviewer"}):
                demonstration.appoint(world, key, role, ADMINISTRATORS[walker.organization])


def leave(world: World) -> None:
    """End the role of the person who has none any more."""
    held = Appointment.objects.get(person=world.people["ended"], state="active")
    appointments.end(held, actor=world.actor("nora"), now=world.now)


def _person(world: World, key: str, office: Office) -> None:
    name = f"{key.title()} Walker"
    world.people[key] = Person.objects.create_user(f"{key}@walk.example", name=name, office=office)

"""The demonstration's signals and case: an evaluator of CISA opened a canary, and far more pages than anybody reads.

A rule stopped him and opened a case. Two insider-risk officers of different agencies begin an inquiry. They do not know
who he is. The developer was told after three days.
"""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.hashers import make_password

from designation.artifacts.models import Agreement, Share
from designation.cases.models import Case
from designation.demo.cast import OF_THE_CASE, PASSWORD
from designation.demo.shared import accepted
from designation.demo.world import World, appoint, evaluator_ready
from designation.people.models import Person
from designation.signals import canaries
from designation.windows.models import Window
from workflow import clock

PAGES = 26
DAYS_AGO = 9


def watch_somebody(world: World, window: Window) -> Case:
    """Have an evaluator hoard pages in a window, and two officers begin an inquiry into it."""
    world.now = clock.now() - timedelta(days=DAYS_AGO)
    _bring_in(world)
    evaluator_ready(world, window, "ezra")
    agreement = Agreement.objects.get(request=window.request, state="in_force")
    accepted(world, agreement, window, "ezra")
    report, card = (
        Share.objects.get(window=window, artifact__title=name) for name in ("Model report", "Model card")
    )
    canaries.toggle(card.artifact, by=world.people["sam"], now=world.now)
    world.wait(hours=9)
    for number in range(PAGES):
        world.wait(seconds=3)
        share = card if number == 0 else report
        page = 1 + number % share.artifact.pages
        world.act(share, "open_page", "ezra", page=page, code=f"HOARD{number:03d}")
    case = Case.objects.get(person=world.people["ezra"])
    world.wait(hours=5)
    world.act(
        case, "note", "ira", reason="One person, 26 pages in 78 seconds, at night, and the canary first."
    )
    for key in ("ira", "iris"):
        world.wait(hours=1)
        world.act(case, "inquire", key)
    world.wait(days=3)
    world.strike(case)
    return case


def _bring_in(world: World) -> None:
    """Appoint the officers without whom cases are switched off, and the evaluator."""
    secret = make_password(PASSWORD)
    for key, name, organization, office, role in OF_THE_CASE:
        place = world.office(organization, office)
        short = world.organizations[organization].short_name.lower()
        person = Person.objects.create_user(f"{key}@{short}.example", name=name, office=place)
        person.password = secret
        person.save(update_fields=["password"])
        world.people[key] = person
        signers = ("gwen", "glen") if organization == "cisa" else ("nora", "neil")
        appoint(world, key, role, signers)

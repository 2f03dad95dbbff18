"""`python -m tests.benchmarks.vault.prepare MEBIBYTES`: the world of the rows, with a file of this length."""

import sys

from tests.benchmarks.databases import make
from tests.benchmarks.vault import place

make(place.DATABASE)
place.set_up()

from datetime import timedelta

from django.core.management import call_command

from designation.artifacts import actions, receiving, sealing
from designation.demo import shared
from designation.demo import world as demonstration
from designation.people.models import Person
from designation.roles import Role
from tests.benchmarks.asking import signed_in
from tests.designation.walking import appoint, at_present, catch_up, ready, request_in, window_in
from workflow import clock


def session_of(person: Person) -> str:
    """Return a session of somebody."""
    return signed_in(person).cookies["sessionid"].value


call_command("migrate", verbosity=0)
world = at_present(demonstration.people_and_policy(clock.now() - timedelta(days=40)))
request = request_in(world, "covered")
window = window_in(world, request, "open", opens_in=0.01, days=10, reading="download")
received = receiving.receive(place.blocks(int(sys.argv[1])), "weights.bin")
file = actions.upload(request, received, actor=world.actor("dana"), title="Weights", now=world.now)
sealing.seal(file, now=world.now)
world.act(file, "waive_marks", "carl", reason="Weights are evaluated outside this site.")
report = shared.uploaded(world, request, "larkspur-report.pdf", "Model report", legend="TRADE SECRET")
shares = [actions.share(one, window, actor=world.actor("carl"), now=world.now) for one in (file, report)]
people = [world.people["eve"]]
for number in range(1, place.EVALUATORS):
    key = f"evaluator-{number}"
    office = people[0].office
    world.people[key] = Person.objects.create_user(f"{key}@nsa.example", name=f"Person {key}", office=office)
    appoint(world, key, Role.EVALUATOR)
    ready(world, window, key)
    people.append(world.people[key])
catch_up(world)
drafter = session_of(world.people["dana"])
place.keep(place.Site(world, *shares, [session_of(person) for person in people], drafter))

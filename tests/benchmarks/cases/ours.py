"""Our side: one designation request from its draft to its determination."""

from datetime import timedelta

from tests.benchmarks.ours import set_up
from tests.benchmarks.pairs import serve

set_up()

from django.conf import settings

from designation.demo import world as demonstration
from designation.frontier_models import actions as frontier_models
from designation.policies import actions as policies
from designation.requests.actions import drafting as requests
from workflow import calendars, clock

settings.WORKFLOW_DIRECTORY = "designation.notifications.directory"
AHEAD = 300
"""So many models are registered before anything is measured."""

world = demonstration.people(clock.now() - timedelta(minutes=2))
policy = policies.draft(actor=world.actor("paul"), now=world.now)
values = {
    "lead_agency": str(world.organizations["nsa"].pk),
    "consultees": [str(world.office("cisa", "Cybersecurity Division").pk)],
}
policies.save(policy, actor=world.actor("paul"), values=values, effective_at=world.now)
for editor in ("paul", "petra"):
    world.act(policy, "activate", editor)
developer = world.organizations["developer"]
models = [
    frontier_models.register_model(
        developer, actor=world.actor("dana"), codename=f"Larkspur {number}", now=world.now
    )
    for number in range(AHEAD)
]
RECOMMENDATION = {
    "outcome": "covered",
    "date": calendars.day_of(world.now).isoformat(),
    "authority": "Director",
    "reference": "AR-2026-0117",
}


def step() -> None:
    """Take one request from its draft to its determination."""
    request = requests.begin(models.pop(), actor=world.actor("dana"), now=world.now)
    content = demonstration.answers(world, variants=request.variants)
    requests.save_answers(request, actor=world.actor("dana"), answers=content)
    world.act(request, "submit", "carl", certified=True, voluntary_notice=True)
    world.act(request, "accept", "ines", lead=str(world.people["ravi"].pk))
    world.act(request.consultations.get(), "concur", "cora")
    world.act(request, "recommend", "ravi", **RECOMMENDATION)
    for signer in ("dora", "cleo"):
        world.act(request, "determine_covered", signer, sharing_text="The assessment supports this.")
    assert request.state == "covered"


serve(step)

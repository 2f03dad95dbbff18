"""Beginning a policy version twice within a moment, as with a double click, begins one draft."""

from datetime import timedelta

from designation.content.moments import MOMENT
from designation.demo.world import World
from designation.models import Policy
from designation.policies import actions as policies
from tests.designation.walking import refused


def begun(world: World, key: str = "paul") -> Policy:
    return policies.draft(actor=world.actor(key), now=world.now)


def test_the_same_draft_is_returned(demo_world: World) -> None:
    first = begun(demo_world)
    demo_world.now += MOMENT - timedelta(seconds=1)
    assert begun(demo_world) == first


def test_later_another_one_begins(demo_world: World) -> None:
    first = begun(demo_world)
    demo_world.now += MOMENT
    assert begun(demo_world).number == first.number + 1


def test_a_draft_in_which_somebody_wrote_is_not_begun_again(demo_world: World) -> None:
    first = begun(demo_world)
    policies.save(first, actor=demo_world.actor("petra"), values={"question_rounds": 3}, effective_at=None)
    assert begun(demo_world) != first


def test_another_editor_begins_their_own(demo_world: World) -> None:
    assert begun(demo_world) != begun(demo_world, "petra")


def test_only_editors_begin_one_also_a_moment_later(demo_world: World) -> None:
    begun(demo_world)
    assert refused(lambda: begun(demo_world, "ravi")) == ("not_your_role",)

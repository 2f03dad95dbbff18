"""A request that waits for the government, since yesterday."""

from datetime import timedelta

import pytest

from designation.demo.world import World
from designation.models import Request
from tests.designation.walking import request_in
from workflow import clock


@pytest.fixture
def request_submitted(demo_world: World) -> Request:
    demo_world.now = clock.now() - timedelta(days=1)
    return request_in(demo_world, "submitted")

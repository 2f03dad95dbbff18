"""Loads the demonstration into our side's database."""

from tests.benchmarks.ours import set_up

set_up()

from django.conf import settings

from designation.demo import world as demonstration
from tests.renderer import renderer_process

with renderer_process() as (settings.RENDERER_SOCKET, _):
    demonstration.load()

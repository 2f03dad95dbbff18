"""Asks for pages as an evaluator does: `python -m tests.benchmarks.access.client ours|peer`."""

from __future__ import annotations

import sys

from tests.benchmarks.vault import place

place.set_up()

from django.db.models import Q

from designation.artifacts import may_read
from designation.windows.window_access import Condition
from tests.benchmarks.pairs import serve
from tests.benchmarks.vault.marking import PAGES, ways

if sys.argv[1] == "peer":
    nothing = Q(pk__isnull=True)  # a prepared query uses each of its parameters: the instant and the share
    may_read.conditions = lambda now: (Condition("never", "", nothing & Q(window__ends_at__gt=now)),)
    may_read.of_shares = lambda: (Condition("never", "", nothing & Q(share__isnull=True)),)
_drawn, asked = ways()


def step() -> int:
    """Ask for every page of the report: its viewer, then its image."""
    for page in range(1, PAGES + 1):
        asked(page)
    return PAGES


serve(step)

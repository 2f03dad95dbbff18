"""What emergency access adds to grants, and to the question who may read in a window."""

from __future__ import annotations

from designation.break_glass import cascades
from designation.break_glass.models import BreakGlass
from designation.windows.models import Grant
from designation.windows.window_access import register_bridge
from workflow.step_extensions import extend

extend(Grant, "end", cascades=[cascades.end_with_the_grant])
register_bridge(BreakGlass.holding)

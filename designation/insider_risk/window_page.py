"""What this package adds to the page of an access window: the link to suspend access."""

from __future__ import annotations

from typing import Any

from designation.insider_risk.views.placing import may_suspend_in
from designation.windows.lifecycle.states import LIVE
from designation.windows.matter import WindowMatter


def suspend_access(matter: WindowMatter) -> dict[str, Any]:
    """Return the address of the page that offers what can be suspended in a live window."""
    if matter.window.state not in LIVE or not may_suspend_in(matter):
        return {}
    return {"suspend_access_url": matter.link("suspend_in_window")}


CONTEXT = (suspend_access,)

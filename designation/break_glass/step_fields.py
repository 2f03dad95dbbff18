"""Form fields for the inputs of the steps of emergency access."""

from __future__ import annotations

from designation.web.step_forms import text

FIELDS = {
    "findings": text(
        "Findings",
        "Say whether the access was needed, what was read, and what should change. Both sides read it.",
    )
}

"""How a records officer marks a window."""

from __future__ import annotations

from typing import Any

from designation.content import cui
from workflow.guards import Pass, Refusal, StepContext, Verdict


def marking_is_a_banner(_window: Any, context: StepContext) -> Verdict:
    """The marking must have the form of a CUI banner (32 CFR 2002.20)."""
    try:
        cui.banner(str(context.inputs.get("marking", "")))
    except cui.NotABanner as problem:
        return Refusal("marking_invalid", str(problem), about="marking")
    return Pass()


def marking_differs(window: Any, context: StepContext) -> Verdict:
    """A new marking must be another one."""
    try:
        typed = cui.banner(str(context.inputs.get("marking", "")))
    except cui.NotABanner:
        return Pass()  # `marking_is_a_banner` says so
    if typed != window.cui_marking:
        return Pass()
    return Refusal(
        "marking_unchanged", "The window already has this marking. Enter a different one.", about="marking"
    )

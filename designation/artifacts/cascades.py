"""What ends with an artifact, window or request: shares, artifacts and agreements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflow.guards import StepContext
from workflow.models import Stateful

Cascades = Iterator[tuple[Stateful, str, dict[str, Any]]]


def end_shares(subject: Any, _context: StepContext) -> Cascades:
    """End every share of an artifact, or every share in a window."""
    for share in subject.shares.filter(state="active"):
        yield share, "end", {}


def end_credentials(window: Any, _context: StepContext) -> Cascades:
    """Stop showing every credential of a window, and have the developer cut them."""
    for credential in window.credentials.filter(state="active"):
        yield credential, "end", {}


def cut_off_shares(artifact: Any, _context: StepContext) -> Cascades:
    """End every share of an artifact that is quarantined. The record of each window says why."""
    for share in artifact.shares.filter(state="active"):
        yield share, "cut_off", {}


def destroy_artifacts(request: Any, _context: StepContext) -> Cascades:
    """Withdraw every artifact of a request that ends, and begin to destroy it."""
    for artifact in request.artifacts.exclude(state__in=["destroying", "destroyed"]).order_by("number"):
        yield artifact, "discard", {}
        yield artifact, "withdraw", {}
        yield artifact, "destroy", {}


def replace_agreements(agreement: Any, _context: StepContext) -> Cascades:
    """Note that the version of an agreement that was in force is replaced."""
    for earlier in agreement.request.agreements.filter(state="in_force").exclude(pk=agreement.pk):
        yield earlier, "replace", {}


def discard_agreements(request: Any, _context: StepContext) -> Cascades:
    """Discard the version of an agreement that was never put into force before the request ended."""
    for draft in request.agreements.filter(state="draft"):
        yield draft, "discard", {}

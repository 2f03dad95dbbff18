"""Effects of the steps of shares: rows of downloads under way, written in the transaction of the step."""

from __future__ import annotations

from typing import Any

from workflow.guards import StepContext


def begin_download(share: Any, context: StepContext) -> None:
    """Note that a download is under way, so that its end is recorded even if this process ends first."""
    share.downloads.create(pk=context.inputs["download"])


def end_download(share: Any, context: StepContext) -> None:
    """Remove the note."""
    share.downloads.filter(pk=context.inputs["download"]).delete()

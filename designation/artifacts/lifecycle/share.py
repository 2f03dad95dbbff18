"""A share: one artifact may be read in one access window.

Every page shown and every download is an entry of the window's log, written before anything leaves. How a download
ended is a second entry.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from designation.artifacts import effects
from designation.artifacts.rules import reading, shares
from designation.roles import DEVELOPER_ROLES, Role, Side
from designation.windows.window_access import noted_bridge
from workflow.creating.declaring import Creation
from workflow.guards import StepContext, authenticated_to_open, by_cascade
from workflow.models import Stateful
from workflow.steps import step


class ShareSteps(Stateful):
    """The machine of a share."""

    SIDES = (Side.DEVELOPER, Side.GOVERNMENT)
    CREATIONS = (
        Creation(
            name="share",
            label="Share an artifact",
            event="share.begun",
            on="window",
            who=frozenset({Role.CERTIFYING_OFFICER, Role.SECURITY_CONTACT}),
            guards=(shares.window_is_agreed, shares.has_time_left),
            checks=(
                shares.artifact_is_of_the_request,
                shares.artifact_is_sealed,
                shares.artifact_can_be_shown,
                shares.artifact_can_be_marked,
                shares.is_not_shared_yet,
            ),
            reserved="Certifying officers and security contacts share artifacts.",
            consequence="Evaluators who accepted the terms can read it while the window is open, and download it if "
            "the terms allow that. You see every page that they open and every download.",
        ),
    )

    class State(models.TextChoices):
        ACTIVE = "active", "Shared"
        ENDED = "ended", "Ended"

    class Meta:
        abstract = True

    artifact: Any
    window: Any

    @step(
        source=State.ACTIVE,
        target=None,
        who=[Role.EVALUATOR, Role.PARTNER_EVALUATOR],
        guards=[reading.may_be_read_by_the_actor],
        checks=[authenticated_to_open, reading.page_exists, reading.text_is_allowed],
        event="share.page_opened",
        label="Open a page",
        asks_for=["page", "code"],
        hidden=True,
    )
    def open_page(self, context: StepContext) -> None:
        """Record that a person opens a page, before anything of it leaves. `as_text` says that they open its text."""
        context.details |= {"page": context.inputs["page"], "code": context.inputs["code"]}
        context.details |= noted_bridge(self.window, context)
        if context.inputs.get("as_text"):
            context.details["shown_as"] = "text"

    @step(
        source=State.ACTIVE,
        target=None,
        who=[Role.EVALUATOR, Role.PARTNER_EVALUATOR],
        guards=[reading.may_be_downloaded_by_the_actor],
        checks=[authenticated_to_open, reading.bytes_exist, reading.download_has_an_id],
        effects=[effects.begin_download],
        event="share.downloaded",
        label="Download",
        asks_for=["download", "first", "last"],
        hidden=True,
    )
    def download(self, context: StepContext) -> None:
        """Record that a person begins to download bytes of the file, before the first of them leaves."""
        context.details |= {name: context.inputs[name] for name in ("download", "first", "last")}
        context.details["length_bytes"] = self.artifact.length_bytes
        context.details |= noted_bridge(self.window, context)

    @step(
        source=[State.ACTIVE, State.ENDED],
        target=None,
        by_clock=True,
        checks=[reading.download_is_under_way],
        effects=[effects.end_download],
        event="share.download_ended",
        label="Record how a download ended",
        asks_for=["download", "outcome", "handed_over"],
        hidden=True,
    )
    def note_download(self, context: StepContext) -> None:
        """Record how many bytes were handed over, and whether that was all."""
        context.details |= {name: context.inputs[name] for name in ("download", "outcome", "handed_over")}

    @step(
        source=State.ACTIVE,
        target=State.ENDED,
        who=DEVELOPER_ROLES,
        by_clock=True,
        leaves=True,
        event="share.ended",
        label="Stop sharing",
        consequence="Nobody can read this artifact in this window from now on. You can share it again.",
    )
    def end(self, context: StepContext) -> None:
        """End access to the artifact in this window, and delete the window's copy of its key."""
        self.wrapped_key = b""

    @step(
        source=State.ACTIVE,
        target=None,
        by_clock=True,
        guards=[by_cascade],
        event="access.stopped",
        label="Record that access stopped",
        hidden=True,
    )
    def note_stopped(self, context: StepContext) -> None:
        """Record in the window's log that nobody can read the artifact now, before the stop is committed."""
        context.details["artifact"] = self.artifact.number

    @step(
        source=State.ACTIVE,
        target=None,
        by_clock=True,
        guards=[by_cascade],
        event="access.stop_lifted",
        label="Record that the stop is lifted",
        hidden=True,
    )
    def note_stop_lifted(self, context: StepContext) -> None:
        """Record in the window's log that what stopped access to the artifact was lifted."""
        context.details["artifact"] = self.artifact.number

    @step(
        source=State.ACTIVE,
        target=State.ENDED,
        by_clock=True,
        guards=[by_cascade],
        event="share.quarantined",
        label="End with a quarantine",
    )
    def cut_off(self, context: StepContext) -> None:
        """End access, because the artifact is quarantined, and delete the window's copy of its key."""
        self.wrapped_key = b""

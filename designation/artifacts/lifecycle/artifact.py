"""An artifact: received encrypted, sealed, shared, withdrawn and destroyed. Only its developer ends it.

If a scan finds a marking above the ceiling, the artifact is quarantined: nobody can read it, and it takes two people to
release it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from designation.artifacts import cascades
from designation.artifacts.lifecycle.due import after
from designation.artifacts.lifecycle.states import State
from designation.artifacts.rules import artifacts as rules
from designation.content.markings import nothing_above_the_ceiling
from designation.policies import clocks
from designation.roles import DEVELOPER_ROLES, Role, Side
from workflow.approvals import TWO_PEOPLE
from workflow.creating.declaring import Creation
from workflow.deadlines import Meets, Sets
from workflow.guards import StepContext, reason_given
from workflow.jobs import Queues
from workflow.models import Stateful
from workflow.steps import step

SEALED_WITHIN = timedelta(days=1)
"""An upload is discarded if its content is not complete a day after it began, or not sealed a day after that."""


UPLOAD = Creation(
    name="upload",
    label="Upload an artifact",
    event="artifact.received",
    on="request",
    who=DEVELOPER_ROLES,
    guards=(rules.request_takes_artifacts,),
    checks=(
        *(rules.title_is_given, rules.file_is_not_too_large, rules.request_has_room),
        nothing_above_the_ceiling,
    ),
    sets=(Sets("sealing", "discard", after(SEALED_WITHIN)),),
    reserved="Artifacts are uploaded by the developer.",
    consequence="The file is encrypted as it arrives. Nobody outside your side sees it until you share it.",
)


class ArtifactSteps(Stateful):
    """The machine of an artifact."""

    SIDES = (Side.DEVELOPER,)
    State = State
    CREATIONS = (
        UPLOAD,
        replace(
            UPLOAD,
            name="begin_upload",
            label="Begin to upload an artifact",
            event="artifact.upload_begun",
        ),
    )

    class Meta:
        abstract = True

    request: Any
    number: int
    length_bytes: int
    withdrawn_at: Any
    marks_waiver: str

    @step(
        source=State.RECEIVING,
        target=None,
        by_clock=True,
        guards=[rules.content_is_complete],
        deadlines=[Sets("sealing", "discard", after(SEALED_WITHIN))],
        jobs=[Queues("seal_artifact")],
        event="artifact.received",
        label="Record that the content is complete",
    )
    def note_received(self, context: StepContext) -> None:
        """Record that the last piece of a resumable upload is stored, and have it sealed."""
        context.details |= {"artifact": self.number, "length_bytes": self.length_bytes}

    @step(
        source=State.RECEIVING,
        target=State.SEALED,
        by_clock=True,
        guards=[rules.content_is_complete],
        deadlines=[Meets(("sealing",))],
        event="artifact.sealed",
        label="Seal",
    )
    def seal(self, context: StepContext) -> None:
        """Record what the content is: its digest, its kind and its pages, the scan, and the signed manifest."""
        self._record(context)

    @step(
        source=State.RECEIVING,
        target=State.QUARANTINED,
        by_clock=True,
        deadlines=[Meets(("sealing",))],
        event="artifact.quarantined",
        label="Quarantine after the scan",
    )
    def hold(self, context: StepContext) -> None:
        """Record what the content is, as sealing does, and that the scan found a marking above the ceiling in it."""
        self._record(context)

    @step(
        source=State.SEALED,
        target=State.QUARANTINED,
        who=DEVELOPER_ROLES,
        checks=[reason_given, nothing_above_the_ceiling],
        cascades=[cascades.cut_off_shares],
        event="artifact.quarantined",
        label="Quarantine this artifact",
        asks_for=["reason"],
        consequence="Nobody can read it from now on, in any window. The insider-risk officers of the windows where it "
        "was shared are told. Two people of different offices have to agree to release it.",
    )
    def quarantine(self, context: StepContext) -> None:
        """Stop every reading, because the content may be above the ceiling."""
        context.details["reason"] = context.inputs["reason"]

    @step(
        source=State.QUARANTINED,
        target=State.SEALED,
        who=[Role.CERTIFYING_OFFICER, Role.SECURITY_CONTACT],
        quorum=TWO_PEOPLE,
        event="artifact.released",
        label="Release from quarantine",
        consequence="Once two people of different offices have signed, the artifact can be shared again. Nothing is "
        "shared until you share it.",
    )
    def release(self, context: StepContext) -> None:
        """Seal the artifact again: two people of different offices say that nothing in it is above the ceiling."""

    @step(
        source=State.RECEIVING,
        target=State.DESTROYING,
        who=DEVELOPER_ROLES,
        by_clock=True,
        deadlines=[Meets(("sealing",))],
        jobs=[Queues("destroy_artifact")],
        leaves=True,
        event="artifact.discarded",
        label="Discard this upload",
        consequence="What was received is destroyed now. This cannot be undone.",
    )
    def discard(self, context: StepContext) -> None:
        """Give up an upload that is not sealed."""

    @step(
        source=State.SEALED,
        target=None,
        who=[Role.CERTIFYING_OFFICER],
        guards=[rules.cannot_be_marked, rules.marks_are_not_waived],
        checks=[reason_given, nothing_above_the_ceiling],
        reauthenticate=True,
        event="artifact.marks_waived",
        label="Waive the marks",
        asks_for=["reason"],
        consequence="This file can be shared and downloaded although nothing can be burned into it: a copy does not "
        "say who made it. The file itself is handed out as it is and never changed.",
    )
    def waive_marks(self, context: StepContext) -> None:
        """Allow a file to be shared that cannot carry marks. The file is not changed."""
        self.marks_waiver = context.details["reason"] = context.inputs["reason"].strip()

    @step(
        source=State.SEALED,
        target=None,
        who=DEVELOPER_ROLES,
        guards=[rules.marks_are_waived],
        leaves=True,
        event="artifact.waiver_ended",
        label="End the waiver",
        consequence="Nobody can download this file from now on, in any window. Downloads under way are cut off.",
    )
    def end_waiver(self, context: StepContext) -> None:
        """End the waiver. A file that cannot carry marks is refused to everybody from now on."""
        self.marks_waiver = ""

    @step(
        source=[State.SEALED, State.QUARANTINED],
        target=State.WITHDRAWN,
        who=DEVELOPER_ROLES,
        deadlines=[Sets("disposition", "destroy", clocks.by_policy("disposition"))],
        cascades=[cascades.end_shares],
        leaves=True,
        event="artifact.withdrawn",
        label="Withdraw this artifact",
        consequence="Nobody can read it from now on, in any window. It is destroyed by the policy's date, or when you "
        "say so.",
    )
    def withdraw(self, context: StepContext) -> None:
        """End every share of the artifact immediately."""
        self.withdrawn_at = context.now

    @step(
        source=State.WITHDRAWN,
        target=State.DESTROYING,
        who=[Role.CERTIFYING_OFFICER, Role.SECURITY_CONTACT],
        by_clock=True,
        deadlines=[Meets(("disposition",))],
        jobs=[Queues("destroy_artifact")],
        keeps_guards=True,
        event="artifact.destruction_begun",
        label="Destroy this artifact now",
        consequence="The keys and the content are destroyed now. This cannot be undone.",
    )
    def destroy(self, context: StepContext) -> None:
        """Begin the destruction of the artifact's key and content."""

    @step(
        source=State.DESTROYING,
        target=State.DESTROYED,
        by_clock=True,
        event="artifact.destroyed",
        label="Record the destruction",
    )
    def note_destroyed(self, context: StepContext) -> None:
        """Record that the key is verified to be absent and the content is deleted."""
        self.certificate = context.inputs.get("certificate", "")
        self.certificate_signature = context.inputs.get("signature", "")
        context.details["sha256"] = self.sha256
        self.wrapped_key, self.parts = b"", []

    def content(self, step: str) -> dict[str, object]:
        """Return what two people sign when they release the artifact: which file it is."""
        return {"sha256": self.sha256} if step == "release" else {}

    def _record(self, context: StepContext) -> None:
        found = context.inputs
        self.sha256, self.kind = found["sha256"], found["kind"]
        self.pages, self.not_shown = found["pages"], found["not_shown"]
        self.missing_fonts = found["missing_fonts"]
        self.manifest, self.manifest_signature = found["manifest"], found["signature"]
        self.scan, self.scan_note = found["scan"], found["scan_note"]
        self.sealed_at = context.now
        context.details |= {
            "sha256": found["sha256"],
            "length_bytes": self.length_bytes,
            "scan": found["scan"],
        }

    @property
    def closed_at(self) -> Any:
        """When the time until destruction began to run."""
        return self.withdrawn_at

"""Artifacts: files that a developer uploads to a request, and their place in the vault."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from designation.access.held_roles import in_matter
from designation.artifacts.lifecycle.artifact import ArtifactSteps
from designation.artifacts.lifecycle.states import HELD
from designation.people.models import Person
from designation.policies.models import Policy
from designation.requests.models import Request
from workflow.models import StateField
from workflow.steps import machine

LEGENDS = (
    ("", "No legend"),
    ("TRADE SECRET", "Trade secret"),
    ("CONFIDENTIAL COMMERCIAL INFORMATION", "Confidential commercial information"),
    ("FOIA EXEMPTION 4 CLAIMED", "FOIA Exemption 4 claimed"),
    ("EXPORT CONTROLLED", "Export controlled"),
)
"""The legends that the uploader can choose; they are burnt into every page that is shown."""

KINDS = (
    ("pdf", "PDF"),
    ("png", "PNG image"),
    ("jpeg", "JPEG image"),
    ("markdown", "Markdown"),
    ("csv", "CSV table"),
    ("json", "JSON"),
    ("text", "Plain text"),
    ("other", "Another kind of file"),
)

SCANS = (
    ("clear", "No marking was found"),
    ("partly", "Scanned in part, and no marking was found"),
    ("not_scanned", "Not scanned"),
    ("marked", "A marking was found"),
)
"""What looking for classification markings gave."""


@machine
class Artifact(ArtifactSteps):
    """One uploaded file of a request. Lives in the request's log; only the developer's side may open its entries.

    `object_id` names the encrypted content, `wrapped_key` holds the content's key for the developer's own use,
    `checked_bytes` is how far sealing has come. `not_shown` says why no page of it can be shown, and
    `missing_fonts` in which fonts its pages cannot be drawn.

    A resumable upload has declared `length_bytes` and sends the content in pieces. `received_bytes` of it are stored in
    `parts`, the ids of encrypted objects in order, which follow `content_header`. `upload_fence` counts the attempts to
    send a piece: only the newest may add one. `folder` is where the file was, if a whole folder was uploaded.

    `marks_waiver` is why a certifying officer allows a file to be shared that cannot carry marks; empty if none does.

    `scan` is what the scan for classification markings gave, and `scan_note` says where, or what was not scanned. The
    marking itself is stored nowhere.
    """

    READ_WITH = ("request__model", "request__policy")
    PARENT = "request"
    FREE = {"receiving": ("checked_bytes", "received_bytes", "parts", "upload_fence")}
    FIXED = (
        *("request", "number", "title", "description", "file_name", "legend", "object_id", "length_bytes"),
        *("uploaded_by", "uploaded_at", "content_header", "folder"),
    )

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="artifacts")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    description = models.CharField(max_length=4000, blank=True)
    file_name = models.CharField(max_length=200)
    folder = models.CharField(max_length=400, blank=True)
    legend = models.CharField(max_length=60, choices=LEGENDS, blank=True)
    object_id = models.UUIDField(default=uuid.uuid4)
    wrapped_key = models.BinaryField()
    length_bytes = models.PositiveBigIntegerField()
    content_header = models.BinaryField(default=b"")
    parts = ArrayField(models.UUIDField(), default=list)
    received_bytes = models.PositiveBigIntegerField(default=0)
    upload_fence = models.PositiveIntegerField(default=0)
    checked_bytes = models.PositiveBigIntegerField(default=0)
    uploaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=KINDS, blank=True)
    pages = models.PositiveSmallIntegerField(default=0)
    missing_fonts = models.CharField(max_length=300, blank=True)
    not_shown = models.CharField(max_length=300, blank=True)
    scan = models.CharField(max_length=12, choices=SCANS, blank=True)
    scan_note = models.CharField(max_length=300, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    manifest = models.TextField(blank=True)
    manifest_signature = models.TextField(blank=True)
    certificate = models.TextField(blank=True)
    certificate_signature = models.TextField(blank=True)
    sealed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    marks_waiver = models.CharField(max_length=4000, blank=True)
    state = StateField(ArtifactSteps.State)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(name="artifact_number", fields=["request", "number"]),
            models.UniqueConstraint(name="artifact_object", fields=["object_id"]),
            models.CheckConstraint(
                name="artifact_received_to_its_length", condition=Q(received_bytes__lte=F("length_bytes"))
            ),
            models.CheckConstraint(
                name="artifact_sealed_when_received",
                condition=~Q(state__in=["sealed", "withdrawn"]) | Q(received_bytes=F("length_bytes")),
            ),
            models.CheckConstraint(
                name="artifact_sealed_with_manifest",
                condition=~Q(state="sealed") | ~Q(sha256="") & ~Q(manifest=""),
            ),
            models.CheckConstraint(
                name="artifact_sealed_after_scan", condition=~Q(state="sealed") | ~Q(scan="")
            ),
            models.CheckConstraint(
                name="artifact_waiver_where_no_marks", condition=Q(marks_waiver="") | Q(pages=0)
            ),
            models.CheckConstraint(
                name="artifact_destroyed_without_key", condition=~Q(state="destroyed") | Q(wrapped_key=b"")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request.number} artifact {self.number}"

    @classmethod
    def roles_of(cls, actor_id: uuid.UUID) -> Any:
        return in_matter(actor_id)

    @property
    def pinned_policy(self) -> Policy:
        """The policy version of its request."""
        return self.request.pinned_policy

    @property
    def is_received(self) -> bool:
        """Whether all of the content has arrived. It can be sealed only then."""
        return self.received_bytes == self.length_bytes

    @property
    def lacks_marks(self) -> bool:
        """Whether the file cannot carry marks and its developer did not waive them. Nobody is given it then."""
        return not self.pages and not self.marks_waiver

    @property
    def is_unfinished(self) -> bool:
        """Whether the rest of an upload can still arrive."""
        return self.state == "receiving" and not self.is_received

    @property
    def is_held(self) -> bool:
        """Whether the vault holds content that can be decrypted."""
        return self.state in HELD

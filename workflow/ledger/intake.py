"""Takes in the cosignatures of witnesses (LEDGER.md §10).

The application says whose are wanted: `settings.WORKFLOW_WITNESSES` is a module with `wanted()`. A line is stored once
it is verified by such a witness's key; whatever else is handed in leaves nothing.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Protocol, cast

from django.conf import settings

from workflow.ledger import note, register
from workflow.ledger.checkpoint import Head
from workflow.ledger.cosignature import WitnessKey, cosignatures
from workflow.ledger.errors import LedgerError
from workflow.models import Checkpoint, Cosignature

LARGEST_BYTES = 8_192
MOST_WITNESSES = 15
"""Every reader of C2SP notes takes sixteen signatures, and one of them is the register's."""


class CheckpointDiffers(LedgerError):
    """A cosigned checkpoint that is not the one of that size here: somebody holds a second history."""

    code = "checkpoint_differs"


class UnknownWitness(LedgerError):
    """No line by a witness whose cosignatures are wanted."""

    code = "unknown_witness"


class TooManyWitnesses(LedgerError):
    """A checkpoint that bears as many cosignatures as a note may."""

    code = "too_many_witnesses"


class Witnesses(Protocol):
    """What the application supplies."""

    def wanted(self) -> Sequence[WitnessKey]:
        """Return the keys of the witnesses whose cosignatures are wanted now."""


def wanted() -> list[WitnessKey]:
    """Return the keys of the witnesses whose cosignatures are wanted now."""
    return list(cast(Witnesses, import_module(settings.WORKFLOW_WITNESSES)).wanted())


def take(cosigned: str) -> Checkpoint:
    """Store the lines of wanted witnesses under a cosigned checkpoint and return the checkpoint.

    A second line by the same witness changes nothing.
    Raises: NoteMalformed, NoSuchCheckpoint, CheckpointDiffers, UnknownWitness, CosignatureInvalid, TooManyWitnesses.
    """
    text, _ = note.split(cosigned)
    head = Head.parse(text)
    checkpoint = register.checkpoint_of(head.size)
    if note.split(checkpoint.note)[0] != text:
        raise CheckpointDiffers(f"The checkpoint of size {head.size} is another one here.")
    found = cosignatures(cosigned, wanted())
    if not found:
        raise UnknownWitness("It bears no line by a witness whose cosignatures are wanted here.")
    new = [one for one in found if not checkpoint.cosignatures.filter(key=str(one.witness)).exists()]
    if checkpoint.cosignatures.count() + len(new) > MOST_WITNESSES:
        raise TooManyWitnesses(
            f"The checkpoint of size {head.size} bears {MOST_WITNESSES} cosignatures already."
        )
    Cosignature.objects.bulk_create(
        [Cosignature(checkpoint=checkpoint, key=str(one.witness), at=one.at, line=one.line) for one in new],
        ignore_conflicts=True,
    )
    return checkpoint

"""The engine's tables, and `Stateful`, which every machine is built on."""

from workflow.fields import StateField
from workflow.models.ledger import (
    Checkpoint,
    Cosignature,
    Entry,
    Log,
    Personal,
    RegisterLeaf,
    RegisterNode,
    Restoration,
)
from workflow.models.process import Approval, ClockOffset, Deadline, Delivery, Job
from workflow.models.stateful import Internal, Stateful

__all__ = [
    "Approval",
    "Checkpoint",
    "ClockOffset",
    "Cosignature",
    "Deadline",
    "Delivery",
    "Entry",
    "Internal",
    "Job",
    "Log",
    "Personal",
    "RegisterLeaf",
    "RegisterNode",
    "Restoration",
    "StateField",
    "Stateful",
]

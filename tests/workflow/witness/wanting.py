"""Whose cosignatures are wanted in the engine's tests: `WORKFLOW_WITNESSES`."""

from workflow.ledger.cosignature import WitnessKey

KEYS: list[WitnessKey] = []


def wanted() -> list[WitnessKey]:
    """Return the keys of the witnesses that a test wants."""
    return KEYS

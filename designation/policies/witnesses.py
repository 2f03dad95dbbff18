"""The witnesses whose cosignatures on the register's checkpoints are wanted, as the policy in force names them.

See LEDGER.md §10.
"""

from __future__ import annotations

from designation.policies.models import Policy
from workflow import clock
from workflow.ledger.cosignature import WitnessKey


def wanted() -> list[WitnessKey]:
    """Return the keys of the witnesses that the policy in force names."""
    policy = Policy.in_force(clock.now())
    return policy.witnesses() if policy else []

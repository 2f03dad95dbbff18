"""Policy versions, and the days on which federal offices are closed."""

from designation.policies.models.closure import LONGEST_SOURCE, Closure
from designation.policies.models.policy import (
    CLOCKS,
    DEFAULTS,
    FIRST,
    NOTICES,
    NUMBERS,
    OF_PROOFS,
    POLICY_LOG,
    PROOFS,
    READERS_NEED,
    REMINDED,
    STRONG_PROOFS,
    NeededPeople,
    Policy,
    witness_problems,
)

__all__ = [
    "CLOCKS",
    "DEFAULTS",
    "FIRST",
    "LONGEST_SOURCE",
    "NOTICES",
    "NUMBERS",
    "OF_PROOFS",
    "POLICY_LOG",
    "PROOFS",
    "READERS_NEED",
    "REMINDED",
    "STRONG_PROOFS",
    "Closure",
    "NeededPeople",
    "Policy",
    "witness_problems",
]

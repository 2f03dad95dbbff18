"""Which people must sign a step of a request together."""

from __future__ import annotations

from typing import Any

from designation.roles import Role, Side
from workflow.approvals import Quorum, Signers, of_different_offices
from workflow.guards import Refusal


def official_and_certifier(request: Any, signers: Signers) -> list[Refusal]:
    """A determining official decides, and a records certifier of the same agency attests the record.

    They are two different people of different offices.
    """
    officials = [s for s in signers if s.holds(Role.DETERMINING_OFFICIAL)]
    pairs = [
        (official, certifier)
        for official in officials
        for certifier in signers
        if certifier.holds(Role.RECORDS_CERTIFIER) and certifier.actor != official.actor
    ]
    if not officials:
        return [Refusal("official_missing", "A determining official has to sign.")]
    if not pairs:
        return [
            Refusal("certifier_missing", "A records certifier has to attest the authority and the content.")
        ]
    same = [(o, c) for o, c in pairs if _agencies(o) & _agencies(c)]
    if not same:
        return [
            Refusal("certifier_elsewhere", "The records certifier has to belong to the official's agency.")
        ]
    if not any(of_different_offices(pair) for pair in same):
        return [
            Refusal("second_office", "The records certifier has to sit in another office than the official.")
        ]
    return []


def _agencies(signer: Any) -> frozenset[str]:
    return frozenset(held.organization for held in signer.held_roles)


OFFICIAL_AND_CERTIFIER = Quorum(
    official_and_certifier, "a determining official and a records certifier", sides=(Side.GOVERNMENT,)
)

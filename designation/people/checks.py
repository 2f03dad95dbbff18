"""System check: a role that counts where several people sign is itself given by several people."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from django.core import checks

from designation.people.models import Appointment
from designation.people.sensitive_roles import roles_in_quorums
from workflow.approvals import Signer
from workflow.guards import HeldRole
from workflow.steps import step_of


@checks.register()
def quorum_roles_are_given_by_two(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Return an error for each role that counts in a quorum although one person, or one office, can give it."""
    return [
        checks.Error(
            f"The role {role!r} counts in a step that several people sign, but one person can give it.",
            hint="`designation/people/sensitive_roles.py` derives the roles that two people give.",
        )
        for role in sorted(roles_in_quorums())
        if any(_suffice(role, signers) for signers in (_SIGNERS[:1], _SIGNERS))
    ]


_OFFICE = (HeldRole("administrator", office="one office"),)
_SIGNERS = tuple(Signer(uuid.UUID(int=n), "", _OFFICE, datetime.min.replace(tzinfo=UTC)) for n in (1, 2))


def _suffice(role: str, signers: tuple[Signer, ...]) -> bool:
    quorum = step_of(Appointment, "activate").quorum
    return quorum is None or not quorum.missing(Appointment(role=role), signers)

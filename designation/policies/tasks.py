"""Tasks for policy drafts on the desk."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from designation.declared import Duty, TaskSource
from designation.policies.models import Policy
from designation.roles import Role

FINISH = Duty(
    ("draft",), frozenset({Role.POLICY_EDITOR}), "Finish or sign a policy version", "Read", "policy"
)


def _policy(row: Any, _duty: Duty | None) -> tuple[str, str]:
    return str(row), reverse("policy", args=[row.number])


SOURCES = (
    TaskSource(
        "policies",
        Policy,
        rows=lambda _reader: Policy.objects.all(),
        duties=(FINISH,),
        describe=_policy,
        in_matters=False,
    ),
)

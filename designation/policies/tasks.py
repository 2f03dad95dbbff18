"""Tasks for policy drafts and proposed closures on the desk."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from designation.declared import Duty, TaskSource
from designation.policies.models import Closure, Policy
from designation.roles import Role

FINISH = Duty(
    ("draft",), frozenset({Role.POLICY_EDITOR}), "Finish or sign a policy version", "Read", "policy"
)


SIGN_CLOSURE = Duty(
    ("proposed",), frozenset({Role.POLICY_EDITOR}), "Sign or discard a closure of offices", "Read", "closure"
)


def _closure(row: Any, _duty: Duty | None) -> tuple[str, str]:
    return str(row), reverse("closure", args=[row.pk])


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
    TaskSource(
        "closures",
        Closure,
        rows=lambda _reader: Closure.objects.all(),
        duties=(SIGN_CLOSURE,),
        describe=_closure,
        in_matters=False,
        rare=True,
    ),
)

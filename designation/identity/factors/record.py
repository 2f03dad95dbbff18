"""Passkeys, authenticator apps and recovery codes are recorded in the log of their owner's organization."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest

from designation.identity import actions
from designation.people.models import Organization, Person
from designation.sessions import ending
from workflow.guards import CLOCK, StepContext
from workflow.perform import perform

COUNT = "sign_count"
"""Under this name a passkey keeps the counter that it sent last."""


def count(passkey: Authenticator, counted: int, _request: HttpRequest | None) -> None:
    """Keep the counter that a passkey sent, and record and tell if it did not rise. Zero means that it does not count.

    The passkey still works: many makers' passkeys are copies by design, and count nothing.
    """
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().get(pk=passkey.pk)
        before = int(row.data.get(COUNT, 0))
        if (before or counted) and counted <= before:
            _record(row, "record_fallen_counter")
            actions.tell_counter_fell(row.user)
        row.data[COUNT] = max(before, counted)
        row.save(update_fields=["data"])
        passkey.data = row.data


def remove_of_closed(_organization: Organization, context: StepContext) -> None:
    """Remove everything of the person whose account is closed."""
    _remove_all(context.inputs["person"])


def remove_of_reset(reset: Any, _context: StepContext) -> None:
    """Remove everything of the person whose ways to sign in are reset, and sign them out everywhere."""
    _remove_all(reset.person_id)
    ending.end_all(reset.person_id)


def _remove_all(person: Any) -> None:
    """Remove every passkey, app and code of a person. The entry of the step that does it says so."""
    ways = Authenticator.objects.filter(user=person)
    ways._raw_delete(ways.db)  # without the signals that would write an entry of their own into the same log


def _added(instance: Authenticator, created: bool, **_more: Any) -> None:
    if created:
        _record(instance, "record_factor")


def _removed(instance: Authenticator, **_more: Any) -> None:
    _record(instance, "record_removed_factor")


def _record(factor: Authenticator, step: str) -> None:
    person = Person.objects.get(pk=factor.user_id)
    organization = Organization.objects.get(pk=person.organization.pk)
    perform(organization, step, actor=CLOCK, inputs={"person": person.pk, "kind": factor.type})


def connect() -> None:
    """Record what is set up and removed, by whichever way. Call once at start-up."""
    post_save.connect(_added, sender=Authenticator, dispatch_uid="factor_added")
    post_delete.connect(_removed, sender=Authenticator, dispatch_uid="factor_removed")

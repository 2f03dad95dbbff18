"""Loads the person of a session, and with them, in the same query, whether a role of theirs needs strong proof."""

from __future__ import annotations

import uuid
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, OuterRef, QuerySet

from designation.identity.factors.required import roles_that_need_one
from designation.people.models import Person
from workflow.sql.prepared_querysets import prepared_queryset


class Backend(AuthenticationBackend):
    """The authentication backend of this site."""

    def get_user(self, user_id: Any) -> Person | None:
        """Return the person with this id, unless the account is closed."""
        person = next(iter(_people(pk=uuid.UUID(str(user_id)))), None)
        return person if person is not None and self.user_can_authenticate(person) else None


@prepared_queryset(pk=uuid.UUID)
def _people(pk: uuid.UUID) -> QuerySet[Any]:
    needs = Exists(roles_that_need_one(OuterRef("pk")))
    return Person.objects.filter(pk=pk).annotate(needs_strong_proof=needs)

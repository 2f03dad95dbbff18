"""Begin a request from its form. Sending the form twice, as with a double click, begins only one draft."""

from __future__ import annotations

from django.db import transaction

from designation.content.moments import MOMENT
from designation.content.names import plain_name
from designation.frontier_models.actions import register_model
from designation.frontier_models.models import FrontierModel
from designation.people.models import Organization
from designation.requests.actions.drafting import begin
from designation.requests.lifecycle.states import State
from designation.requests.models import Request
from workflow import clock
from workflow.guards import Actor
from workflow.models import Entry
from workflow.sql import snapshot


def begin_about(model: FrontierModel, *, actor: Actor) -> Request:
    """Begin a draft about a model, or return the draft this person began moments ago. Raises: Refused."""
    with transaction.atomic():
        snapshot.lock(model.log_ids())
        return _just_begun(model, actor) or begin(model, actor=actor)


def begin_about_new(developer: Organization, *, actor: Actor, codename: str) -> Request:
    """Register a model and begin a draft about it, or return the one begun moments ago. Raises: Refused."""
    with transaction.atomic():
        snapshot.lock([developer.log_id])
        known = FrontierModel.objects.filter(developer=developer, codename__iexact=plain_name(codename))
        begun = [request for model in known if (request := _just_begun(model, actor))]
        if begun:
            return begun[0]
        return begin(register_model(developer, actor=actor, codename=codename), actor=actor)


def _just_begun(model: FrontierModel, actor: Actor) -> Request | None:
    lately = Request.objects.filter(
        model=model, state=State.DRAFT, created_at__gt=clock.now() - MOMENT, version=0
    )
    own = Entry.objects.filter(event="request.created", actor=actor.label)
    return lately.filter(pk__in=own.values("subject_id")).order_by("-created_at").first()

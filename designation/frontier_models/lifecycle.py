"""The lifecycle of a model, which carries the release plan and the one clock of thirty days.

What always holds: `first_opened_at` is set once, when the first window opens, and all registrations of the
same model share it. Moving the partner release later never makes a window longer.
"""

from __future__ import annotations

import uuid

from django.db import models

from designation.content.markings import nothing_above_the_ceiling
from designation.frontier_models import effects, rules
from designation.roles import DEVELOPER_ROLES, Role, Side
from workflow.creating.declaring import Creation
from workflow.guards import StepContext, by_cascade
from workflow.models import Stateful
from workflow.steps import step


class ModelSteps(Stateful):
    """The lifecycle of a model. It has one state; its steps change the plan."""

    SIDES = (Side.DEVELOPER, Side.GOVERNMENT)
    CREATIONS = (
        Creation(
            name="register",
            label="Register a model",
            event="model.registered",
            on="developer",
            who=DEVELOPER_ROLES,
            guards=(rules.registers_as_a_developer,),
            checks=(rules.codename_is_given, rules.codename_is_readable, rules.codename_is_free),
            reserved="This is for the developer's people.",
            consequence="The model is known by its codename. It begins with its production variant.",
        ),
    )

    class State(models.TextChoices):
        REGISTERED = "registered", "Registered"

    class Meta:
        abstract = True

    @step(
        source=State.REGISTERED,
        target=None,
        by_clock=True,
        guards=[by_cascade],
        event="model.planned",
        label="Take over the plan of an application",
    )
    def adopt_plan(self, context: StepContext) -> None:
        """Take the release plan from a certified application."""
        self._plan(context)

    @step(
        source=State.REGISTERED,
        target=None,
        who=DEVELOPER_ROLES,
        checks=[rules.moves_earlier, rules.public_follows_partners],
        event="model.release_moved_earlier",
        label="Move the partner release earlier",
        asks_for=["partner_release"],
        hidden=True,
        consequence="Open windows end at the new date at the latest; windows that no longer fit are canceled.",
    )
    def move_release_earlier(self, context: StepContext) -> None:
        """Move the planned release to partners earlier. Live windows end no later than the new date."""
        self._plan(context)

    @step(
        source=State.REGISTERED,
        target=None,
        who=[Role.CERTIFYING_OFFICER],
        checks=[rules.moves_later, rules.public_follows_partners],
        event="model.release_moved_later",
        label="Move the partner release later",
        asks_for=["partner_release", "public_release"],
        hidden=True,
        consequence="No window gets longer. More time is a new window that both sides sign.",
    )
    def move_release_later(self, context: StepContext) -> None:
        """Move the planned release to partners later. No window gets longer."""
        self._plan(context)

    @step(
        source=State.REGISTERED,
        target=None,
        by_clock=True,
        guards=[by_cascade],
        event="model.first_opened",
        label="Start the thirty days",
    )
    def start_clock(self, context: StepContext) -> None:
        """Start the model's thirty days, if they have not started yet."""
        if self.first_opened_at is None:
            self.first_opened_at = context.now
        context.details["first_opened_at"] = self.first_opened_at

    @step(
        source=State.REGISTERED,
        target=None,
        who=DEVELOPER_ROLES,
        checks=[rules.variant_is_named, rules.readers_are_known, nothing_above_the_ceiling],
        effects=[effects.write_variant],
        event="model.variant_added",
        label="Register a variant",
        asks_for=["name", "kind", "weights_digest", "readers"],
        consequence="A variant is a checkpoint or configuration of the same model. It never restarts the 30 days.",
    )
    def add_variant(self, context: StepContext) -> None:
        """Register a variant of the model."""

    @step(
        source=State.REGISTERED,
        target=None,
        who=[Role.CERTIFYING_OFFICER, Role.SECURITY_CONTACT],
        checks=[rules.variant_is_of_the_model],
        effects=[effects.restrict_variant],
        event="model.variant_restricted",
        label="Say who may read about a variant",
        asks_for=["variant_to_restrict", "readers"],
        consequence="It counts at once for everything that is shared about the variant, in every access window.",
    )
    def restrict_variant(self, context: StepContext) -> None:
        """Set whether only U.S. persons, or only U.S. citizens, may read about a variant."""
        context.details["variant"] = str(context.inputs["variant_to_restrict"])
        context.details["readers"] = context.inputs["readers"]

    @step(
        source=State.REGISTERED,
        target=None,
        who=[Role.CERTIFYING_OFFICER],
        guards=[rules.is_not_linked_yet],
        checks=[rules.earlier_registration_is_own],
        effects=[effects.require_original],
        event="model.linked",
        label="Link to an earlier registration",
        asks_for=["original"],
        consequence="You state that this is the same model. Its 30 days go on; they do not start anew.",
    )
    def link(self, context: StepContext) -> None:
        """State that this model is a re-registration of an earlier one. Its thirty days continue."""
        self.same_as_id = uuid.UUID(str(context.inputs["original"]))
        context.details["original"] = str(self.same_as_id)

    def _plan(self, context: StepContext) -> None:
        partner, public = context.inputs.get("partner_release"), context.inputs.get("public_release")
        self.planned_partner_release_at = self.as_instant(partner) or self.planned_partner_release_at
        self.planned_public_release_at = self.as_instant(public) or self.planned_public_release_at
        context.details["partner_release"] = self.planned_partner_release_at
        context.details["public_release"] = self.planned_public_release_at

"""A selection: developer and government choose one partner for early access to one covered model, together.

Either side proposes, the other side concurs with the same conditions, and only then is the partner invited. Until that
moment it knows nothing. Its early access is an access window of its own (`windows/lifecycle/early_access.py`).
"""

from __future__ import annotations

from typing import Any

from django.utils.dateparse import parse_datetime

from designation.content.markings import nothing_above_the_ceiling
from designation.partners import cascades, effects
from designation.partners.parties import parties_follow
from designation.partners.rules import selecting as rules
from designation.partners.states import CHOSEN, KNOWN_TO_THE_PARTNER, SelectionState
from designation.policies import clocks
from designation.roles import DEVELOPER_ROLES, Role, Side
from workflow.creating.declaring import Creation
from workflow.deadlines import Cancels, Meets, Sets
from workflow.guards import StepContext, reason_given
from workflow.ledger import canonical
from workflow.models import Stateful
from workflow.steps import step

SIGNERS = (Role.CERTIFYING_OFFICER, Role.APPROVING_OFFICIAL)
RECUSING = (
    "You permanently leave this selection and its early access. You will not see them in any list, search or mail. "
    "Your access to the rest of the request does not change. Only your side can read your reason."
)
PROPOSAL = Sets("proposal", "expire", clocks.by_policy("proposal"))


class SelectionSteps(Stateful):
    """The machine of a selection."""

    SIDES = (Side.DEVELOPER, Side.GOVERNMENT)
    State = SelectionState
    CREATIONS = (
        Creation(
            name="propose",
            label="Propose a partner",
            event="selection.proposed",
            on="request",
            who=frozenset(SIGNERS),
            guards=(rules.request_is_covered, rules.release_is_planned),
            checks=(
                rules.partner_can_be_chosen,
                rules.is_not_proposed_yet,
                rules.conditions_are_complete,
                rules.end_fits,
                nothing_above_the_ceiling,
            ),
            sets=(PROPOSAL,),
            reserved=rules.RESERVED,
            consequence="The other side reads the proposal and concurs, amends it, or objects. The partner learns "
            "nothing before both sides agree.",
        ),
    )

    class Meta:
        abstract = True

    conditions: Any
    window: Any
    invited_at: Any
    partner: Any
    partner_id: Any

    def content(self, step: str) -> dict[str, object]:
        """Return what is signed: the partner and the exact conditions."""
        if step not in ("concur", "agree"):
            return {}
        return {"partner": str(self.partner_id), "conditions": self.conditions}

    def _sign_as(self, context: StepContext) -> None:
        held = context.held_roles[0]
        self.proposed_by_id, self.proposed_at = context.actor.id, context.now
        self.proposed_for_id, self.proposed_side = held.organization, held.side
        self.concurred_by_id = self.concurred_for_id = self.concurred_at = None

    @step(
        source=CHOSEN,
        target=SelectionState.PROPOSED,
        who=SIGNERS,
        guards=[rules.request_is_covered],
        checks=[rules.conditions_are_complete, rules.end_fits, nothing_above_the_ceiling],
        deadlines=[Cancels(("partner_active",)), PROPOSAL],
        effects=[parties_follow],
        event="selection.amended",
        label="Amend the conditions",
        asks_for=["conditions"],
        hidden=True,
        consequence="Your version takes the place of the present one. The other side has to concur with it.",
    )
    def amend(self, context: StepContext) -> None:
        """Propose other conditions. Signatures under the earlier ones no longer count."""
        self.conditions = context.details["conditions"] = dict(context.inputs["conditions"])
        self._sign_as(context)

    @step(
        source=SelectionState.PROPOSED,
        target=SelectionState.TAKEN_BACK,
        who=SIGNERS,
        guards=[rules.is_of_own_side],
        effects=[parties_follow],
        event="selection.taken_back",
        label="Withdraw the proposal",
        consequence="The proposal is gone from the board. You can propose the partner again.",
    )
    def take_back(self, context: StepContext) -> None:
        """Take back what one's own side proposed."""

    @step(
        source=SelectionState.PROPOSED,
        target=SelectionState.CONCURRED,
        who=SIGNERS,
        guards=[
            rules.request_is_covered,
            rules.is_of_the_other_side,
            rules.proposer_takes_part,
            rules.end_still_fits,
        ],
        reauthenticate=True,
        deadlines=[Meets(("proposal",)), Sets("partner_active", "invite", rules.when_the_partner_is_active)],
        effects=[parties_follow],
        cascades=[cascades.invite_active_partner],
        event="selection.concurred",
        label="Concur",
        consequence="Both sides have then chosen this partner. It is invited now, or as soon as it is active.",
    )
    def concur(self, context: StepContext) -> None:
        """Agree, for the other side, to exactly these conditions."""
        held = context.held_roles[0]
        self.concurred_by_id, self.concurred_at = context.actor.id, context.now
        self.concurred_for_id = held.organization

    @step(
        source=SelectionState.PROPOSED,
        target=SelectionState.NOT_SELECTED,
        who=SIGNERS,
        guards=[rules.is_of_the_other_side],
        checks=[reason_given, nothing_above_the_ceiling],
        effects=[parties_follow],
        event="selection.objected",
        label="Object",
        asks_for=["reason"],
        consequence="The partner is not selected. The other side reads your reason; the partner never hears of it.",
    )
    def object_to(self, context: StepContext) -> None:
        """Object to the proposal, with a reason that the other side may read."""
        self.reason = context.details["reason"] = str(context.inputs["reason"])

    @step(
        source=SelectionState.PROPOSED,
        target=SelectionState.NOT_SELECTED,
        by_clock=True,
        effects=[parties_follow],
        event="selection.expired",
        label="Let the proposal run out",
        hidden=True,
    )
    def expire(self, context: StepContext) -> None:
        """End a proposal that the other side did not answer. No objection is recorded."""

    @step(
        source=SelectionState.CONCURRED,
        target=SelectionState.INVITED,
        by_clock=True,
        guards=[rules.partner_is_active, rules.request_is_covered, rules.end_still_fits],
        deadlines=[Meets(("partner_active",)), Sets("invitation", "end", clocks.by_policy("invitation"))],
        effects=[parties_follow],
        event="selection.invited",
        label="Invite the partner",
        hidden=True,
    )
    def invite(self, context: StepContext) -> None:
        """Invite the partner, who learns of the selection only now."""
        self.invited_at = context.now
        context.details["conditions"] = self.conditions

    @step(
        source=SelectionState.INVITED,
        target=SelectionState.AGREED,
        who=[Role.PARTNER_ADMINISTRATOR],
        guards=[rules.partner_is_active, rules.request_is_covered, rules.end_still_fits],
        checks=[rules.somebody_is_named, rules.terms_are_accepted],
        reauthenticate=True,
        deadlines=[Meets(("invitation",))],
        effects=[effects.begin_early_access, parties_follow],
        cascades=[cascades.schedule_early_access],
        event="selection.agreed",
        label="Agree and name people",
        asks_for=["people", "accepted"],
        hidden=True,
        consequence="You sign these terms for your organization. The developer concurs with each person you name.",
    )
    def agree(self, context: StepContext) -> None:
        """Agree to the terms for the partner. The early access is scheduled."""

    @step(
        source=SelectionState.AGREED,
        target=None,
        who=DEVELOPER_ROLES,
        checks=[rules.end_is_earlier],
        cascades=[cascades.trim_early_access],
        event="selection.narrowed",
        label="End early access sooner",
        asks_for=["earlier_end"],
        consequence="Early access ends at this time at the latest. Making it longer takes a new selection.",
    )
    def narrow(self, context: StepContext) -> None:
        """Move the end of early access to an earlier time, for the developer alone."""
        ends_at = canonical.instant(instant(context.inputs["earlier_end"]))
        self.conditions = {**self.conditions, "ends_at": ends_at}
        context.details["ends_at"] = ends_at

    @step(
        source=[*CHOSEN, *KNOWN_TO_THE_PARTNER],
        target=None,
        who=[Role.APPROVING_OFFICIAL],
        checks=[reason_given, nothing_above_the_ceiling],
        sides=[Side.GOVERNMENT],
        effects=[effects.recuse],
        event="selection.recused",
        label="Recuse yourself",
        asks_for=["reason"],
        consequence=RECUSING,
    )
    def recuse(self, context: StepContext) -> None:
        """Leave the selection permanently, as an approving official. The reason stays on the government's side."""
        context.personal["declaration"] = context.inputs["reason"]

    @step(
        source=[*CHOSEN, *KNOWN_TO_THE_PARTNER],
        target=None,
        who=[Role.CERTIFYING_OFFICER],
        checks=[reason_given, nothing_above_the_ceiling],
        sides=[Side.DEVELOPER],
        effects=[effects.recuse],
        event="selection.recused",
        label="Recuse yourself",
        asks_for=["reason"],
        consequence=RECUSING,
    )
    def recuse_developer(self, context: StepContext) -> None:
        """Leave the selection permanently, as a certifying officer. The reason stays on the developer's side."""
        context.personal["declaration"] = context.inputs["reason"]

    @step(
        source=[*CHOSEN, *KNOWN_TO_THE_PARTNER],
        target=SelectionState.ENDED,
        who=[*DEVELOPER_ROLES, Role.PARTNER_ADMINISTRATOR],
        by_clock=True,
        effects=[parties_follow],
        cascades=[cascades.end_early_access],
        leaves=True,
        event="selection.ended",
        label="End this selection",
        consequence="Early access ends now, or does not begin. No reason is asked for, and none is recorded.",
    )
    def end(self, context: StepContext) -> None:
        """End the selection without a reason. A partner that was never invited is not told."""


def instant(text: object) -> Any:
    """Return an instant from its text in conditions, or None."""
    return parse_datetime(str(text)) if text else None

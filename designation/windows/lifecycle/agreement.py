"""Agreement on a window: terms are proposed, countered and signed, or the window is declined or canceled."""

from __future__ import annotations

from designation.content.markings import nothing_above_the_ceiling
from designation.roles import Role, Side
from designation.windows import cascades, effects
from designation.windows.involvements import parties_follow
from designation.windows.lifecycle.states import BEING_AGREED, UNOPENED, State
from designation.windows.rules import windows as rules
from workflow.approvals import Quorum
from workflow.deadlines import Cancels, Sets
from workflow.guards import StepContext, reason_given
from workflow.models import Stateful
from workflow.steps import step

AGREEABLE = [rules.request_is_live, rules.standing_outcome_is_covered]
SIGNABLE = [rules.variant_is_covered, rules.dates_fit]
TERMS = [
    rules.terms_are_complete,
    rules.agencies_are_named,
    rules.agencies_can_sign,
    *SIGNABLE,
    nothing_above_the_ceiling,
]
EXPIRY = Sets("expiry", "expire", rules.opening)
CLOSING = Sets("closing", rules.close_or_expire, rules.closing)


class AgreementSteps(Stateful):
    """The steps before a window opens."""

    class Meta:
        abstract = True

    @step(
        source=State.DRAFT,
        target=State.PROPOSED,
        who=[Role.CERTIFYING_OFFICER],
        guards=AGREEABLE,
        checks=[*TERMS, rules.draft_was_read],
        reauthenticate=True,
        deadlines=[EXPIRY],
        effects=[
            effects.write_terms,
            effects.sign_terms,
            effects.show_the_log_to_both_sides,
            parties_follow,
        ],
        event="window.proposed",
        label="Sign and propose",
        asks_for=["terms"],
        hidden=True,
        consequence="You sign this version of the terms. The government can sign it, counter it or decline it.",
    )
    def propose(self, context: StepContext) -> None:
        """Sign the first version of the terms and send it to the government."""
        self._take_dates(context)

    @step(
        source=BEING_AGREED,
        target=State.PROPOSED,
        who=[Role.CERTIFYING_OFFICER],
        guards=AGREEABLE,
        checks=[*TERMS, rules.terms_differ],
        reauthenticate=True,
        deadlines=[EXPIRY],
        effects=[
            effects.write_terms,
            effects.sign_terms,
            effects.name_evaluators,
            parties_follow,
        ],
        cascades=[cascades.end_grants_of_the_dropped, cascades.ask_evaluators_again],
        event="window.revised",
        label="Sign a new version",
        asks_for=["terms"],
        hidden=True,
        consequence="You write and sign the next version. Signatures under the present version no longer count, and "
        "evaluators of an agency that it no longer names lose their place. The others have to accept the new version.",
    )
    def revise(self, context: StepContext) -> None:
        """Write and sign the next version of the terms."""
        self._take_dates(context)

    @step(
        source=State.PROPOSED,
        target=State.COUNTERED,
        who=[Role.REVIEWER],
        guards=AGREEABLE,
        checks=[*TERMS, rules.terms_differ],
        deadlines=[EXPIRY],
        effects=[effects.write_terms, effects.name_evaluators, parties_follow],
        cascades=[cascades.end_grants_of_the_dropped, cascades.ask_evaluators_again],
        event="window.countered",
        label="Counter with a new version",
        asks_for=["terms"],
        hidden=True,
        consequence="The developer reads your version beside the present one, and signs or revises it. Evaluators of "
        "an agency that it no longer names lose their place. The others have to accept the new version.",
    )
    def counter(self, context: StepContext) -> None:
        """Write the next version of the terms on the government's side."""
        self._take_dates(context)

    @step(
        source=State.COUNTERED,
        target=State.PROPOSED,
        who=[Role.CERTIFYING_OFFICER],
        guards=[*AGREEABLE, *SIGNABLE],
        reauthenticate=True,
        effects=[effects.sign_terms, parties_follow],
        event="window.terms_accepted",
        label="Sign the government's version",
        consequence="You sign the version that the government wrote. An agency that it adds takes part from then on.",
    )
    def accept_terms(self, context: StepContext) -> None:
        """Sign the government's version of the terms."""
        context.details["terms"] = self.terms.digest

    @step(
        source=State.PROPOSED,
        target=State.SCHEDULED,
        who=[Role.APPROVING_OFFICIAL],
        guards=[
            *AGREEABLE,
            *SIGNABLE,
            rules.not_the_terms_author,
            rules.not_an_evaluator_here,
        ],
        reauthenticate=True,
        quorum=Quorum(
            rules.every_agency_signs,
            "an approving official of each named agency, at least two people",
            sides=(Side.GOVERNMENT,),
        ),
        deadlines=[Cancels(("expiry",)), Sets("opening", "open", rules.opening), CLOSING],
        effects=[effects.sign_terms, effects.name_evaluators],
        event="window.approved",
        label="Sign the terms",
        consequence="You sign these terms for your agency. When all have signed, the window is scheduled.",
    )
    def approve(self, context: StepContext) -> None:
        """Sign the terms for the government. The window is then scheduled and its end is set."""
        self.ends_at = self.lowered(self.signed_end)
        context.details["terms"] = self.terms.digest

    @step(
        source=UNOPENED,
        target=State.DECLINED,
        who=[Role.APPROVING_OFFICIAL],
        checks=[reason_given, nothing_above_the_ceiling],
        effects=[parties_follow],
        cascades=[cascades.end_grants],
        leaves=True,
        event="window.declined",
        label="Decline",
        asks_for=["reason"],
        consequence="This window is not opened. The developer sees your reason and may propose another window.",
    )
    def decline(self, context: StepContext) -> None:
        """Decline the window. The developer sees the reason."""
        context.details["reason"] = context.inputs["reason"]

    @step(
        source=UNOPENED,
        target=State.CANCELED,
        by_clock=True,
        effects=[parties_follow],
        cascades=[cascades.end_grants],
        leaves=True,
        event="window.expired",
        label="Expire",
    )
    def expire(self, context: StepContext) -> None:
        """Cancel a window that was not agreed in time or never opened."""

    @step(
        source=UNOPENED,
        target=State.CANCELED,
        who=[*rules.DEVELOPERS, Role.PARTNER_ADMINISTRATOR],
        effects=[parties_follow],
        cascades=[cascades.end_grants],
        leaves=True,
        event="window.canceled",
        label="Cancel this window",
        consequence="This window is not opened. You can propose another one at any time.",
    )
    def cancel(self, context: StepContext) -> None:
        """Cancel a window that has not opened."""

    @step(
        source=State.DRAFT,
        target=State.CANCELED,
        who=rules.DEVELOPERS,
        sides=[Side.DEVELOPER],
        leaves=True,
        event="window.discarded",
        label="Discard this draft",
        consequence="This draft was never proposed. The government does not learn of it.",
    )
    def discard(self, context: StepContext) -> None:
        """Discard a draft that was never proposed. The government does not learn about it."""

    def _take_dates(self, context: StepContext) -> None:
        terms = self.normal_terms(context.inputs["terms"])
        self.opens_at, self.signed_end = self.dates_of(terms)
        self.ends_at = None
        context.details["terms_version"] = self.next_version_number()
        context.details["terms"] = self.digest_of(terms)

"""An access window: agreed by both sides, opened and closed by the clock, ended by the developer at any time.

What always holds: the stored end is the least of the signed end, the planned partner release and the model's 30 days,
and is only ever lowered; windows of one model never overlap; what a window gave ends at its end with every worker dead.
"""

from __future__ import annotations

from designation.content.markings import nothing_above_the_ceiling
from designation.policies import clocks
from designation.roles import Role
from designation.windows import cascades, effects, rules
from designation.windows.involvements import parties_follow
from designation.windows.lifecycle.states import BEING_AGREED, LIVE, UNOPENED, State
from workflow.approvals import Quorum
from workflow.deadlines import Cancels, Meets, Sets
from workflow.guards import StepContext, by_cascade, reason_given
from workflow.models import Stateful
from workflow.steps import step

AGREEABLE = [rules.request_is_live, rules.standing_outcome_is_covered]
SIGNABLE = [rules.variant_is_covered, rules.dates_fit]
TERMS = [rules.terms_are_complete, rules.agencies_are_named, *SIGNABLE, nothing_above_the_ceiling]
EXPIRY = Sets("expiry", "expire", rules.opening)
CLOSING = Sets("closing", rules.close_or_expire, rules.closing)


class WindowSteps(Stateful):
    """The machine of an access window."""

    State = State

    class Meta:
        abstract = True

    def content(self, step: str) -> dict[str, object]:
        """What signers sign: the digest of the present version of the terms."""
        return {"terms": self.terms.digest if self.terms else ""}

    @step(
        source=State.DRAFT,
        target=State.PROPOSED,
        who=[Role.CERTIFYING_OFFICER],
        guards=AGREEABLE,
        checks=[*TERMS, rules.draft_was_read],
        reauthenticate=True,
        deadlines=[EXPIRY],
        effects=[effects.write_terms, effects.sign_terms, parties_follow],
        event="window.proposed",
        label="Sign and propose",
        asks_for=["terms"],
        hidden=True,
        consequence="You sign this version of the terms. The government can sign it, counter it or decline it.",
    )
    def propose(self, context: StepContext) -> None:
        """Sign the first version of the terms and put it to the government."""
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
        cascades=[cascades.end_grants_of_the_dropped],
        event="window.revised",
        label="Sign a new version",
        asks_for=["terms"],
        hidden=True,
        consequence="You write and sign the next version. Signatures under the present version no longer count, and "
        "evaluators of an agency that it no longer names lose their place.",
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
        cascades=[cascades.end_grants_of_the_dropped],
        event="window.countered",
        label="Counter with a new version",
        asks_for=["terms"],
        hidden=True,
        consequence="The developer reads your version beside the present one, and signs or revises it. Evaluators of "
        "an agency that it no longer names lose their place.",
    )
    def counter(self, context: StepContext) -> None:
        """Write the next version of the terms for the government."""
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
            rules.of_a_named_agency,
            rules.not_the_terms_author,
            rules.not_an_evaluator_here,
        ],
        reauthenticate=True,
        quorum=Quorum(
            rules.every_agency_signs,
            "an approving official of each named agency, at least two people",
            audience="government",
        ),
        deadlines=[Cancels(("expiry",)), Sets("opening", "open", rules.opening), CLOSING],
        effects=[effects.sign_terms, effects.name_evaluators],
        event="window.approved",
        label="Sign the terms",
        consequence="You sign these terms for your agency. When all have signed, the window is scheduled.",
    )
    def approve(self, context: StepContext) -> None:
        """Sign the terms for the government; the window is scheduled and its end is fixed."""
        self.ends_at = self.lowered(self.signed_end)
        context.details["terms"] = self.terms.digest

    @step(
        source=UNOPENED,
        target=State.DECLINED,
        who=[Role.APPROVING_OFFICIAL],
        checks=[rules.of_a_named_agency, reason_given, nothing_above_the_ceiling],
        effects=[parties_follow],
        cascades=[cascades.end_grants],
        leaves=True,
        event="window.declined",
        label="Decline",
        asks_for=["reason"],
        consequence="This window is not opened. The developer sees your reason and may propose another window.",
    )
    def decline(self, context: StepContext) -> None:
        """Decline the window, with a reason that the developer sees."""
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
        """Let a window that was not agreed, or never opened, run out."""

    @step(
        source=State.SCHEDULED,
        target=State.OPEN,
        by_clock=True,
        guards=[
            rules.opening_time_has_come,
            *AGREEABLE,
            rules.both_sides_signed,
            rules.an_evaluator_is_ready,
        ],
        deadlines=[CLOSING],
        cascades=[cascades.start_the_thirty_days],
        event="window.opened",
        label="Open",
    )
    def open(self, context: StepContext) -> None:
        """Open the window: the model's 30 days run from its first opening."""
        self.opened_at = context.now
        self.ends_at = self.lowered(self.ends_at)
        context.details["ends_at"] = self.ends_at

    @step(
        source=[State.SCHEDULED, *LIVE],
        target=None,
        by_clock=True,
        guards=[by_cascade],
        deadlines=[CLOSING],
        event="window.trimmed",
        label="End earlier",
    )
    def trim(self, context: StepContext) -> None:
        """Lower the stored end because the planned partner release moved earlier."""
        self.ends_at = min(self.ends_at, max(self.as_instant(context.inputs["ends_at"]), context.now))
        context.details["ends_at"] = self.ends_at

    @step(
        source=State.OPEN,
        target=State.SUSPENDED,
        who=[*rules.DEVELOPERS, Role.INSIDER_RISK_OFFICER],
        checks=[reason_given, nothing_above_the_ceiling],
        effects=[effects.note_suspension],
        event="window.suspended",
        label="Suspend access",
        asks_for=["reason"],
        consequence="Access stops now. The days go on running. One person of each side has to agree to resume.",
    )
    def suspend(self, context: StepContext) -> None:
        """Stop access at once; the days run on."""
        context.details["reason"] = context.inputs["reason"]

    @step(
        source=State.SUSPENDED,
        target=State.OPEN,
        who=[*rules.DEVELOPERS, *rules.GOVERNMENTS],
        guards=[rules.not_over, *AGREEABLE, rules.has_no_access_to_regain],
        quorum=Quorum(rules.one_of_each_side, "one person of each side"),
        effects=[effects.note_resumption],
        event="window.resumed",
        label="Resume access",
        consequence="Access goes on until the same end as before, once one person of each side has agreed.",
    )
    def resume(self, context: StepContext) -> None:
        """Let access go on, by agreement of both sides."""

    @step(
        source=LIVE,
        target=State.CLOSED,
        who=[*rules.DEVELOPERS, Role.APPROVING_OFFICIAL],
        by_clock=True,
        guards=[rules.planned_end_has_come],
        deadlines=[Meets(("closing",)), Sets("disposition", "destroy", clocks.by_policy("disposition"))],
        cascades=[cascades.end_grants],
        leaves=True,
        event="window.closed",
        label="Close the window",
        consequence="Access ends now, for everybody, for good. What was shared is destroyed by the policy's date.",
    )
    def close(self, context: StepContext) -> None:
        """End access; the stored range shortens to what was used."""
        self.ends_at = min(self.ends_at, max(context.now, self.opened_at))
        self.closed_at = self.ends_at

    @step(
        source=State.CLOSED,
        target=State.DESTROYED,
        who=[Role.CERTIFYING_OFFICER, Role.SECURITY_CONTACT],
        by_clock=True,
        keeps_guards=True,
        event="window.destroyed",
        label="Destroy now",
        consequence="What was shared under this window is destroyed now. This cannot be undone.",
    )
    def destroy(self, context: StepContext) -> None:
        """Destroy what was shared. This version of the system holds no artifacts, and the entry says so."""
        context.details["destroyed"] = []
        context.details["note"] = "No artifact was held under this window; there was nothing to destroy."

    @step(
        source=UNOPENED,
        target=State.CANCELED,
        who=rules.DEVELOPERS,
        effects=[parties_follow],
        cascades=[cascades.end_grants],
        leaves=True,
        event="window.canceled",
        label="Cancel this window",
        consequence="This window is not opened. You can propose another one at any time.",
    )
    def cancel(self, context: StepContext) -> None:
        """Drop a window that has not opened."""

    @step(
        source=State.DRAFT,
        target=State.CANCELED,
        who=rules.DEVELOPERS,
        audience="developer",
        leaves=True,
        event="window.discarded",
        label="Discard this draft",
        consequence="This draft was never proposed. The government does not learn of it.",
    )
    def discard(self, context: StepContext) -> None:
        """Drop a draft that was never proposed; it stays the developer's own."""

    def _take_dates(self, context: StepContext) -> None:
        terms = self.normal_terms(context.inputs["terms"])
        self.opens_at, self.signed_end = self.dates_of(terms)
        self.ends_at = None
        context.details["terms_version"] = self.next_version_number()
        context.details["terms"] = self.digest_of(terms)

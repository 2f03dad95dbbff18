"""A plain model of the roster: who is who, and who sees what. No database, no steps."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.designation.sequences.moves import COUNT_AS
from tests.designation.sequences.partners.things import (
    BEFORE,
    GONE,
    KEEPERS,
    Covered,
    EarlyAccess,
    Named,
    Partner,
    Selection,
    request_of,
)
from tests.designation.sequences.plain import LEAD_AGENCY, Plain, Thing


class Roster(Plain):
    """The world as the plain model knows it."""

    def __init__(
        self, now: datetime, offices: dict[str, tuple[str, str]], roles: dict[str, set[str]]
    ) -> None:
        super().__init__(now, offices=offices, roles=roles)
        self.partners: list[Partner] = []
        self.covered: list[Covered] = []
        self.accounts: set[str] = set()

    def things(self) -> dict[str, Thing]:
        """Everything that has a state, by name."""
        found: list[Thing] = [*self.partners, *self.covered]
        for request in self.covered:
            found += request.below()
            found += [one for early in request.early() for one in early.named]
        return {thing.name: thing for thing in found}

    def selections(self) -> list[Selection]:
        """Every selection."""
        return [one for request in self.covered for one in request.selections]

    def twin(self, facts: str) -> Partner | None:
        """Return the partner of these facts that is on the roster or on its way there."""
        return next((one for one in self.partners if one.facts == facts and one.state not in GONE), None)

    # Who is who -------------------------------------------------------------------------------------------------

    def parties(self, matter: Any) -> dict[str, set[str]]:
        """Who sees a request, a board, a selection or an early access, and in which roles."""
        found = {}
        for key, (organization, office) in self.offices.items():
            counts = self.roles[key] & self._count(matter, key, organization, office)
            if counts and key not in request_of(matter).recused:
                found[key] = counts
        return found

    def _count(self, matter: Any, key: str, organization: str, office: str) -> set[str]:
        request, counts = request_of(matter), set()
        is_early = isinstance(matter, EarlyAccess)
        if organization == "developer":
            counts |= COUNT_AS["developer"]
        if organization == LEAD_AGENCY:
            counts |= COUNT_AS["lead"] | (COUNT_AS["named"] if isinstance(matter, Selection) else set())
        if organization in request.named and not is_early:
            counts |= COUNT_AS["named"]
        if isinstance(matter, Covered) and office in ("Cybersecurity Division", "Technology Security"):
            counts |= COUNT_AS["consulted"]
        selection = matter.selection if is_early else matter
        if isinstance(selection, Selection) and selection.partner.name == organization and selection.invited:
            counts |= {"partner_administrator"}
        if is_early and any(one.person == key and one.state != "ended" for one in matter.named):
            counts |= {"partner_evaluator"}
        return counts

    def roles_for(self, key: str, thing: Any) -> set[str]:
        """The roles in which somebody may act on a thing."""
        if isinstance(thing, Named):
            return self.parties(thing.early).get(key, set())
        if not isinstance(thing, Partner):
            return self.parties(thing).get(key, set())
        held, organization = self.roles[key], self.offices[key][0]
        counts = held & KEEPERS
        if "partner_administrator" in held:
            counts |= {"partner_administrator"} if organization == thing.name else set()
            counts |= {"sponsor"} if thing.sponsor and organization == thing.sponsor.name else set()
        return counts

    def side(self, key: str) -> str:
        """The side of somebody."""
        organization = self.offices[key][0]
        if organization in ("developer", "other"):
            return "developer"
        return "partner" if any(one.name == organization for one in self.partners) else "government"

    # Who sees what ----------------------------------------------------------------------------------------------

    def sees(self, key: str, partner: Partner) -> bool:
        """Whether somebody finds a partner on the roster."""
        held, organization = self.roles[key], self.offices[key][0]
        if held & KEEPERS:
            return True
        if held & {"certifying_officer", "approving_official"}:
            nominator = partner.nominated_by
            own = self.offices[nominator][0] == organization
            if partner.state == "active" or (own and "roster_administrator" not in self.roles[nominator]):
                return True
        if "partner_administrator" not in held:
            return False
        sponsored = partner.sponsor and partner.sponsor.name == organization and partner.state in BEFORE
        return partner.name == organization or bool(sponsored)

    def reads(self, key: str, early: EarlyAccess) -> bool:
        """Whether somebody may read what is shared in an early access now."""
        named = any(one.person == key and one.state == "active" for one in early.named)
        in_time = early.state == "open" and early.opens <= self.now < early.ends
        allowed = early.request.outcome == "covered" and key not in early.request.recused
        return named and in_time and allowed and early.selection.partner.is_standing(self.now)

    # Signatures -------------------------------------------------------------------------------------------------

    def about(self, thing: Any, step: str) -> tuple[Any, ...]:
        """The state and the content that a signature is about."""
        if isinstance(thing, Partner):
            if step in ("lift", "remove"):
                return thing.state, thing.reason
            if step == "decline":
                return thing.state, tuple(thing.checks), thing.answers
            return thing.state, tuple(thing.checks), thing.answers, thing.vouched_by
        return (thing.state, thing.ends) if isinstance(thing, EarlyAccess) else (thing.state,)

    def void_signatures(self) -> None:
        """Let no signature count whose content or state has changed, or whose signer is recused."""
        for thing in self.things().values():
            recused = set() if isinstance(thing, Partner) else request_of(thing).recused
            for step, given in thing.signed.items():
                about = self.about(thing, step)
                given[:] = [one for one in given if one.about == about and one.key not in recused]

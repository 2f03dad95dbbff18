"""Lets people act on the roster and on the plain model at once, and holds what came of it against each other."""

from __future__ import annotations

from typing import Any

from designation.demo import roster as demonstration
from designation.partners import actions as partners
from designation.partners import ending
from designation.people.models import Invitation
from tests.designation.sequences.partners import effects, reasons, things
from tests.designation.sequences.partners.choosing import Choosing
from tests.designation.sequences.partners.striking import strike
from tests.designation.sequences.partners.things import OVER
from workflow.errors import Refused

FACTS = {
    "hospital": demonstration.HOSPITAL, "bank": demonstration.BANK, "utility": demonstration.UTILITY,
    "town": demonstration.TOWN,
}  # fmt: skip


class Acting(Choosing):
    """What people do about partners outside of steps."""

    # The roster -------------------------------------------------------------------------------------------------

    def nominate(self, facts: str, key: str, *, sponsor: str = "", other_contact: bool = False) -> str:
        """Let somebody nominate an organization, perhaps with another contact; returns its name, if it was."""
        vouching: Any = self.plain.things().get(sponsor)
        wanted = reasons.why_not_nominated(self.plain, facts, key, vouching)
        number = 1 + sum(one.facts == facts for one in self.plain.partners)
        described = dict(FACTS[facts])
        if other_contact:
            described["contact_email"] = f"n{number}.{described['contact_email']}"
        row = self._created(
            wanted,
            lambda: partners.nominate(
                actor=self.actor(key),
                now=self.plain.now,
                sponsor=self.row(sponsor) if sponsor else None,
                **described,
            ),
        )
        if row is not None:
            partner = things.Partner(
                f"{facts}.{number}", "nominated", facts=facts, contact=row.contact_email, nominated_by=key,
                is_one_person=described["size"] == "one", sponsor=vouching,
            )  # fmt: skip
            self.plain.partners.append(partner)
            self._born(partner.name, row)
        self.look()
        return "" if row is None else partner.name

    def reconsider(self, name: str) -> None:
        """Let the contact of an organization ask that other people decide."""
        earlier: Any = self.plain.things()[name]
        wanted = reasons.why_not_reconsidered(self.plain, earlier)
        row = self._created(wanted, lambda: partners.reconsider(self.row(name), now=self.plain.now))
        if row is not None:
            number = 1 + sum(one.facts == earlier.facts for one in self.plain.partners)
            again = things.Partner(
                f"{earlier.facts}.{number}", "nominated", facts=earlier.facts, contact=earlier.contact,
                nominated_by=earlier.nominated_by, is_one_person=earlier.is_one_person, sponsor=earlier.sponsor,
                reconsiders=earlier,
            )  # fmt: skip
            self.plain.partners.append(again)
            self._born(again.name, row)
        self.look()

    def join(self, name: str, key: str = "") -> None:
        """Let the contact of a partner accept the invitation that the activation sent."""
        partner: Any = self.plain.things()[name]
        can = partner.invited_until is not None and self.plain.now < partner.invited_until
        can = can and partner.contact not in self.plain.accounts
        key = key or name
        invitation = Invitation.objects.get(organization=self.row(name).organization, roles_signed=True)
        self.world.now = self.plain.now
        person = self._created(
            None if can else {"any"}, lambda: demonstration.joined(self.world, invitation, key)
        )
        if person is not None:
            self.plain.accounts.add(partner.contact)
            self.plain.offices[key] = (name, "Main office")
            role = "partner_evaluator" if partner.is_one_person else "administrator"
            self.plain.roles[key] = {"partner_administrator", role}
        self.look()

    def workers_run(self) -> None:
        """Let the workers end what partners have that are no longer on the roster. Refused jobs are tried again."""
        for partner in self.plain.partners:
            if not partner.ends_what_it_has:
                continue
            partner.ends_what_it_has, partner.invited_until = False, None
            for selection in self.plain.selections():
                if selection.partner is partner and selection.state not in OVER:
                    strike(self.plain, selection, "end")
                    if selection.state not in OVER:
                        effects.take(self.plain, selection, "end", "clock")
            for _time in range(9):
                try:
                    row = self.row(partner.name)
                    ending.end_what_it_has(row, key=f"end {row.pk}", now=self.plain.now)
                    break
                except Refused:
                    continue
        self.look()

"""Lets people choose partners, name people and move releases, on the product and on the plain model at once."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from designation.models import Grant, Selection
from designation.partners import actions as partners
from designation.windows import actions as windows
from tests.designation.sequences.conditions import Asked
from tests.designation.sequences.partners import conditions, effects, reasons, things
from tests.designation.sequences.partners.comparing import Comparing, written
from tests.designation.sequences.partners.plain import Roster
from tests.designation.sequences.partners.striking import strike
from tests.designation.sequences.plain import Clock
from workflow.calendars import day_of
from workflow.ledger import canonical
from workflow.perform import perform

CONCLUSION = timedelta(days=180)


class Choosing(Comparing):
    """What people do about selections outside of steps."""

    # Selections -------------------------------------------------------------------------------------------------

    def propose(self, request: str, partner: str, asked: Asked) -> None:
        """Let somebody propose a partner; where one is proposed already, that is an amendment."""
        known: Any = self.plain.things()
        there, chosen = known[request], known[partner]
        earlier = next(
            (s for s in there.selections if s.partner is chosen and s.state in things.CHOSEN), None
        )
        if earlier:
            amends = Asked(asked.key, "amend", asked.inputs)
            wanted = self._all_or_nothing(lambda roster: _amend(roster, earlier.name, amends))
        else:
            wanted = reasons.why_not_proposed(self.plain, there, chosen, asked)
        row = self._created(
            wanted,
            lambda: partners.propose(
                self.row(request), actor=self.actor(asked.key), partner=self.row(partner), now=self.plain.now,
                conditions=written(asked.inputs["conditions"]),
            ),
        )  # fmt: skip
        if row is not None and not earlier:
            number = 1 + sum(one.partner is chosen for one in there.selections)
            selection = things.Selection(
                f"{request}:{partner}:{number}", "proposed", request=there, partner=chosen,
                conditions=asked.inputs["conditions"], side=self.plain.side(asked.key),
                proposed_by=asked.key,
            )  # fmt: skip
            effects.start(self.plain, selection, "proposal")
            there.selections.append(selection)
            self._born(selection.name, row)
        self.look()

    def agree(self, name: str, asked: Asked) -> None:
        """Let somebody agree for the partner and name people, all or nothing."""
        wanted = self._all_or_nothing(lambda roster: _agree(roster, name, asked))
        people = [self.world.people[key] for key in asked.inputs["people"]]
        self._created(
            wanted,
            lambda: partners.agree(
                self.row(name), actor=self.actor(asked.key, fresh=asked.fresh), people=people,
                accepted=asked.inputs["accepted"], now=self.plain.now,
            ) or True,
        )  # fmt: skip
        if not wanted:
            selection: Any = self.plain.things()[name]
            window = Selection.objects.get(pk=self.rows[name].pk).window
            self._born(selection.early.name, window)
            for one in selection.early.named:
                grant = Grant.objects.get(window=window, person=self.world.people[one.person])
                self._born(one.name, grant)
        self.look()

    def _all_or_nothing(self, ask: Callable[[Roster], set[str]]) -> set[str]:
        """Go on from what something leaves in the plain model, or, if there is a reason against it, from before."""
        tried = copy.deepcopy(self.plain)
        wanted = ask(tried)
        if not wanted:
            self.plain = tried
        return wanted

    def name_person(self, name: str, key: str, person: str) -> None:
        """Let somebody name one more person for an early access."""
        early: Any = self.plain.things()[name]
        wanted = reasons.why_not_named(self.plain, early, key, person)
        someone = self.world.people[person]
        row = self._created(
            wanted,
            lambda: windows.nominate(
                self.row(name), actor=self.actor(key), person=someone, now=self.plain.now
            ),
        )
        if row is not None:
            early.named.append(named(early, person))
            self._born(early.named[-1].name, row)
        self.look()

    # Requests ---------------------------------------------------------------------------------------------------

    def move_release(self, name: str, key: str, release: datetime) -> None:
        """Let somebody move the planned release to partners."""
        request: Any = self.plain.things()[name]
        later = release > request.release
        if request.is_live:
            strike(self.plain, request, everywhere=True)
        held = self.plain.roles[key] if self.plain.offices[key][0] == "developer" else set()
        who = {"certifying_officer"} if later else {"certifying_officer", "drafter", "security_contact"}
        wanted = set() if held & who else {"not_your_role"}
        if not wanted and later and any(early.state in things.LIVE for early in request.early()):
            wanted = {"early_access_live"}
        if not wanted and release == request.release:
            wanted = {"not_earlier"}
        model, step = self.row(name).model, "move_release_later" if later else "move_release_earlier"
        inputs = {"partner_release": canonical.instant(release), "public_release": ""}
        self._compare(
            lambda: perform(model, step, actor=self.actor(key), now=self.plain.now, inputs=inputs), wanted
        )
        if not wanted:
            self._released(request, key, release, later=later)
        self.look()

    def determine_anew(self, name: str) -> None:
        """Let the government determine, on new information, that a model is not covered; nobody may be recused."""
        self.strike(name)
        request: Any = self.plain.things()[name]
        if request.state != "covered" or request.reconsidered or request.recused:
            return
        self.world.now, row = self.plain.now, self.row(name)
        self.world.act(row, "seek_reconsideration", "dana", new_information="New.")
        self.world.act(row, "accept", "ines", lead=str(self.world.people["rosa"].pk))
        asked = row.consultations.filter(state="open").order_by("office__name")
        for consultation, key in zip(asked, ("cora", "omar"), strict=True):
            self.world.act(consultation, "concur", key)
        assessed = {"date": day_of(self.plain.now).isoformat(), "authority": "Director", "reference": "AR-2"}
        self.world.act(row, "recommend", "rosa", outcome="not_covered", **assessed)
        for key in ("dora", "cleo"):
            self.world.act(row, "determine_not_covered", key, sharing_text="")
        request.clocks.clear()
        strike(self.plain, request, everywhere=True)
        request.state, request.outcome, request.reconsidered = "not_covered", "not_covered", True
        request.clocks["conclusion"] = Clock(self.plain.now + CONCLUSION)
        effects.nothing_is_selected(self.plain, request, "cleo")
        self.look()

    def _released(self, request: Any, key: str, release: datetime, *, later: bool) -> None:
        request.release = release
        for early in request.early():
            if early.state == "scheduled":
                effects.take(self.plain, early, "move_opening", key)
                early.opens = release
                early.clocks["opening"] = Clock(release)
        board = request.board
        if board and board.state == "proposed" and not later and board.opens >= release:
            effects.take(self.plain, board, "cancel", key)


def _amend(roster: Roster, name: str, asked: Asked) -> set[str]:
    selection = roster.things()[name]
    strike(roster, selection, "amend")
    wanted = conditions.why_not(roster, selection, asked)
    if not wanted:
        effects.take(roster, selection, "amend", asked.key, asked.inputs)
    return wanted


def _agree(roster: Roster, name: str, asked: Asked) -> set[str]:
    selection: Any = roster.things()[name]
    strike(roster, selection, "agree")
    wanted = conditions.why_not(roster, selection, asked)
    if not wanted:
        effects.take(roster, selection, "agree", asked.key, asked.inputs)
        for key in asked.inputs["people"]:
            wanted = wanted or reasons.why_not_named(roster, selection.early, asked.key, key)
            selection.early.named.append(named(selection.early, key))
    return wanted


def named(early: Any, person: str) -> things.Named:
    """Return a person who was just named."""
    return things.Named(f"{early.name}/{person}.{len(early.named)}", "nominated", early=early, person=person)

"""What always holds about trusted partners, read from the database alone, whatever the plain model says."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from designation.access.models import Party
from designation.models import Grant, Partner, Selection, Window
from designation.partners.states import OVER
from designation.partners.terms import STANDING
from designation.windows.window_access import conditions, with_reasons
from workflow.models import Entry


def readable(requests: list[Any], now: datetime) -> list[Grant]:
    """Return the grants in early accesses of these requests under which somebody may read now."""
    named = Grant.objects.filter(window__request__in=requests, window__partner__isnull=False)
    lasting = named.exclude(state="ended").select_related("window__selection__partner")
    return [grant for grant in with_reasons(lasting, conditions(now)) if not grant.reasons]


def hold(requests: list[Any]) -> None:
    """Assert every promise about the selections of these requests. Raises: AssertionError."""
    selections = list(Selection.objects.filter(request__in=requests).select_related("window__terms"))
    _one_live_selection_of_each_pair(selections)
    _the_uninvited_find_nothing(selections)
    for selection in selections:
        if selection.window is not None:
            _all_three_signed_the_same(selection)
    _nobody_decides_again()


def early_access_is_open_by_right(grants: list[Grant], now: datetime) -> None:
    """Who reads does so for an active partner, under an agreed selection, between opening and end."""
    for grant in grants:
        window: Any = grant.window
        selection = window.selection
        partner = selection.partner
        assert (partner.state, selection.state, window.state) == ("active", "agreed", "open")
        assert partner.is_standing(now)
        assert window.opens_at <= now < window.ends_at <= window.signed_end


def _one_live_selection_of_each_pair(selections: list[Selection]) -> None:
    pairs = Counter((one.request_id, one.partner_id) for one in selections if one.state not in OVER)
    assert max(pairs.values(), default=0) <= 1


def _the_uninvited_find_nothing(selections: list[Selection]) -> None:
    """Nobody of a partner is a party, and no entry is open to its side, before the partner is invited."""
    uninvited = [one.log_id for one in selections if one.invited_at is None]
    assert not Party.objects.filter(matter__in=uninvited, side="partner").exists()
    assert not Entry.objects.filter(log__in=uninvited, sides__contains=["partner"]).exists()
    told = Entry.objects.filter(log__in=[one.log_id for one in selections], sides__contains=["partner"])
    first = told.order_by("log", "index").distinct("log").values_list("event", flat=True)
    assert set(first) <= {"selection.invited"}


def _all_three_signed_the_same(selection: Selection) -> None:
    """Developer, government and partner signed one digest, which is that of the agreed conditions."""
    window: Any = selection.window
    signatures = list(window.terms.signatures.all())
    assert sorted(one.side for one in signatures) == ["developer", "government", "partner"]
    assert {one.digest for one in signatures} == {window.terms.digest, Window.digest_of(window.terms.content)}
    invited = Entry.objects.get(log=selection.log_id, event="selection.invited")
    promised = dict(invited.details["conditions"])
    assert {name: window.terms.content[name] for name in promised} == promised
    assert set(window.terms.content) <= {*promised, *STANDING, "names"}
    concurred = Entry.objects.filter(log=selection.log_id, event="selection.concurred").latest("index")
    proposed = Entry.objects.filter(
        log=selection.log_id, event__in=["selection.proposed", "selection.amended"]
    )
    assert proposed.latest("index").details["conditions"] == promised
    assert proposed.latest("index").actor != concurred.actor


def _nobody_decides_again() -> None:
    """Whoever declined an organization neither signs nor decides about it once more."""
    for partner in Partner.objects.filter(reconsiders__isnull=False).select_related("reconsiders"):
        decided = Entry.objects.filter(
            log=partner.log_id,
            event__in=[
                f"partner.{name}" for name in ("activated", "declined", "activated.signed", "declined.signed")
            ],
        )
        deciders = {entry.actor for entry in decided}
        deciders |= {one["actor"] for entry in decided for one in entry.details.get("signers", [])}
        assert not deciders & set(partner.reconsiders.declined_by)

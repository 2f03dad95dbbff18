"""Records are entered by one person and verified by another, and one person has one account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from designation.demo.world import World
from designation.models import EligibilityRecord
from designation.people.actions import appointments
from designation.people.actions import organizations as accounts
from designation.roles import Role
from tests.designation.eligibility.conftest import asks, entered, verified
from tests.designation.walking import fresh, refused
from workflow import clock

As = Callable[[World, str], Client]


def test_nobody_verifies_what_they_entered_or_what_is_about_themselves(present: World) -> None:
    record = entered(present, "eve", "training", by="nora")
    assert refused(lambda: present.act(record, "verify", "nora")) == ("entered_it",)
    about_neil = entered(present, "neil", "training", by="nora")
    assert refused(lambda: present.act(about_neil, "verify", "neil")) == ("about_yourself",)
    present.act(record, "verify", "neil")
    assert fresh(record).state == "verified"


def test_people_of_other_organizations_do_not_know_of_it(present: World, as_person: As) -> None:
    record = entered(present, "eve", "training")
    address = reverse("eligibility_record", args=[record.number])
    for key in ("gwen", "maya", "eve", "olga", "abel"):
        assert as_person(present, key).get(address).status_code == 404, key
    assert as_person(present, "neil").get(address).status_code == 200
    assert refused(lambda: present.act(record, "verify", "gwen")) == ("not_your_role",)


@pytest.mark.parametrize(
    ("kind", "facts", "codes"),
    [
        ("identity", {"reference": ""}, {"reference_missing"}),
        ("training", {"expires_at": None}, {"expiry_missing"}),
        ("citizenship", {}, {"value_missing"}),
        ("clearance", {"value": "us_citizen"}, {"value_missing"}),
        ("conflict", {"value": "holdings"}, {"with_whom_missing"}),
    ],
)
def test_each_kind_states_what_it_needs(
    present: World, kind: str, facts: dict[str, object], codes: set[str]
) -> None:
    assert set(refused(lambda: entered(present, "eve", kind, **facts))) == codes
    assert not EligibilityRecord.objects.exists()


def test_what_is_over_is_not_entered(present: World) -> None:
    yesterday = clock.now() - timedelta(days=1)
    assert refused(lambda: entered(present, "eve", "training", expires_at=yesterday)) == ("expiry_past",)


@pytest.mark.parametrize("again", ["PIV 4711", "piv-4711", " ＰＩＶ 4711 "])
def test_a_second_account_has_the_same_identity(present: World, again: str) -> None:
    verified(present, "eve", "identity", reference="PIV 4711")
    assert refused(lambda: entered(present, "ravi", "identity", reference=again)) == ("second_account",)


def test_two_accounts_of_one_person_never_hold_two_signing_roles(present: World) -> None:
    asks(present, identity_roles=[Role.APPROVING_OFFICIAL])
    verified(present, "ravi", "identity", reference="PIV 4711")

    def propose() -> Any:
        person, nora = present.people["rosa"], present.actor("nora")
        return appointments.propose(person, actor=nora, role=Role.APPROVING_OFFICIAL, now=present.now)

    assert refused(propose) == ("identity_not_verified",)
    assert refused(lambda: entered(present, "rosa", "identity", reference="piv4711")) == ("second_account",)
    verified(present, "rosa", "identity", reference="PIV 4712")
    proposed = propose().subject
    present.act(proposed, "activate", "neil")
    assert fresh(proposed).state == "active"


def test_a_closed_account_does_not_open_again_beside_a_new_one(present: World) -> None:
    verified(present, "eve", "identity", reference="PIV 4711")
    accounts.close_account(present.people["eve"], actor=present.actor("nora"))
    verified(present, "ravi", "identity", reference="PIV 4711")
    assert refused(lambda: accounts.reopen_account(present.people["eve"], actor=present.actor("nora"))) == (
        "second_account",
    )


def test_the_clock_ends_a_record_and_tells_everybody(present: World) -> None:
    record = verified(present, "eve", "training")
    present.now = record.expires_at
    present.strike(record)
    assert fresh(record).state == "expired"


def test_pages_from_entering_to_verifying(present: World, as_person: As) -> None:
    nora, neil = as_person(present, "nora"), as_person(present, "neil")
    assert "Enter a record" in nora.get(reverse("eligibility")).content.decode()
    expires = (clock.now() + timedelta(days=90)).strftime("%m/%d/%Y 17:00")
    sent = {
        "person": str(present.people["eve"].pk),
        "kind": "training",
        "evidence": "Certificate 12, HR files",
    }
    refused_page = nora.post(reverse("eligibility_enter"), sent)
    assert refused_page.status_code == 409
    assert "Say when it expires." in refused_page.content.decode()
    assert "Certificate 12, HR files" in refused_page.content.decode()
    made = nora.post(reverse("eligibility_enter"), sent | {"expires_at": expires})
    assert made.status_code == 302, made.content.decode()
    record = EligibilityRecord.objects.get()
    assert "somebody else must verify it" in nora.get(made["Location"]).content.decode()
    assert "An eligibility record waits" in neil.get(reverse("desk")).content.decode()
    assert "An eligibility record waits" not in nora.get(reverse("desk")).content.decode()
    step = reverse("eligibility_step", args=[record.number, "verify"])
    page = neil.get(step).content.decode()
    assert "Certificate 12, HR files" in page
    assert neil.get(reverse("eligibility")).status_code == 200
    eve = as_person(present, "eve").get(reverse("own_eligibility")).content.decode()
    assert "Waits to be verified" in eve
    assert neil.get(reverse("person_eligibility", args=[present.people["eve"].pk])).status_code == 200
    gwen = as_person(present, "gwen")
    assert gwen.get(reverse("person_eligibility", args=[present.people["eve"].pk])).status_code == 404

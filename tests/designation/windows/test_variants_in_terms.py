"""Terms are about one of the variants that their request covers: offered by name and kind, judged when one signs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from designation.demo import world as demonstration
from designation.demo.world import World, variant_added
from designation.models import Policy, Request, TermsVersion, Variant, Window
from tests.designation.tabs import field
from tests.designation.walking import catch_up, fresh, refused, window_in
from tests.designation.windows.conftest import Open
from tests.overwriting import overwrite, unguarded

AsPerson = Callable[[World, str], Client]


def pages(client: Client, window: Window) -> dict[str, str]:
    number = window.request.number
    addresses = {
        "page": reverse("window", args=[number, window.number]),
        "compare": reverse("window_compare", args=[number, window.number, window.terms.number]),
    }
    return {name: client.get(address).content.decode() for name, address in addresses.items()}


def test_the_only_variant_is_filled_in(draft: Window) -> None:
    assert draft.draft_terms["variant"] == str(draft.request.model.variants.get().pk)


def test_the_choices_are_the_requests_own_by_name_and_kind(
    present: World, covered: Request, opened: Open
) -> None:
    variant_added(present, covered, "RC-2", "checkpoint")
    present.act(covered.model, "add_variant", "dana", name="Side project", kind="checkpoint")
    window = window_in(present, covered, "draft")
    tab = opened("dana", window)
    shown = field(tab.client.get(tab.address), "variant")
    assert "RC-2 (checkpoint)</label>" in shown
    assert "Production</label>" in shown
    assert "Side project" not in shown
    assert "checked" not in shown


def test_a_variant_that_is_added_later_can_be_chosen(
    present: World, covered: Request, draft: Window, opened: Open, complete: dict[str, Any]
) -> None:
    later = variant_added(present, covered, "Evaluation build", "reduced_safeguards")
    assert opened("carl", draft).type(variant=str(later.pk), **complete).sign().status_code == 302
    assert fresh(draft).terms.content["variant"] == str(later.pk)


@pytest.mark.parametrize("step", ["propose", "revise", "counter"])
def test_a_variant_that_is_not_the_requests_is_refused_with_a_sentence(
    present: World, covered: Request, step: str
) -> None:
    present.act(covered.model, "add_variant", "dana", name="Side project", kind="checkpoint")
    other = covered.model.variants.get(name="Side project")
    window = window_in(present, covered, "draft" if step == "propose" else "proposed")
    content = demonstration.terms(
        present, window, opens=present.wait(days=1), ends=present.wait(days=2), variant=str(other.pk)
    )
    key = "ravi" if step == "counter" else "carl"
    present.wait(days=-3)
    assert refused(lambda: present.act(window, step, key, terms=content)) == ("variant_not_covered",)


@pytest.mark.parametrize(
    ("state", "step", "key"), [("proposed", "approve", "abel"), ("countered", "accept_terms", "carl")]
)
def test_what_stopped_being_covered_is_not_signed(
    present: World, covered: Request, state: str, step: str, key: str
) -> None:
    window = window_in(present, covered, state)
    overwrite(Request.objects.filter(pk=covered.pk), variants=[])
    assert refused(lambda: present.act(window, step, key)) == ("variant_not_covered",)


def test_pages_name_the_variant_in_words(present: World, covered: Request, as_person: AsPerson) -> None:
    variant: Variant = variant_added(present, covered, "RC-2", "checkpoint")
    window = window_in(present, covered, "countered", variant=str(variant.pk))
    catch_up(present)
    for key in ("carl", "ravi", "arno"):
        assert "RC-2 (checkpoint)" in pages(as_person(present, key), window)["page"]


def test_the_comparison_names_both_variants(present: World, covered: Request, as_person: AsPerson) -> None:
    variant = variant_added(present, covered, "RC-2", "checkpoint")
    window = window_in(present, covered, "proposed")
    present.act(window, "counter", "ravi", terms=window.terms.content | {"variant": str(variant.pk)})
    catch_up(present)
    shown = pages(as_person(present, "carl"), window)["compare"]
    for word in ("Production", "RC"):
        assert word in shown
    assert str(variant.pk) not in shown


@pytest.mark.parametrize(
    ("kind", "words"), [("production", "Production"), ("reduced_safeguards", "Reduced safeguards")]
)
def test_terms_that_named_a_kind_alone_stay_readable(
    present: World, covered: Request, as_person: AsPerson, kind: str, words: str
) -> None:
    window = window_in(present, covered, "proposed")
    with unguarded(TermsVersion):
        old = TermsVersion.objects.create(
            window=window, number=2, content=window.terms.content | {"variant": kind}, digest="d" * 64,
            author=present.people["carl"], side="developer", at=present.now,
        )  # fmt: skip
    overwrite(Window.objects.filter(pk=window.pk), terms=old)
    catch_up(present)
    window = fresh(window)
    assert f"<dd>{words}</dd>" in pages(as_person(present, "ravi"), window)["page"]


def test_a_policy_under_which_a_variant_needs_its_own_request_adds_none(
    present: World, covered: Request
) -> None:
    overwrite(Policy.objects.all(), values=present.policy.values | {"new_variant_needs_request": True})
    assert refused(lambda: variant_added(present, covered, "RC-2", "checkpoint")) == (
        "variant_needs_request",
    )

"""Drafts of terms save themselves; who wrote or signed terms has no other hand in the matter."""

from collections.abc import Callable

from django.test import Client

from designation.demo.world import World
from designation.models import Request
from designation.windows import actions as windows
from tests.designation.walking import catch_up, fresh, refused, window_in

AsPerson = Callable[[World, str], Client]


def test_who_signed_or_wrote_any_terms_of_the_matter_does_not_evaluate_in_it(
    present: World, covered: Request
) -> None:
    from designation.roles import Role
    from tests.designation.walking import appoint

    appoint(present, "abel", Role.EVALUATOR)
    appoint(present, "ravi", Role.EVALUATOR)
    window_in(present, covered, "scheduled", opens_in=1, days=2)
    second = window_in(present, covered, "countered", opens_in=5, days=2)
    for key in ("abel", "ravi"):
        person = present.people[key]
        codes = refused(
            lambda p=person: windows.nominate(second, actor=present.actor("rosa"), person=p, now=present.now)
        )
        assert codes == ("signed_here",)


def test_a_draft_saves_itself_and_keeps_what_others_wrote(
    present: World, covered: Request, as_person: AsPerson
) -> None:
    window = window_in(present, covered, "draft")
    catch_up(present)
    address = f"/requests/{covered.number}/windows/{window.number}/terms/"
    pages = [(as_person(present, key), as_person(present, key).get(address)) for key in ("dana", "carl")]
    for (client, page), (name, text) in zip(
        pages, (("logs", "Dana's words"), ("retention", "Carl's words")), strict=True
    ):
        typed = {
            k: v or "" for k, v in page.context["form"].initial.items() if k in page.context["form"].fields
        }
        answer = client.post(address, typed | {name: text}, headers={"X-Autosave": "1"})
        assert answer.status_code == 200
    kept = fresh(window).draft_terms
    assert (kept["logs"], kept["retention"]) == ("Dana's words", "Carl's words")


def test_a_marking_in_terms_is_refused(present: World, covered: Request) -> None:
    window = window_in(present, covered, "draft")
    codes = refused(
        lambda: windows.save_draft(window, actor=present.actor("dana"), content={"logs": "TOP SECRET//SI"})
    )
    assert codes == ("above_the_ceiling",)
    assert fresh(window).draft_terms["logs"] == ""

"""Nobody lifts what stands against themselves, names themselves, or signs terms where they evaluate or wrote terms."""

from designation.demo.world import World
from designation.models import Request
from designation.roles import Role
from designation.windows import actions as windows
from tests.designation.walking import appoint, fresh, refused, window_in
from workflow.models import Approval


def test_nobody_lifts_their_own_suspension(present: World, covered: Request) -> None:
    appoint(present, "eve", Role.REVIEWER)
    grant = window_in(present, covered, "open", opens_in=0.1).grants.get()
    present.act(grant, "suspend", "sam", reason="A signal.")
    assert refused(lambda: present.act(grant, "resume", "eve")) == ("own_suspension",)
    assert not Approval.objects.filter(subject_id=grant.pk).exists()


def test_nobody_who_would_read_again_lets_access_go_on(present: World, covered: Request) -> None:
    appoint(present, "eve", Role.REVIEWER)
    window = window_in(present, covered, "suspended", opens_in=0.1)
    assert refused(lambda: present.act(window, "resume", "eve")) == ("own_access",)
    present.act(window.grants.get(), "end", "eve")
    assert refused(lambda: present.act(window, "resume", "eve")) == ("developer_missing",)


def test_nobody_names_themselves(present: World, covered: Request) -> None:
    appoint(present, "eve", Role.REVIEWER)
    window = window_in(present, covered, "proposed")
    eve = present.people["eve"]
    own = refused(lambda: windows.nominate(window, actor=present.actor("eve"), person=eve, now=present.now))
    assert own == ("names_oneself",)
    assert not window.grants.exists()


def could_sign(window: object) -> set[str]:
    return set(fresh(window).could_sign().values_list("person__name", flat=True))


def test_who_evaluated_in_a_window_before_signs_none_after_it(present: World, covered: Request) -> None:
    appoint(present, "eve", Role.APPROVING_OFFICIAL)
    present.act(window_in(present, covered, "open", opens_in=0.1, days=2), "close", "carl")
    later = window_in(present, covered, "proposed", opens_in=0.2, days=3)
    assert refused(lambda: present.act(later, "approve", "eve")) == ("evaluates_here",)
    assert could_sign(later) == {"Abel Ortiz", "Arno Becker", "Vera Lund"}


def test_who_wrote_terms_of_a_window_before_signs_none_after_it(present: World, covered: Request) -> None:
    appoint(present, "ravi", Role.APPROVING_OFFICIAL)
    present.act(window_in(present, covered, "countered"), "cancel", "carl")
    later = window_in(present, covered, "proposed")
    assert refused(lambda: present.act(later, "approve", "ravi")) == ("wrote_the_terms",)
    assert could_sign(later) == {"Abel Ortiz", "Arno Becker", "Vera Lund"}

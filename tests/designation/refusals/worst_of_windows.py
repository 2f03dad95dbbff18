"""Ways to ask for a step of a window or a grant so badly that its guards and checks refuse, many at once."""

from typing import Any

from designation.demo.world import World, terms
from designation.models import Window
from designation.roles import Role
from tests.designation.refusals.of_windows import granted
from tests.designation.refusals.worst_of_requests import EMPTY_AND_MARKED, IN_WORDS, MARKED, Table, Way, asked
from tests.designation.walking import appoint, fresh, request_in, window_in
from tests.overwriting import overwrite, unguarded
from workflow.models import Deadline

OVER = "request_over not_covered"
BAD_TERMS = "terms_incomplete no_agency dates_reversed above_the_ceiling"


def window(state: str, step: str, key: str, *attempts: dict[str, Any]) -> Way:
    """Return a way that asks for a step of a window in a state."""
    return lambda world: asked(
        world, window_in(world, request_in(world, "covered"), state), step, key, *attempts
    )


def outliving(world: World, state: str) -> Window:
    """Return a window in a state whose request is over and was never determined.

    No step leads there: whatever ends a request ends its windows. So the window is hung under another request.
    """
    row = window_in(world, request_in(world, "covered"), state)
    over = request_in(world, "withdrawn", "Juniper")
    overwrite(Window.objects.filter(pk=row.pk), request=over, model=over.model)
    with unguarded(Deadline):
        Deadline.objects.filter(subject_id=row.pk).delete()
    return fresh(row)


def versions(state: str, step: str, key: str) -> Way:
    """Return a way that asks for a new version of the terms: once with bad terms, once with the present ones."""

    def way(world: World) -> set[str]:
        row = outliving(world, state)
        bad = terms(world, row, opens=world.now, ends=world.now, logs=" ", agencies=[], retention=MARKED)
        return asked(world, row, step, key, {"terms": bad}, {"terms": row.present_terms})

    return way


def once_it_opens(state: str, step: str, key: str) -> Way:
    """Return a way that asks at the opening instant."""

    def way(world: World) -> set[str]:
        row = outliving(world, state)
        world.now = row.opens_at
        return asked(world, row, step, key)

    return way


def opening_unsigned(world: World) -> set[str]:
    row = outliving(world, "scheduled")
    overwrite(Window.objects.filter(pk=row.pk), terms=None)
    return asked(world, row, "open", "clock")


def resuming_at_the_end(world: World) -> set[str]:
    appoint(world, "eve", Role.REVIEWER)
    own = window_in(world, request_in(world, "covered", "Borage"), "suspended")
    by_an_evaluator = asked(world, own, "resume", "eve")
    row = outliving(world, "suspended")
    world.now = row.ends_at
    return by_an_evaluator | asked(world, row, "resume", "sam")


# Grants ---------------------------------------------------------------------------------------------------------


def of_an_agency_no_longer_named(state: str, step: str, key: str) -> Way:
    """Return a way that asks for a step of a grant where the terms do not name the evaluator's agency.

    No step leads there: terms that drop an agency end its people's grants. So the terms are put aside.
    """

    def way(world: World) -> set[str]:
        row, grant = granted(world, state)
        nsa_alone = {"agencies": [str(world.organizations["nsa"].pk)]}
        overwrite(Window.objects.filter(pk=row.pk), terms=None, draft_terms=nsa_alone)
        return asked(world, grant, step, key)

    return way


def asking_again(world: World) -> set[str]:
    _window, grant = granted(world, "active")
    return asked(world, grant, "ask_again", "clock")


def suspending(world: World) -> set[str]:
    _row, grant = granted(world, "active")
    return asked(world, grant, "suspend", "sam", *EMPTY_AND_MARKED)


def ending_for_another_agency(world: World) -> set[str]:
    _row, grant = granted(world, "active")
    return asked(world, grant, "end", "abel")


TABLE: Table = {
    ("Window", "propose"): (versions("draft", "propose", "carl"), f"{OVER} {BAD_TERMS} sign_in_again"),
    ("Window", "revise"): (
        versions("proposed", "revise", "carl"),
        f"{OVER} {BAD_TERMS} sign_in_again terms_unchanged",
    ),
    ("Window", "counter"): (versions("proposed", "counter", "ravi"), f"{OVER} {BAD_TERMS} terms_unchanged"),
    ("Window", "accept_terms"): (
        once_it_opens("countered", "accept_terms", "carl"),
        f"{OVER} opens_in_the_past sign_in_again",
    ),
    ("Window", "approve"): (
        once_it_opens("proposed", "approve", "abel"),
        f"{OVER} opens_in_the_past sign_in_again",
    ),
    ("Window", "decline"): (window("proposed", "decline", "abel", *EMPTY_AND_MARKED), IN_WORDS),
    ("Window", "open"): (opening_unsigned, f"{OVER} too_early not_signed"),
    ("Window", "trim"): (
        window("scheduled", "trim", "clock", {"ends_at": "2100-01-01T00:00:00Z"}),
        "only_as_consequence",
    ),
    ("Window", "suspend"): (window("open", "suspend", "sam", *EMPTY_AND_MARKED), IN_WORDS),
    ("Window", "resume"): (resuming_at_the_end, f"{OVER} window_over own_access"),
    ("Grant", "concur"): (of_an_agency_no_longer_named("nominated", "concur", "carl"), "not_eligible"),
    ("Grant", "activate"): (
        of_an_agency_no_longer_named("concurred", "activate", "eli"),
        "not_eligible conditions_not_accepted",
    ),
    ("Grant", "ask_again"): (
        asking_again,
        "only_as_consequence",
    ),
    ("Grant", "suspend"): (suspending, IN_WORDS),
    ("Grant", "end"): (ending_for_another_agency, "another_agencys_evaluator"),
    ("Grant", "resume"): (
        of_an_agency_no_longer_named("suspended", "resume", "eli"),
        "not_eligible own_suspension",
    ),
}

"""Every part of the site that decides whether an appointment counts changes its answer at the instant of its end."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client

from designation.access import parties
from designation.access.models import Party
from designation.demo.world import World
from designation.models import Appointment, Request
from designation.notifications import directory
from designation.people.actions import appointments
from designation.people.in_effect import as_sql
from designation.roles import Role
from tests.designation.walking import request_in
from workflow import clock
from workflow.mail import Message

TICK = timedelta(microseconds=1)
ROLE = Role.CERTIFYING_OFFICER
FROZEN = """
CREATE SCHEMA IF NOT EXISTS frozen;
CREATE OR REPLACE FUNCTION frozen.clock_timestamp() RETURNS timestamptz LANGUAGE sql
  AS $$ SELECT current_setting('frozen.at')::timestamptz $$;
"""


@contextmanager
def database_clock_at(instant: datetime) -> Iterator[None]:
    """Let the database's clock stand still, so that the site's clock shows this instant."""
    at = (instant - clock.offset()).isoformat()
    with connection.cursor() as cursor:
        cursor.execute(FROZEN)
        cursor.execute("SELECT set_config('frozen.at', %s, true)", [at])
        cursor.execute("SET LOCAL search_path = frozen, pg_catalog, public")
        yield
        cursor.execute("SET LOCAL search_path = public")


@pytest.fixture
def request_filed(present: World) -> Request:
    return request_in(present, "submitted")


@pytest.fixture
def officer(present: World, request_filed: Request) -> Appointment:
    """Dana, a drafter, is a certifying officer of her company as well, until tomorrow."""
    person, until = present.people["dana"], clock.now() + timedelta(days=1)
    held = appointments.propose(person, actor=present.actor("maya"), role=ROLE, until=until).subject
    appointments.sign(held, actor=present.actor("miles"))
    return Appointment.objects.get(pk=held.pk)


@pytest.fixture
def delegated(present: World, officer: Appointment) -> Appointment:
    """Her role is delegated to Sam for longer than she holds it herself."""
    until = clock.now() + timedelta(days=2)
    to = present.people["sam"]
    held = appointments.delegate(
        officer, actor=present.actor("maya"), to=to, until=until, instrument="File 12/7"
    ).subject
    appointments.sign(held, actor=present.actor("miles"))
    return Appointment.objects.get(pk=held.pk)


def answers(held: Appointment, request: Request) -> dict[str, bool]:
    """Return what each part of the site says about whether this appointment counts now."""
    person, organization, every = held.person, held.organization, Appointment.objects
    reader = Client()
    reader.force_login(person)
    message = Message(
        log_id=request.log_id,
        machine=Request.machine(),
        subject_id=request.pk,
        event="window.countered",
        audience="certifying",
        template="task",
    )

    def roles(row: object) -> set[str]:
        return {one.role for one in type(row).with_roles(person.pk).get(pk=row.pk).held_roles}  # type: ignore[attr-defined]  # every row here is a machine's

    def by_hand() -> bool:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT %s IN ({as_sql(every.in_effect())})", [held.pk])
            return bool(cursor.fetchone()[0])

    def as_party() -> bool:
        parties.refresh(request.log_id)
        return ROLE in Party.objects.get(matter=request.log_id, person=person).roles

    ways: dict[str, Callable[[], bool]] = {
        "in effect": lambda: every.in_effect().filter(pk=held.pk).exists(),
        "held by": lambda: held in every.held_by(person.pk),
        "holds": lambda: every.holds(person.pk, ROLE),
        "held in": lambda: held in every.held_in(organization, by=person.pk),
        "counts now": lambda: held.counts_now,
        "held by the person": lambda: held in held.held_by_the_person(),
        "in the organization": lambda: ROLE in roles(organization),
        "in the matter": lambda: ROLE in roles(request),
        "by hand": by_hand,
        "parties in effect": lambda: Party.in_effect(request.log_id, [ROLE]).filter(person=person).exists(),
        "as a party": as_party,
        "told by mail": lambda: person in directory.audience(message),
        "in the person menu": lambda: ROLE.label in reader.get("/about/").context["person_menu"]().roles,
    }
    return {name: way() for name, way in ways.items()}


@pytest.mark.parametrize("which", ["officer", "delegated"])
@pytest.mark.parametrize(("after", "counts"), [(-TICK, True), (0 * TICK, False), (TICK, False)])
def test_at_the_end(
    request: pytest.FixtureRequest,
    request_filed: Request,
    officer: Appointment,
    which: str,
    after: timedelta,
    counts: bool,
) -> None:
    held: Appointment = request.getfixturevalue(which)
    assert officer.until is not None
    with database_clock_at(officer.until + after):
        assert clock.now() == officer.until + after
        assert {name for name, found in answers(held, request_filed).items() if found != counts} == set()


def test_in_sql_as_in_python_for_every_appointment(present: World, officer: Appointment) -> None:
    appointments.end(officer, actor=present.actor("maya"))
    with connection.cursor() as cursor:
        cursor.execute(as_sql(Appointment.objects.in_effect()))
        by_hand = {row[0] for row in cursor.fetchall()}
    counting = set(Appointment.objects.in_effect().values_list("pk", flat=True))
    assert by_hand == counting
    assert officer.pk not in counting
    assert len(counting) == Appointment.objects.count() - 1

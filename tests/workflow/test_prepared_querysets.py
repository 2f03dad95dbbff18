"""A prepared method finds what its queryset finds, for the values of each call, and is compiled once."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Count, F, Q
from django.db.models.expressions import RawSQL
from django.db.models.sql.compiler import SQLCompiler
from django.test.utils import CaptureQueriesContext

from tests.workflow.toy.making import new_bulb, new_lamp
from tests.workflow.toy.models import Bulb, Holding, Lamp
from workflow import clock
from workflow.sql.prepared_queries import NotAParameter
from workflow.sql.prepared_querysets import prepared_queryset

pytestmark = pytest.mark.django_db


@prepared_queryset("id")
def holdings(lamp):
    return Holding.objects.filter(lamp_id=lamp.pk).order_by("role")


@prepared_queryset("id", person=uuid.UUID)
def holdings_of(lamp, person, *roles):
    found = Holding.objects.filter(lamp_id=lamp.pk, person=person)
    return found.filter(role__in=roles) if roles else found


@prepared_queryset(people=list[uuid.UUID])
def held_by(people):
    return Holding.objects.filter(person__in=people).order_by("role")


@pytest.fixture
def lamp():
    lamp = new_lamp()
    anna, ben = uuid.uuid4(), uuid.uuid4()
    for person, role in ((anna, "keeper"), (anna, "guest"), (ben, "guest")):
        Holding.objects.create(lamp_id=lamp.pk, person=person, role=role, side="house")
    lamp.anna, lamp.ben = anna, ben
    return lamp


@pytest.fixture
def compiled(monkeypatch):
    """Count how often the ORM compiles a query."""
    count = []
    original = SQLCompiler.as_sql

    def as_sql(self, *args, **kwargs):
        count.append(self.query)
        return original(self, *args, **kwargs)

    monkeypatch.setattr(SQLCompiler, "as_sql", as_sql)
    return count


def plain(lamp):
    return Holding.objects.filter(lamp_id=lamp.pk).order_by("role")


ASKED = {
    "rows": list,
    "how many": len,
    "count": lambda rows: rows.count(),
    "whether": bool,
    "exists": lambda rows: rows.exists(),
    "first": lambda rows: rows.first(),
    "filtered": lambda rows: list(rows.filter(role="guest")),
    "filtered by several": lambda rows: list(rows.filter(role__in=["keeper", "owner"])),
    "filtered to none": lambda rows: list(rows.filter(role__in=[])),
    "excluded": lambda rows: list(rows.exclude(role="guest").exclude(side="")),
    "in part of a word": lambda rows: list(rows.filter(role__icontains="ee")),
    "of one name": lambda rows: list(rows.filter(role__iexact="KEEPER")),
    "by an expression": lambda rows: list(rows.filter(Q(role="guest") | Q(side="none"))),
    "null": lambda rows: list(rows.filter(office=None)),
    "in order": lambda rows: list(rows.order_by("-role", "person").values_list("role", "person")),
    "flat": lambda rows: list(rows.values_list("role", flat=True)),
    "a slice": lambda rows: list(rows[1:]),
    "one": lambda rows: rows[0],
    "the last": lambda rows: rows.last(),
    "a subquery": lambda rows: list(Holding.objects.filter(pk__in=rows.values("pk"), role="keeper")),
    "as a value": lambda rows: Holding.objects.filter(pk__in=rows).count(),
    "annotated": lambda rows: list(rows.annotate(other=F("role")).values_list("other", flat=True)),
}  # fmt: skip


@pytest.mark.parametrize("asked", ASKED)
def test_whatever_is_asked_is_answered_as_the_queryset_answers(asked, lamp):
    other = new_lamp()
    Holding.objects.create(lamp_id=other.pk, person=lamp.ben, role="keeper", side="")
    for _ in range(2):
        for one in (lamp, other):
            assert ASKED[asked](holdings(one)) == ASKED[asked](plain(one))


@pytest.mark.parametrize(
    "asked", ["rows", "count", "exists", "first", "filtered", "filtered by several", "flat"]
)
def test_it_is_compiled_once(asked, lamp, compiled):
    ASKED[asked](holdings(new_lamp()))
    compiled.clear()
    ASKED[asked](holdings(lamp))
    assert compiled == []


def test_each_call_has_its_own_values(lamp):
    assert [one.role for one in holdings_of(lamp, lamp.ben)] == ["guest"]
    assert holdings_of(lamp, lamp.anna).count() == 2
    assert [one.role for one in holdings_of(lamp, lamp.anna, "keeper")] == ["keeper"]
    assert not holdings_of(new_lamp(), lamp.anna).exists()
    assert [one.role for one in held_by([lamp.ben])] == ["guest"]
    assert [one.role for one in held_by({lamp.ben, lamp.anna})] == ["guest", "guest", "keeper"]
    assert list(held_by([])) == []


def test_an_id_may_be_given_as_its_text(lamp, compiled):
    rows = holdings(lamp)
    assert [one.role for one in rows.filter(person=str(lamp.ben))] == ["guest"]
    compiled.clear()
    assert rows.filter(person=str(lamp.anna)).count() == rows.filter(person=lamp.anna).count() == 2
    assert [one.person for one in holdings(lamp).filter(person=str(lamp.anna))] == [lamp.anna, lamp.anna]
    assert not holdings(lamp).filter(office=str(lamp.anna)).exists()


def test_what_is_no_id_is_refused_as_the_queryset_refuses_it(lamp):
    for _ in range(2):
        with pytest.raises(ValidationError):
            holdings(lamp).filter(person="nobody").exists()


def test_equal_rows_are_counted_as_the_queryset_counts_them(lamp):
    @prepared_queryset("id")
    def roles(lamp):
        return Holding.objects.filter(lamp_id=lamp.pk).values_list("role").distinct()

    @prepared_queryset("id")
    def holders(lamp):
        held = Holding.objects.filter(lamp_id=lamp.pk).values("role")
        return held.annotate(people=Count("person")).values_list("role", "people")

    assert (roles(lamp).count(), roles(lamp).exists(), len(roles(lamp))) == (2, True, 2)
    assert (holders(lamp).count(), sorted(holders(lamp))) == (2, [("guest", 2), ("keeper", 1)])


def test_nobody_is_not_a_value(lamp):
    assert list(holdings_of(lamp, None)) == []
    assert list(holdings_of(lamp, person=None).filter(role="guest")) == []


def test_found_rows_are_found_once(lamp):
    rows = holdings(lamp)
    with CaptureQueriesContext(connection) as caught:
        assert (len(rows), len(list(rows)), bool(rows), rows[0].role) == (3, 3, True, "guest")
    assert len(caught) == 1


def test_rows_of_a_related_manager_have_their_owner_at_hand(lamp):
    @prepared_queryset("id")
    def bulbs(lamp):
        return lamp.bulbs.filter(state="whole")

    new_bulb(lamp)
    for _ in range(2):
        [bulb] = bulbs(lamp)
        with CaptureQueriesContext(connection) as caught:
            assert bulb.lamp is lamp
        assert len(caught) == 0
    assert list(bulbs(new_lamp())) == []


def test_results_follow_the_clock(lamp, settings):
    @prepared_queryset("id", since=datetime)
    def later(lamp, since):
        now = RawSQL(clock.sql(), [])
        return Lamp.objects.filter(pk=lamp.pk).annotate(now=now).filter(now__gt=since)

    soon = clock.now() + timedelta(hours=1)
    assert not later(lamp, soon).exists()
    clock.advance(timedelta(hours=2))
    assert later(lamp, soon).exists()
    settings.WORKFLOW_TIME_TRAVEL = False
    assert not later(lamp, soon).exists()


def test_a_value_that_is_more_than_a_parameter_is_refused(lamp):
    @prepared_queryset(role=str)
    def shouted(role):
        return Holding.objects.filter(role=role.upper())

    @prepared_queryset(role=str)
    def twice(role):
        return Holding.objects.filter(Q(role=role) | Q(office=f"office of {role}"))

    for method in (shouted, twice):
        with pytest.raises(NotAParameter, match="role"):
            list(method("guest"))


def test_a_field_that_is_not_named_is_refused(lamp):
    @prepared_queryset("id")
    def wired_alike(lamp):
        return Lamp.objects.filter(wiring=lamp.wiring)

    with pytest.raises(NotAParameter, match="wired_alike reads a field that it does not name"):
        list(wired_alike(lamp))


def test_a_method_that_asks_the_database_is_refused(lamp):
    @prepared_queryset("id")
    def others(lamp):
        held = list(Holding.objects.filter(lamp_id=lamp.pk))
        return Lamp.objects.exclude(pk__in=[one.lamp_id for one in held])

    with pytest.raises(NotAParameter, match="asks the database"):
        list(others(lamp))


def test_a_method_that_can_find_nothing_finds_nothing(lamp):
    @prepared_queryset("id")
    def none(lamp):
        return Bulb.objects.filter(lamp=lamp.pk, state__in=[])

    assert (list(none(lamp)), none(lamp).exists(), none(lamp).first(), none(lamp).count()) == (
        [],
        False,
        None,
        0,
    )


def test_a_row_may_have_its_id_as_text(lamp):
    assert [row.role for row in holdings(Lamp(id=str(lamp.pk)))] == ["guest", "guest", "keeper"]


def test_a_row_among_the_other_arguments_is_read_anew(lamp):
    @prepared_queryset("id")
    def sharing_a_side(lamp, other):
        return Holding.objects.filter(lamp_id=lamp.pk, side=other.side)

    holding = Holding.objects.filter(lamp_id=lamp.pk).first()
    assert sharing_a_side(lamp, holding).count() == 3
    holding.side = "nobody's"
    assert sharing_a_side(lamp, holding).count() == 0

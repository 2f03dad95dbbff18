"""Begin a real site: register the organization that operates it, and its first two operators in two offices.

Nobody can sign in to an empty site, so a command does this (`manage.py begin`). Everything is one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction

from designation.content.names import latin_name, plain_address, plain_name, readable_name
from designation.people.actions.organizations import install_operator, register
from designation.people.models import Appointment, Office, Organization, Person, Site, normal_address
from designation.people.rules import beginning as rules
from designation.roles import Side
from workflow import clock
from workflow.errors import Refused
from workflow.guards import CLOCK, Refusal, StepContext, Verdict, refusals, refusals_in
from workflow.perform import perform

NUMBERS = (1, 2)
FIELDS = (
    "organization",
    "short_name",
    *(f"{part}_{number}" for number in NUMBERS for part in ("name", "email", "office")),
)
"""What has to be answered, in the order in which it is asked."""
STORED = {
    "organization": (Organization, "name"),
    "short_name": (Organization, "short_name"),
    "name": (Person, "name"),
    "email": (Person, "email"),
    "office": (Office, "name"),
}
"""Where each answer is stored."""


def begin(answers: Mapping[str, str], *, now: datetime | None = None) -> list[Person]:
    """Register the operating organization with its first two operators, and return the two. They have no password.

    Raises: Refused, with every unmet condition. In that case nothing is created.
    """
    told = {field: _stored_form(field, answers.get(field, "")) for field in FIELDS}
    with transaction.atomic():
        _alone()
        if found := [*why_not(), *problems(told)]:
            raise Refused(found)
        organization = register(
            actor=CLOCK,
            name=told["organization"],
            short_name=told["short_name"],
            side=Side.OPERATOR,
            office=told["office_1"],
            now=now,
        )
        inputs = {"kind": str(Site.Kind.REAL), "office": told["office_2"]}
        perform(organization, "begin_site", actor=CLOCK, inputs=inputs, now=now)
        operators = []
        for number in NUMBERS:
            office = organization.offices.get(name=told[f"office_{number}"])
            person = Person.objects.create_user(
                told[f"email_{number}"], name=told[f"name_{number}"], office=office
            )
            install_operator(person, now=now)
            operators.append(person)
    return operators


def why_not() -> list[Refusal]:
    """Return why this site cannot begin: it has begun, or it is a demonstration."""
    found = refusals([rules.site_has_not_begun], Organization(side=Side.OPERATOR), _context({}))
    if not found and Organization.objects.exists():
        return [
            Refusal("site_begun", "This database holds organizations already, so no site can begin in it.")
        ]
    return found


def problems(answers: Mapping[str, str]) -> list[Refusal]:
    """Return everything that is wrong with the answers, each with the field that it is about."""
    told = {field: _stored_form(field, answers.get(field, "")) for field in FIELDS}
    found = [
        replace(refusal, about=field) for field in FIELDS for refusal in _problems_of(field, told[field])
    ]
    wrong = {refusal.about for refusal in found}
    between = [rules.operators_have_two_mailboxes, rules.operators_have_two_offices]
    compared = refusals(between, None, _context(told))
    return found + [refusal for refusal in compared if refusal.about not in wrong]


def without_password() -> list[Person]:
    """Return the operators who have not set a password yet, by name."""
    held = Appointment.objects.in_effect().filter(pk__in=Appointment.operators().values("pk"))
    people = Person.objects.filter(pk__in=held.values("person"), is_active=True).order_by("name", "pk")
    return [person for person in people if not person.has_usable_password()]


def note_links(operators: Iterable[Person], *, now: datetime | None = None) -> None:
    """Record that new links are printed for these operators: a way in never opens without an entry."""
    for organization in Organization.objects.filter(side=Side.OPERATOR, state="active"):
        people = sorted(str(one.pk) for one in operators if one.organization.pk == organization.pk)
        if people:
            perform(organization, "note_links", actor=CLOCK, inputs={"people": people}, now=now)


def _alone() -> None:
    """Wait until no other transaction begins this site."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('site begins', 0))")


def _stored_form(field: str, answer: str) -> str:
    return normal_address(answer) if field.startswith("email") else plain_name(answer)


def _context(told: Mapping[str, str]) -> StepContext:
    return StepContext(CLOCK, clock.now(), inputs=told)


def _problems_of(field: str, answer: str) -> Iterator[Refusal]:
    """Yield what is wrong with one answer by itself."""
    part = field if field in STORED else field.rpartition("_")[0]
    checks: dict[str, Callable[[str], Verdict]] = {"name": readable_name, "email": _address}
    yield from refusals_in([checks.get(part, latin_name)(answer)])
    model, name = STORED[part]
    longest = model._meta.get_field(name).max_length or 0
    if len(answer) > longest:
        yield Refusal("too_long", f"Use at most {longest} characters.")


def _address(answer: str) -> Verdict:
    try:
        validate_email(answer)
    except ValidationError:
        return Refusal("address_malformed", "This is not an email address.")
    return plain_address(answer)

"""Which organization can be nominated. `context.proposed` is the partner."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from designation.content.names import latin_name, plain_address, readable_name
from designation.directory.fields import Category
from designation.directory.states import STATES
from designation.partners.sizes import SIZES
from workflow.guards import Pass, Refusal, StepContext, Verdict, refusals_in

RESERVED = "Roster administrators nominate organizations, and so do the people who sign for a developer or an agency."


def names_are_plain(_nothing: Any, context: StepContext) -> Verdict:
    """The names of the organization and its place must be in Latin letters, and the contact's name readable."""
    new = context.proposed
    found = [latin_name(new.name, "name"), latin_name(new.city, "city")]
    if new.suborganization:
        found.append(latin_name(new.suborganization, "suborganization"))
    found.append(readable_name(new.contact_name, "contact_name"))
    return tuple(refusals_in(found))


def state_is_one(_nothing: Any, context: StepContext) -> Verdict:
    """A state or territory is given by its two letters."""
    if context.proposed.us_state in STATES:
        return Pass()
    return Refusal("state_unknown", "Give the state or territory by its two letters.", about="us_state")


def category_and_size_are_known(_nothing: Any, context: StepContext) -> Verdict:
    """The category and the size must be ones that the roster has."""
    new = context.proposed
    found = []
    if new.category not in Category.values:
        found.append(Refusal("category_unknown", "Choose a category.", about="category"))
    if new.size not in dict(SIZES):
        found.append(Refusal("size_unknown", "Choose a size.", about="size"))
    return tuple(found)


def contact_has_an_address(_nothing: Any, context: StepContext) -> Verdict:
    """The contact must have an email address in plain letters."""
    address = context.proposed.contact_email
    try:
        validate_email(address)
    except ValidationError:
        return Refusal(
            "contact_malformed", "Enter an email address, such as name@example.gov.", about="contact_email"
        )
    plain = plain_address(address)
    return (
        Pass()
        if plain == Pass()
        else Refusal(
            "contact_malformed", "Enter an email address without accents or special letters.", "contact_email"
        )
    )


def is_not_nominated_yet(_nothing: Any, context: StepContext) -> Verdict:
    """An organization is on the roster, or on its way there, once. Its name, part and place tell it apart."""
    if context.proposed.twin() is None:
        return Pass()
    return Refusal(
        "nominated_already",
        "This organization cannot be nominated now.",
        about="name",
    )


def sponsor_is_active(_nothing: Any, context: StepContext) -> Verdict:
    """A sponsor must be an active partner."""
    sponsor = context.proposed.sponsor
    if sponsor is None or sponsor.state == "active":
        return Pass()
    return Refusal("sponsor_not_active", "Choose a sponsor that is an active partner.", about="sponsor")


def is_reconsidered_once(_nothing: Any, context: StepContext) -> Verdict:
    """A declined organization may ask once that other people decide."""
    earlier = context.proposed.reconsiders
    if earlier is None:
        return Pass()
    if earlier.state == "declined" and earlier.reconsiders_id is None and not earlier.reconsidered.exists():
        return Pass()
    return Refusal(
        "reconsidered_already", "You can ask for other people to decide only once, and you already asked."
    )

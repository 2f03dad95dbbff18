"""Rules about a model's release plan and its thirty days."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from designation.content.names import readable_name
from designation.roles import Side
from workflow.guards import Pass, Refusal, StepContext, Verdict

THIRTY_DAYS = timedelta(hours=30 * 24)
"""The limit of Order §3(b)(ii), counted from the model's first opening. It cannot be configured."""

READERS = ("named", "us_persons", "us_citizens")
"""Whom a developer can let read about a variant (`models.Readers`)."""
NOT_AN_ORIGINAL = Refusal("not_an_original", "Choose an earlier model of your organization.")


def moves_earlier(model: Any, context: StepContext) -> Verdict:
    """The new partner release must be earlier than the present one.

    The change takes effect immediately, and any developer-side person may make it.
    """
    wanted = model.as_instant(context.inputs.get("partner_release"))
    present = model.planned_partner_release_at
    if wanted is None:
        return Refusal("date_missing", "Give the new planned date.", about="partner_release")
    if present is not None and wanted >= present:
        reason = "This date is not earlier than the present one. Moving it later is another step."
        return Refusal("not_earlier", reason, about="partner_release")
    return Pass()


def moves_later(model: Any, context: StepContext) -> Verdict:
    """The new partner release must be later than the present one.

    The change does not make any window longer.
    """
    wanted = model.as_instant(context.inputs.get("partner_release"))
    present = model.planned_partner_release_at
    if wanted is None:
        return Refusal("date_missing", "Give the new planned date.", about="partner_release")
    if present is None or wanted <= present:
        return Refusal("not_later", "This date is not later than the present one.", about="partner_release")
    return Pass()


def public_follows_partners(model: Any, context: StepContext) -> Verdict:
    """The planned public release must not come before the planned release to partners."""
    partner = model.as_instant(context.inputs.get("partner_release")) or model.planned_partner_release_at
    public = model.as_instant(context.inputs.get("public_release")) or model.planned_public_release_at
    if partner is None or public is None or public >= partner:
        return Pass()
    reason = "The planned public release cannot come before the release to partners."
    return Refusal("public_before_partners", reason, about="public_release")


def is_not_linked_yet(model: Any, _context: StepContext) -> Verdict:
    """A model can be linked only once, and only before it has windows or later registrations."""
    if model.same_as_id is not None:
        return Refusal("linked_already", "This model is linked to its earlier registration already.")
    if model.windows.exists() or model.registered_again.exists():
        return Refusal("in_use", "This model has windows or later registrations of its own.")
    return Pass()


def earlier_registration_is_own(model: Any, context: StepContext) -> Verdict:
    """The earlier registration must belong to the same developer and must not be linked to another one itself."""
    if model.possible_originals().filter(pk=context.inputs.get("original") or None).exists():
        return Pass()
    return NOT_AN_ORIGINAL


def variant_is_named(model: Any, context: StepContext) -> Verdict:
    """A variant needs a name that is unique within its model, and any weights digest must be 64 hexadecimal digits."""
    name = str(context.inputs.get("name", "")).strip()
    digest = str(context.inputs.get("weights_digest", "")).strip()
    if not name:
        return Refusal("variant_unnamed", "Give the variant a name.")
    if model.all_variants().filter(name__iexact=name).exists():
        return Refusal("variant_name_taken", "This model has a variant of that name already.")
    if digest and not (len(digest) == 64 and all(c in "0123456789abcdefABCDEF" for c in digest)):
        return Refusal(
            "digest_malformed", "A SHA-256 digest is 64 hexadecimal digits. Leave it empty if there is none."
        )
    return Pass()


def readers_are_known(_model: Any, context: StepContext) -> Verdict:
    """Who may read about a variant is one of the known rules. Without one, anyone who is named may."""
    if str(context.inputs.get("readers") or "named") in READERS:
        return Pass()
    return Refusal("readers_unknown", "Choose who may read about it.", about="readers")


def variant_is_of_the_model(model: Any, context: StepContext) -> Verdict:
    """The rule is set for a variant of this model, and it is a known one."""
    variants = {str(one.pk) for one in model.all_variants()}
    if str(context.inputs.get("variant_to_restrict")) not in variants:
        return Refusal("no_such_variant", "Choose a variant of this model.", about="variant_to_restrict")
    return readers_are_known(model, context)


def registers_as_a_developer(developer: Any, _context: StepContext) -> Verdict:
    """Only developers register models."""
    if developer.side == Side.DEVELOPER:
        return Pass()
    return Refusal("not_a_developer", "Only developers register models.")


def codename_is_given(_developer: Any, context: StepContext) -> Verdict:
    """A model is registered under a codename."""
    if context.proposed.codename:
        return Pass()
    return Refusal("codename_missing", "Give the new model a codename.", about="codename")


def codename_is_readable(_developer: Any, context: StepContext) -> Verdict:
    """A codename must be readable, and must not carry a marking above the system's authorized level."""
    codename = context.proposed.codename
    return readable_name(codename, "codename") if codename else Pass()


def codename_is_free(developer: Any, context: StepContext) -> Verdict:
    """A developer's models have different codenames, regardless of upper and lower case."""
    codename = context.proposed.codename
    if readable_name(codename) != Pass() or not developer.models.filter(codename__iexact=codename).exists():
        return Pass()
    reason = "Your organization has a model of this codename already."
    return Refusal("codename_taken", reason, about="codename")

"""The form for a policy draft, with every value that the policy may set.

A draft may be incomplete. What is missing is reported before signing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from designation.content.drafts import fingerprint
from designation.people.models import Office
from designation.policies.application import SECTIONS
from designation.policies.clauses import clauses, clauses_of
from designation.policies.in_words import office_name
from designation.policies.models import (
    CLOCKS,
    LONGEST_SOURCE,
    NOTICES,
    NUMBERS,
    OF_PROOFS,
    PROOFS,
    READERS_NEED,
    REMINDED,
    Policy,
    witness_problems,
)
from designation.roles import Role, Side
from designation.web.fields import DayField, EasternTimeField, NumberField, Paragraph
from designation.web.shown_fields import as_typed, in_one_line, out_of_one_line
from workflow import clock

PARTS = (
    ("When and who", "", ("effective_at", "lead_agency", "consultees")),
    ("Clocks", "A request follows the version under which it was submitted.", tuple(f"clock_{k}" for k in CLOCKS)),
    ("Reminders", "Days before the end, such as “5, 1”. Empty: no reminder.", tuple(f"remind_{k}" for k in REMINDED)),
    ("Numbers of people and rounds", "", tuple(name for name in NUMBERS if name not in OF_PROOFS)),
    ("Proving who one is", "", ("strong_roles", "proof_methods", *OF_PROOFS)),
    ("Who may read", "Verified by the people’s own organization.", ("readers_need", "identity_roles")),
    ("The application", "", ("required_sections", "new_variant_needs_request")),
    ("Trusted partners", "", ("partner_checks",)),
    ("The register", "Whoever relies on the record trusts less to us where others watch us.", ("witnesses",)),
    ("Words of notices", "", tuple(f"notice_{name}" for name in NOTICES)),
)  # fmt: skip

LONGEST_CHECK, MOST_CHECKS = 160, 20
MEANWHILE = (
    "Somebody else changed this meanwhile. Yours is still here; save again to put it in the place of theirs."
)


class ClosureForm(forms.Form):
    """A day on which federal offices are closed, and what says so."""

    day = DayField(
        label="Day",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="A business day that lies ahead, for example 12/24/2026.",
    )
    source = forms.CharField(
        label="Source",
        max_length=LONGEST_SOURCE,
        widget=Paragraph(attrs={"rows": 3}),
        help_text="The executive order or the announcement: its number or title, who gave it, and its date.",
    )


class DaysField(forms.CharField):
    """Whole numbers of days, separated by commas. The value is a list, largest first."""

    def clean(self, value: Any) -> list[int]:
        """Return the numbers without duplicates."""
        found = str(super().clean(value)).replace(",", " ").split()
        if not all(word.isascii() and word.isdecimal() and 0 < int(word[:9]) <= 366 for word in found):
            raise ValidationError("Give whole numbers of days between 1 and 366, with commas between.")
        return sorted({int(word) for word in found}, reverse=True)


class WitnessesField(forms.CharField):
    """Verifier keys of witnesses, one per line."""

    def clean(self, value: Any) -> list[str]:
        """Return the keys. Raises: ValidationError, if a line is not a valid key."""
        keys = str(super().clean(value)).split()
        if problems := witness_problems(keys):
            raise ValidationError([f"{problem[:1].upper()}{problem[1:]}." for problem in problems])
        return keys


class LinesField(forms.CharField):
    """One text per line. The value is a list without empty lines and duplicates."""

    def clean(self, value: Any) -> list[str]:
        """Return the lines."""
        lines = (" ".join(line.split()) for line in str(super().clean(value)).splitlines())
        found = list(dict.fromkeys(line for line in lines if line))
        if any(len(line) > LONGEST_CHECK for line in found) or len(found) > MOST_CHECKS:
            raise ValidationError(
                f"Write at most {MOST_CHECKS} checks of at most {LONGEST_CHECK} characters each."
            )
        return found


class PolicyForm(forms.Form):
    """All values of a draft, with its effective date."""

    effective_at = EasternTimeField(
        required=False,
        label="In effect from",
        help_text="Requests submitted from then on follow this version. It has to lie ahead at the last signature.",
    )
    lead_agency = forms.ChoiceField(required=False, label="Agency that determines")
    consultees = forms.MultipleChoiceField(
        required=False, label="Offices that are consulted", widget=forms.CheckboxSelectMultiple
    )
    required_sections = forms.MultipleChoiceField(
        required=False,
        label="Sections that have to be complete before submission",
        choices=[(section.name, section.title) for section in SECTIONS],
        widget=forms.CheckboxSelectMultiple,
    )
    new_variant_needs_request = forms.BooleanField(
        required=False, label="A new variant needs a request of its own"
    )
    strong_roles = forms.MultipleChoiceField(
        required=False,
        label="Roles that need a passkey or an authenticator app",
        help_text="Whoever holds one of these roles sets one up before they can open any other page.",
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    proof_methods = forms.MultipleChoiceField(
        required=False,
        label="Proofs that count for a signature",
        help_text="Choose at least one. Recovery codes never count.",
        choices=list(PROOFS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    readers_need = forms.MultipleChoiceField(
        required=False,
        label="What everybody who reads shared content needs",
        help_text="Whoever lacks one of these cannot open a page from the day on which this version is in effect.",
        choices=list(READERS_NEED.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    identity_roles = forms.MultipleChoiceField(
        required=False,
        label="Roles given only to people of verified identity",
        help_text="Two accounts of one person have the same identity, so that nobody signs as two people.",
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    witnesses = WitnessesField(
        required=False,
        max_length=4000,
        label="Witnesses whose cosignatures are wanted",
        help_text="The verifier key that each witness printed when it was made, one a line. Empty: none is wanted.",
        widget=Paragraph(attrs={"rows": 4, "spellcheck": "false", "autocapitalize": "off"}),
    )
    partner_checks = LinesField(
        required=False,
        max_length=4000,
        label="Checks before an organization becomes a trusted partner",
        help_text="One check a line. They are published with the criteria.",
        widget=Paragraph(attrs={"rows": 6}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=8000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Office.objects.filter(organization__side=Side.GOVERNMENT, organization__state="active")
        offices = offices.select_related("organization").order_by(
            "organization__folded", "organization__name", "folded", "name"
        )
        agencies = {str(o.organization_id): o.organization.name for o in offices}
        self.fields["lead_agency"].choices = [("", "Choose an agency"), *agencies.items()]  # type: ignore[attr-defined]  # a field with choices
        self.fields["consultees"].choices = [(str(o.pk), office_name(o)) for o in offices]  # type: ignore[attr-defined]  # a field with choices
        for kind, label in CLOCKS.items():
            self.fields[f"clock_{kind}"] = NumberField(label=f"Clocks: {label}", min_value=1, max_value=366)
        for kind, label in REMINDED.items():
            self.fields[f"remind_{kind}"] = DaysField(
                label=f"Reminders: {label.partition(' (')[0]}", required=False, max_length=60
            )
        for name, (label, least, most) in NUMBERS.items():
            self.fields[name] = NumberField(label=label, min_value=least, max_value=most)
        for name, label in NOTICES.items():
            self.fields[f"notice_{name}"] = forms.CharField(
                label=label, widget=Paragraph(attrs={"rows": 5}), max_length=2000
            )

    def parts(self) -> Iterator[tuple[str, str, list[BoundField]]]:
        """Yield each group of fields with its heading and an explanation."""
        for title, why, names in PARTS:
            yield title, why, [self[name] for name in names]

    def clean(self) -> dict[str, Any]:
        """Refuse a newly typed effective date that is in the past."""
        typed = super().clean() or {}
        at = typed.get("effective_at")
        is_new = at and self.shown().get("effective_at") != fingerprint(clauses({}, at)["effective_at"])
        if is_new and at < clock.now():
            self.add_error("effective_at", "Give an effective date that lies ahead.")
        return typed

    def values(self) -> dict[str, Any]:
        """Return the values in the form that a policy stores."""
        typed = self.cleaned_data
        before = self.initial.get("consultees", [])
        return {
            "lead_agency": typed["lead_agency"],
            "consultees": before if set(before) == set(typed["consultees"]) else sorted(typed["consultees"]),
            "clocks": {kind: typed[f"clock_{kind}"] for kind in CLOCKS},
            "reminders": {kind: typed[f"remind_{kind}"] for kind in REMINDED},
            "required_sections": [
                section.name for section in SECTIONS if section.name in typed["required_sections"]
            ],
            "new_variant_needs_request": typed["new_variant_needs_request"],
            "strong_roles": [role for role in Role.values if role in typed["strong_roles"]],
            "proof_methods": [name for name in PROOFS if name in typed["proof_methods"]],
            "readers_need": [name for name in READERS_NEED if name in typed["readers_need"]],
            "identity_roles": [role for role in Role.values if role in typed["identity_roles"]],
            "witnesses": typed["witnesses"],
            "partner_checks": typed["partner_checks"],
            "notices": {name: typed[f"notice_{name}"] for name in NOTICES},
            **{name: typed[name] for name in NUMBERS},
        }

    def shown(self) -> dict[str, str]:
        """Return the fingerprints of the clauses that the page showed."""
        return out_of_one_line(self.cleaned_data.get("seen", ""))

    def meet(self, policy: Policy, conflicts: Collection[str]) -> None:
        """Show the present draft, but keep this person's input in the clauses that both people changed.

        The page then carries the fingerprints of the present clauses, so saving again replaces the other
        person's text.
        """
        data, present = self.data.copy(), initial(policy)
        for name in self.fields.keys() - set(conflicts) - {"seen"}:
            data.setlist(name, as_typed(self.fields[name], present[name]))
        data["seen"] = seen(policy)
        self.data = data
        for name in conflicts:
            self.add_error(name, MEANWHILE)


def seen(policy: Policy) -> str:
    """Return the fingerprints of a version's clauses in the format of the hidden form field."""
    found = clauses_of(policy)
    names = [name for _title, _why, group in PARTS for name in group]
    return in_one_line({name: fingerprint(found.get(name)) for name in names})


def initial(policy: Policy) -> dict[str, Any]:
    """Return the form's initial values."""
    return {
        "effective_at": policy.effective_at,
        "lead_agency": policy.value("lead_agency"),
        "consultees": policy.value("consultees"),
        "required_sections": policy.value("required_sections"),
        "new_variant_needs_request": policy.flag("new_variant_needs_request"),
        "strong_roles": policy.value("strong_roles"),
        "proof_methods": policy.value("proof_methods"),
        "readers_need": policy.value("readers_need"),
        "identity_roles": policy.value("identity_roles"),
        "witnesses": "\n".join(policy.value("witnesses")),
        "partner_checks": "\n".join(policy.value("partner_checks")),
        **{f"clock_{kind}": policy.days(kind) for kind in CLOCKS},
        **{f"remind_{kind}": ", ".join(map(str, policy.reminders(kind))) for kind in REMINDED},
        **{name: policy.number_of(name) for name in NUMBERS},
        **{f"notice_{name}": policy.value("notices").get(name, "") for name in NOTICES},
    }

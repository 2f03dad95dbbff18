"""Forms of the people pages. Forms only parse input; the actions decide what is allowed."""

import uuid
from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from designation.people.models import Invitation, Office, Organization, Person
from designation.people.sensitive_roles import sensitive_roles
from designation.roles import HELD_BY, Role, Side
from designation.web.fields import EasternTimeField, Paragraph

MAX_FILE_BYTES = 200_000


def new_key() -> str:
    """Return a new idempotency key, so that submitting a form more than once acts only once."""
    return str(uuid.uuid4())


def role_choices(organization: Organization) -> list[tuple[str, str]]:
    """Return the roles of the organization's side. The labels say which roles two people must sign."""
    held = HELD_BY[organization.side]
    return [
        (r.value, f"{r.label} (two people sign)" if r in sensitive_roles() else str(r.label))
        for r in Role
        if r in held
    ]


class RegisterForm(forms.Form):
    """A new organization."""

    name = forms.CharField(max_length=160, help_text="Its full name, in Latin letters.")
    short_name = forms.CharField(max_length=20, help_text="As people say it, for lists.")
    side = forms.ChoiceField(choices=Side.choices, label="Kind", widget=forms.RadioSelect)
    office = forms.CharField(max_length=120, label="First office", help_text="You can add more later.")


class OfficeForm(forms.Form):
    """A new office."""

    name = forms.CharField(
        max_length=120,
        help_text="Where two people have to sign, they sit in different offices. Adding one stands in the record.",
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64, initial=new_key)


class ReasonForm(forms.Form):
    """The reason for ending something."""

    reason = forms.CharField(widget=Paragraph, max_length=2000, help_text="It is kept in the record.")


class _OfOrganization(forms.Form):
    """A form whose choices come from one organization."""

    office = forms.ModelChoiceField(queryset=Office.objects.none(), empty_label="Choose an office")

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organization = organization
        self.fields["office"].queryset = organization.offices.all()  # type: ignore[attr-defined]  # a field with choices


class InviteForm(_OfOrganization):
    """An invitation."""

    email = forms.EmailField(label="Address at work", help_text="The invitation is bound to this address.")
    name = forms.CharField(max_length=120)
    roles = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="They are proposed when the person joins and count once they are signed for.",
    )
    field_order = ("email", "name", "office", "roles")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = role_choices(self.organization)  # type: ignore[attr-defined]  # a field with choices


class RoleForm(_OfOrganization):
    """A role for a person."""

    role = forms.ChoiceField()
    until = EasternTimeField(
        required=False, label="Ends", help_text="Leave it empty for a role without an end."
    )
    field_order = ("role", "office", "until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", "Choose a role"), *role_choices(self.organization)]  # type: ignore[attr-defined]  # a field with choices


class DelegateForm(forms.Form):
    """A delegation of a role to another person."""

    to = forms.ModelChoiceField(
        queryset=Person.objects.none(), label="To whom", empty_label="Choose a person"
    )
    until = EasternTimeField(label="Ends")
    instrument = forms.CharField(
        max_length=200, help_text="The recorded instrument that allows it: title, date, and where it is kept."
    )

    def __init__(self, *args: Any, organization: Organization, without: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(office__organization=organization, is_active=True).exclude(
            pk=without.pk
        )
        to: Any = self.fields["to"]
        to.queryset = people.order_by("folded", "name", "pk")
        to.label_from_instance = lambda person: f"{person.name} ({person.email})"


class ImportForm(forms.Form):
    """A CSV file of people, as an upload or as text."""

    file = forms.FileField(required=False, label="A CSV file")
    text = forms.CharField(
        required=False,
        widget=Paragraph(attrs={"rows": 12, "spellcheck": "false"}),
        label="Or its lines",
        help_text="First line: email,name,office,roles. Several roles of one person stand with semicolons between.",
        max_length=MAX_FILE_BYTES,
    )

    def clean(self) -> dict[str, Any]:
        """Copy the text of the uploaded file into the text field, where the person can correct it."""
        cleaned: dict[str, Any] = super().clean() or {}
        upload = cleaned.get("file")
        if upload is not None:
            if upload.size > MAX_FILE_BYTES:
                self.add_error("file", "The file is larger than 200 kB. Split it.")
                return cleaned
            try:
                cleaned["text"] = upload.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", "The file is not text in UTF-8. Save it as “CSV UTF-8”.")
                return cleaned
        if not self.errors and not cleaned.get("text", "").strip():
            self.add_error("file", "Choose a file, or paste its lines.")
        return cleaned


class AcceptForm(forms.Form):
    """The name and password of a new account, beside the address with which its owner will sign in."""

    username = forms.CharField(
        required=False,
        label="Your address",
        help_text="You sign in with it. It cannot be changed here.",
        widget=forms.EmailInput(attrs={"autocomplete": "username", "readonly": True}),
    )
    name = forms.CharField(
        max_length=120, label="Your name", help_text="Others see it beside what you do and sign."
    )
    password1 = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        label="A password",
        help_text="At least 14 characters. Several words that only you would put together are good.",
    )
    password2 = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        label="The same password again",
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.initial["username"] = invitation.email
        self.fields["name"].widget.attrs["autocomplete"] = "name"

    def clean(self) -> dict[str, Any]:
        """Check that both passwords match and that the password meets the password policy."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", "The two passwords differ. Type them again.")
        elif first:
            someone = Person(email=self.invitation.email, name=cleaned.get("name", ""))
            try:
                password_validation.validate_password(first, someone)
            except ValidationError as error:
                self.add_error("password1", error)
        return cleaned

"""Error messages of form fields. They say what to enter, where Django's own messages say what is wrong.

They apply to every form, including allauth's. Our own fields (fields.py) add more.
"""

from django import forms

_GONE = "This cannot be chosen. Choose one of those shown."

WORDS: dict[type[forms.Field], dict[str, str]] = {
    forms.Field: {
        "required": "Fill this in.",
        "max_length": "Shorten this to %(limit_value)d characters; it has %(show_value)d.",
        "null_characters_not_allowed": "Take out the characters that cannot be shown.",
    },
    forms.IntegerField: {"invalid": "Enter a whole number."},
    forms.EmailField: {"invalid": "Give a whole email address, for example name@agency.example."},
    forms.BooleanField: {"required": "Tick this to go on."},
    forms.ChoiceField: {"required": "Choose one.", "invalid_choice": _GONE},
    forms.ModelChoiceField: {"invalid_choice": _GONE},
    forms.MultipleChoiceField: {"required": "Choose at least one.", "invalid_choice": _GONE},
    forms.FileField: {
        "required": "Choose a file.",
        "invalid": "Choose the file again.",
        "missing": "Choose the file again.",
        "empty": "This file is empty. Choose another.",
    },
}


def say() -> None:
    """Replace the default messages of Django's fields. Call this before any form class is defined."""
    for kind, words in WORDS.items():
        kind.default_error_messages = {**vars(kind).get("default_error_messages", {}), **words}

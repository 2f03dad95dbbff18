"""Every kind of control with its label, hint and error tied together."""

from datetime import UTC, datetime

import pytest
from django import forms
from django.template.loader import render_to_string

from designation.web.fields import EasternTimeField


class Form(forms.Form):
    codename = forms.CharField(help_text="Says nothing about the model.")
    stage = forms.CharField(widget=forms.Textarea, required=False, max_length=4000)
    name = forms.CharField(max_length=120)
    day = forms.DateField(initial=datetime(2026, 12, 18, tzinfo=UTC).date())
    at = EasternTimeField(initial=datetime(2026, 12, 18, 22, 0, tzinfo=UTC))
    access = forms.ChoiceField(
        choices=[("api", "Hosted API"), ("enclave", "Enclave")], widget=forms.RadioSelect
    )
    agencies = forms.MultipleChoiceField(
        choices=[("a", "A")], widget=forms.CheckboxSelectMultiple, required=False
    )
    variant = forms.ChoiceField(choices=[("p", "Production")])
    agreed = forms.BooleanField(label="I have read it")
    seen_entry = forms.IntegerField(widget=forms.HiddenInput)


def field(name: str, data: dict[str, str] | None = None, **context: str) -> str:
    form = Form(data)
    return render_to_string("includes/field.html", {"field": form[name], **context})


def test_a_hint_describes_its_control() -> None:
    html = field("codename")
    assert 'aria-describedby="id_codename_helptext"' in html
    assert 'id="id_codename_helptext"' in html
    assert '<label class="usa-label" for="id_codename">' in html


def test_a_long_text_is_not_cut_off_and_its_limit_is_said() -> None:
    html = field("stage")
    assert "maxlength" not in html
    assert '<div class="usa-hint" id="id_stage_helptext">At most 4,000 characters.</div>' in html
    assert 'aria-describedby="id_stage_helptext"' in html
    assert 'aria-describedby="id_stage_helptext id_stage_error"' in field("stage", {"stage": "a" * 4001})


def test_the_limit_of_a_name_goes_without_saying() -> None:
    assert "characters" not in field("name")
    assert "maxlength" not in field("name")


def test_an_error_describes_its_control_and_marks_it() -> None:
    html = field("codename", {})
    assert 'id="id_codename_error"' in html
    assert "id_codename_error" in html.split("<input")[1]
    assert 'aria-invalid="true"' in html


def test_what_may_be_left_out_says_so() -> None:
    assert "(optional)" in field("stage")
    assert "(optional)" not in field("codename")


def test_days_use_the_pickers_of_the_browser() -> None:
    html = field("day")
    assert 'type="date"' in html
    assert 'value="2026-12-18"' in html


def test_instants_are_asked_for_in_eastern_time() -> None:
    html = field("at")
    assert 'type="datetime-local"' in html
    assert 'value="2026-12-18T17:00"' in html
    assert "Eastern Time" in html
    assert 'aria-describedby="id_at_helptext"' in html


def test_an_instant_typed_in_eastern_time_is_understood() -> None:
    assert EasternTimeField().clean("2026-12-18T17:00") == datetime(2026, 12, 18, 22, 0, tzinfo=UTC)


def test_an_hour_that_the_clocks_skip_is_refused() -> None:
    with pytest.raises(forms.ValidationError):
        EasternTimeField().clean("2026-03-08T02:30")


@pytest.mark.parametrize(("name", "kind"), [("access", "radio"), ("agencies", "checkbox")])
def test_choices_are_a_group_with_a_legend(name: str, kind: str) -> None:
    html = field(name, {name: "api"})
    assert "<fieldset" in html
    assert "<legend" in html
    assert f'class="usa-{kind}__input"' in html


def test_the_chosen_answer_stays_chosen() -> None:
    assert 'value="api" id="id_access_0" checked' in field("access", {"access": "api"})


def test_a_single_checkbox_has_its_words_beside_it() -> None:
    assert '<label class="usa-checkbox__label" for="id_agreed">I have read it</label>' in field("agreed")


def test_hidden_fields_show_nothing_else() -> None:
    assert "<label" not in field("seen_entry")


def test_a_question_from_the_government_stands_at_its_field() -> None:
    html = field("codename", question="Which checkpoint?", who_sees="the government")
    assert "Which checkpoint?" in html
    assert "Who sees this: the government" in html


def test_the_summary_of_errors_leads_to_each_field() -> None:
    html = render_to_string("includes/errors.html", {"form": Form({}), "kept": "What you typed is kept."})
    assert 'href="#id_codename"' in html
    assert 'href="#id_access_0"' in html
    assert "What you typed is kept." in html


def test_a_whole_form_carries_its_token_and_its_verb() -> None:
    html = render_to_string(
        "includes/form.html", {"form": Form(), "button": "Send 2 questions", "autosave": True}
    )
    assert "Send 2 questions" in html
    assert "data-autosave" in html
    assert 'role="status"' in html

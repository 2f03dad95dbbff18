"""What a lifecycle adds to pages, desks and mail is declared in its own package; forgetting one of these fails here."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

import designation.models
from designation import declarations
from designation.declared import Kind
from designation.desk.task_sources import task_sources
from designation.web.step_forms import maker_of
from workflow.deadlines import Sets
from workflow.guards import recently_authenticated
from workflow.models import Stateful
from workflow.steps import Step, machines, states_of, steps_of

MACHINES = [model for model in machines() if model._meta.app_label == "designation"]
NAMES = [model.__name__ for model in MACHINES]
NOBODY_S_TASK = {
    ("Organization", "active"): "its administrators change it when they want to",
    ("FrontierModel", "registered"): "its developer changes it when they want to",
    ("Invitation", "open"): "it waits for somebody who has no desk yet",
    ("Policy", "active"): "no step leads on",
    ("Appointment", "active"): "it is ended when somebody wants to",
    ("Request", "not_covered"): "what comes next is the developer's to want",
    ("Request", "no_determination"): "what comes next is the developer's to want",
    ("Window", "closed"): "the clock destroys what was shared",
    ("Agreement", "in_force"): "its developer withdraws it when they want to",
    ("Artifact", "receiving"): "a job seals it; its developer may discard it",
    ("Artifact", "sealed"): "its developer withdraws it when they want to",
    ("Artifact", "withdrawn"): "the clock destroys it",
    ("Credential", "active"): "its developer ends it when they want to",
    ("Partner", "active"): "it is suspended, removed or left when somebody wants to",
    ("Selection", "concurred"): "it waits for the partner to become active",
    ("Selection", "agreed"): "its window has the tasks",
    ("Share", "active"): "its developer ends it when they want to",
    ("DirectoryImport", "checking"): "a job finishes it; its administrators may discard it",
    ("DirectoryImport", "applying"): "a job finishes it; its administrators may discard it",
    ("DirectoryImport", "applied"): "it is undone when somebody wants to",
}
"""States that people can leave and that are nobody's task, each with its reason."""
OTHER_PAGES = {"Appointment", "DirectoryEntry", "Invitation", "Organization", "Person", "Share"}
"""Machines whose steps have pages of their own."""


def steps(model: type[Stateful]) -> Iterator[Step]:
    yield from steps_of(model).values()


def events(model: type[Stateful]) -> set[str]:
    found = {creation.event for creation in model.CREATIONS}
    for step in steps(model):
        found.add(step.event)
        if step.quorum is not None:
            found |= {f"{step.event}.signed", f"{step.event}.taken_back"}
    return found


@pytest.mark.parametrize("model", MACHINES, ids=NAMES)
def test_every_event_has_a_sentence(model: type[Stateful]) -> None:
    assert events(model) - set(declarations.merged("words", "EVENTS")) == set()


@pytest.mark.parametrize("model", MACHINES, ids=NAMES)
def test_every_clock_has_a_name(model: type[Stateful]) -> None:
    kinds = {rule.kind for step in steps(model) for rule in step.deadlines if isinstance(rule, Sets)}
    kinds |= {rule.kind for creation in model.CREATIONS for rule in creation.sets}
    assert kinds - set(declarations.merged("words", "CLOCKS")) == set()


@pytest.mark.parametrize("model", MACHINES, ids=NAMES)
def test_every_input_of_a_page_of_a_step_has_a_field(model: type[Stateful]) -> None:
    for step in steps(model):
        for name in () if step.hidden else step.asks_for:
            assert callable(maker_of(name)), (step.name, name)


@pytest.mark.parametrize("model", MACHINES, ids=NAMES)
def test_every_signature_has_a_document_to_read(model: type[Stateful]) -> None:
    documents = declarations.merged("signing", "DOCUMENTS")
    for step in steps(model):
        is_signature = step.quorum is not None or recently_authenticated in step.checks
        if is_signature and not step.hidden:
            assert f"{model.__name__}.{step.name}" in documents


@pytest.mark.parametrize("model", MACHINES, ids=NAMES)
def test_every_step_of_a_page_says_afterwards_what_happened(model: type[Stateful]) -> None:
    shown = {f"{model.__name__}.{step.name}" for step in steps(model) if step.who and not step.hidden}
    assert shown - set(declarations.merged("words", "DONE")) == set()


@pytest.mark.parametrize("model", MACHINES, ids=NAMES)
def test_every_subject_of_a_page_of_a_step_has_a_name(model: type[Stateful]) -> None:
    if any(step.who and not step.hidden for step in steps(model)) and model.__name__ not in OTHER_PAGES:
        assert model.__name__ in declarations.merged("words", "SUBJECTS")


def test_every_sentence_about_a_step_is_of_a_step() -> None:
    known = {f"{model.__name__}.{step.name}" for model in MACHINES for step in steps(model)}
    assert set(declarations.merged("words", "DONE")) <= known


def test_every_document_is_of_a_step() -> None:
    known = {f"{model.__name__}.{step.name}" for model in MACHINES for step in steps(model)}
    assert set(declarations.merged("signing", "DOCUMENTS")) <= known


@pytest.mark.parametrize("model", MACHINES, ids=NAMES)
def test_every_machine_says_which_page_its_mail_is_about(model: type[Stateful]) -> None:
    told = {notice.event for notice in declarations.listed("notices", "NOTICES")}
    if events(model) & told:
        assert model._meta.label in declarations.merged("notices", "PATHS")


@pytest.mark.parametrize("model", MACHINES, ids=NAMES)
def test_every_state_that_people_can_leave_is_somebodys_task(model: type[Stateful]) -> None:
    sources = task_sources()
    machine_of = {source.name: source.model for source in sources}
    covered = {
        state
        for source in sources
        if machine_of[source.name] is model
        for duty in source.duties
        if duty.kind != Kind.UNDER_WAY
        for state in duty.states
    }
    waiting = {source for step in steps(model) if step.who and step.target for source in step.sources}
    excused = {state for name, state in NOBODY_S_TASK if name == model.__name__}
    assert waiting - covered - excused == set()
    assert excused - set(states_of(model)) == set()
    assert excused & covered == set()


def test_every_duty_leads_to_an_address() -> None:
    pages = {duty.page for source in task_sources() for duty in source.duties}
    examples: dict[str, list[Any]] = {
        "appointment": [designation.models.Person().pk] * 2,
        "agreement": ["FD-AAAA-AAAA", designation.models.Person().pk],
        "artifact": ["FD-AAAA-AAAA", 1],
        "policy": [1],
        "factor_reset": [designation.models.Person().pk] * 2,
        "directory_import": [1],
        "closure": [designation.models.Person().pk],
        "window": ["FD-AAAA-AAAA", 1],
        "break_glass": ["FD-AAAA-AAAA", 1, designation.models.Person().pk],
        "destruction": ["FD-AAAA-AAAA", 1],
        "attestation": [designation.models.Person().pk],
    }
    for page in pages:
        assert reverse(page, args=examples.get(page, ["FD-AAAA-AAAA"]))


def test_every_audience_and_template_of_a_notice_exists() -> None:
    from django.template.loader import get_template

    known = {
        *declarations.merged("notices", "AUDIENCES"),
        *declarations.merged("notices", "RECIPIENTS"),
    }
    for notice in declarations.listed("notices", "NOTICES"):
        assert notice.audience in known, notice
        assert get_template(f"notifications/{notice.template}.txt")


def test_every_table_is_known_to_django_at_once() -> None:
    """Without this, a package that nobody imports would have its tables deleted by `makemigrations`."""
    tables = {model.__name__ for model in apps.get_app_config("designation").get_models()}
    assert tables == set(designation.models.__all__)


def test_a_name_that_two_packages_declare_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from designation.people import words as people
    from designation.windows import words as windows

    monkeypatch.setattr(people, "EVENTS", {**people.EVENTS, **windows.EVENTS})
    with pytest.raises(declarations.DeclaredTwice, match=r"window\.opened"):
        declarations.merged.__wrapped__("words", "EVENTS")

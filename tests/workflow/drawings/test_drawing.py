"""Machines are drawn from their steps, and the drawings in the documentation are fresh."""

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from tests.workflow.toy.models import Beacon, Bulb, Lamp
from workflow.drawings.diagrams import arrows, begins, in_words, mermaid, page, table
from workflow.drawings.pictures import in_sentences, layers, svg
from workflow.steps import final_states, machines, states_of, steps_of

ROOT = Path(__file__).resolve().parents[3]
SVG = "{http://www.w3.org/2000/svg}"
EVERY_MACHINE = pytest.mark.parametrize("model", machines(), ids=lambda model: model._meta.label)


def texts(drawing):
    return [text.text for text in ElementTree.fromstring(drawing).iter(f"{SVG}text")]  # noqa: S314 - our own


def test_mermaid_tells_every_move():
    assert mermaid(Bulb) == (
        "stateDiagram-v2\n"
        '    state "Whole" as whole\n'
        '    state "Broken" as broken\n'
        "    [*] --> whole : Fit a bulb\n"
        "    [*] --> whole : Fit a bulb for an hour\n"
        "    [*] --> whole : Screw in a bulb\n"
        "    whole --> broken : End\n"
        "    whole --> broken : Crush\n"
        "    broken --> [*]\n"
    )


def test_the_table_tells_who_may_do_what_under_which_conditions():
    rows = table(Lamp).splitlines()
    assert len(rows) == 2 + len(Lamp.CREATIONS) + len(steps_of(Lamp))
    assert (
        rows[2]
        == "| **Make a lamp** `make`<br>records `lamp.made` | *new* | Off | maker, the clock | none | one |"
    )
    assert rows[3] == (
        "| **Light** `light` | Off | On | keeper | A lamp without current cannot be lit.<br>A lamp rests for a while "
        "once it went out.<br>A lamp is lit to a brightness from 1 to 9. | one |"
    )
    said = table(Lamp)
    assert (
        "A lamp without current cannot be lit.<br>Whom the lamp names does not rewire it. | two people of diff"
        in said
    )
    assert "| On | Off | the clock | A lamp without current cannot be lit. | none |" in said
    assert "**Crush** `crush` | Whole | *Broken* | keeper, the clock |" in table(Bulb)
    assert "| every state that is not final | *stays* |" in said


def test_the_table_tells_on_what_a_creation_is_judged():
    assert (
        "| **Screw in a bulb** `screw_in`<br>records `bulb.screwed_in` | *new*, at its lamp | Whole | keeper | "
        "A lamp without current cannot be lit.<br>A lamp holds few bulbs.<br>A hot bulb is not screwed in.<br>"
    ) in table(Bulb)


def test_the_table_tells_which_jobs_a_step_queues():
    assert "| **Switch off** `switch_off`<br>queues `switch_off` | Lit | Going out |" in table(Beacon)
    assert "| **Note that it is out** `note_out` | Going out | *Out* | the clock |" in table(Beacon)


def test_a_rule_without_words_is_named():
    def nameless(subject, context):
        pass

    assert in_words(nameless) == "nameless"


@EVERY_MACHINE
def test_the_picture_names_every_state_and_every_move(model):
    drawing = svg(model)
    drawn = texts(drawing)
    for label in states_of(model).values():
        assert label in drawn
    born = [f"{one.label} ({begins(model, one)})" for one in model.CREATIONS]
    assert sorted(drawn[:-1]) == sorted(
        [*states_of(model).values(), *(arrow.step.label for arrow in arrows(model)), *born]
    )


@EVERY_MACHINE
def test_no_label_lies_on_another_and_all_lie_within_the_picture(model):
    picture = ElementTree.fromstring(svg(model))  # noqa: S314 - our own
    heights = [float(text.get("y")) for text in picture.iter(f"{SVG}text")]
    assert min(b - a for a, b in zip(sorted(heights), sorted(heights)[1:], strict=False)) >= 14
    assert max(heights) < float(picture.get("height"))


@EVERY_MACHINE
def test_whoever_does_not_see_it_can_read_it(model):
    picture = ElementTree.fromstring(svg(model))  # noqa: S314 - our own
    assert picture.get("role") == "img"
    assert picture.get("aria-labelledby") == "title desc"
    title, description = picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")
    assert title.text.endswith(": states and steps")
    for arrow in arrows(model):
        assert f"“{arrow.step.label}”" in description.text


def test_the_description_names_beginning_and_end():
    assert in_sentences(Bulb) == (
        "It begins as Whole. “Fit a bulb” (maker; bulb.fitted) creates it. "
        "“Fit a bulb for an hour” (maker; bulb.fitted) creates it. "
        "“Screw in a bulb” (keeper, at its lamp; bulb.screwed_in) creates it. "
        "From Whole, “End” (keeper) leads to Broken. "
        "From Whole, “Crush” (keeper, the clock) leads to Broken. Final: Broken."
    )
    assert in_sentences(Lamp).endswith("No state is final.")


@EVERY_MACHINE
def test_each_state_stands_below_those_that_lead_to_it_first(model):
    depth = layers(model)
    reached = {target for arrow in arrows(model) for target in [arrow.target]}
    assert all(depth[state] > 0 for state in final_states(model) if state in reached)
    assert set(depth) == set(states_of(model))


def test_a_page_has_words_picture_table_and_diagram():
    text = page(Lamp, "lamp.svg")
    assert text.startswith("# Lamp\n\nTwo states, and a step of every kind.\n")
    assert "](lamp.svg)" in text
    assert table(Lamp) in text
    assert mermaid(Lamp) in text

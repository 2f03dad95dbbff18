"""`manage.py draw` draws one machine, or keeps a folder of drawings fresh."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.workflow.toy.models import Bulb
from workflow.drawings.diagrams import mermaid, table
from workflow.drawings.pictures import svg
from workflow.steps import machines

ROOT = Path(__file__).resolve().parents[3]
SVG = "{http://www.w3.org/2000/svg}"
EVERY_MACHINE = pytest.mark.parametrize("model", machines(), ids=lambda model: model._meta.label)


def draw(*words, **options):
    out = StringIO()
    call_command("draw", *words, stdout=out, **options)
    return out.getvalue()


def test_drawings_in_the_documentation_are_fresh():
    draw(app="designation", folder=ROOT / "designation" / "docs" / "machines", check=True)


def test_the_command_draws_one_machine(tmp_path):
    assert draw("bulb") == mermaid(Bulb)
    assert draw("toy.Bulb", format="svg") == svg(Bulb)
    draw("Bulb", format="table", output=tmp_path / "bulb.md")
    assert (tmp_path / "bulb.md").read_text() == table(Bulb)


def test_the_command_keeps_a_folder_fresh(tmp_path):
    folder = tmp_path / "machines"
    with pytest.raises(
        CommandError,
        match=r"Not fresh: beacon.md, beacon.svg, bulb.md, bulb.svg, lamp.md, lamp.svg, safe.md, safe.svg",
    ):
        draw(app="toy", folder=folder, check=True)
    assert "8 of them were not" in draw(app="toy", folder=folder)
    draw(app="toy", folder=folder, check=True)
    (folder / "bulb.svg").write_text("old")
    (folder / "gone.svg").write_text("of a machine that is no more")
    with pytest.raises(CommandError, match=r"Not fresh: bulb.svg, gone.svg"):
        draw(app="toy", folder=folder, check=True)
    draw(app="toy", folder=folder)
    names = {f"{name}.{form}" for name in ("beacon", "bulb", "lamp", "safe") for form in ("md", "svg")}
    assert {path.name for path in folder.iterdir()} == names


@pytest.mark.parametrize(
    ("words", "options", "said"),
    [
        (("nonsense",), {}, "There is no machine 'nonsense'. There are: .*toy.Lamp"),
        ((), {}, "Name a machine, or an application"),
        ((), {"app": "auth", "folder": Path("x")}, "auth has no machine"),
    ],
)
def test_the_command_says_what_it_needs(words, options, said):
    with pytest.raises(CommandError, match=said):
        draw(*words, **options)

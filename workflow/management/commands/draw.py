"""`manage.py draw NAME`: draws a machine from its steps; `--app LABEL --folder PATH` draws all of an application."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from workflow.drawings.diagrams import mermaid, page, table
from workflow.drawings.pictures import svg
from workflow.models import Stateful
from workflow.steps import machines

FORMATS = {"svg": svg, "mermaid": mermaid, "table": table}


class Command(BaseCommand):
    help = "Draw a machine from its steps, or (--app, --folder) pages and pictures of all machines of an application."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a name, or an application and a folder."""
        parser.add_argument("name", nargs="?", help="A machine, for example Request or designation.Request.")
        parser.add_argument("--format", choices=FORMATS, default="mermaid")
        parser.add_argument("--output", type=Path, help="Write to this file instead of the terminal.")
        parser.add_argument("--app", help="Draw every machine of this application…")
        parser.add_argument("--folder", type=Path, help="…into this folder.")
        parser.add_argument(
            "--check", action="store_true", help="Write nothing; fail where the folder is not fresh."
        )

    def handle(
        self,
        *args: Any,
        name: str | None,
        format: str,
        output: Path | None,
        app: str | None,
        folder: Path | None,
        check: bool,
        **options: Any,
    ) -> None:
        """Draw one machine, or all of an application."""
        if app and folder:
            self._draw_all(app, folder, check=check)
        elif name:
            self._draw_one(_machine(name), format, output)
        else:
            raise CommandError("Name a machine, or an application (--app) and a folder (--folder).")

    def _draw_one(self, model: type[Stateful], form: str, output: Path | None) -> None:
        drawing = FORMATS[form](model)
        if output is None:
            self.stdout.write(drawing, ending="")
        else:
            output.write_text(drawing, encoding="utf-8")

    def _draw_all(self, app: str, folder: Path, *, check: bool) -> None:
        drawings = _drawings(app)
        present = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.*")}
        differing = sorted(name for name in {*drawings, *present} if drawings.get(name) != present.get(name))
        if check and differing:
            raise CommandError(
                f"Not fresh: {', '.join(differing)}. Run: manage.py draw --app {app} --folder {folder}"
            )
        if check:
            return
        folder.mkdir(parents=True, exist_ok=True)
        for name in differing:
            if name in drawings:
                (folder / name).write_text(drawings[name], encoding="utf-8")
            else:
                (folder / name).unlink()
        self.stdout.write(f"{len(drawings)} files are fresh, {len(differing)} of them were not.")


def _drawings(app: str) -> dict[str, str]:
    """Return the pages and pictures of an application's machines, file name to content."""
    found = [model for model in machines() if model._meta.app_label == app]
    if not found:
        raise CommandError(f"{app} has no machine.")
    drawings = {}
    for model in found:
        name = model._meta.verbose_name_raw.replace(" ", "-")
        drawings[f"{name}.svg"] = svg(model)
        drawings[f"{name}.md"] = page(model, f"{name}.svg")
    return drawings


def _machine(name: str) -> type[Stateful]:
    """Return the machine of that name. Raises: CommandError, naming those there are."""
    found = [
        model for model in machines() if name.lower() in (model._meta.label_lower, model._meta.model_name)
    ]
    if len(found) != 1:
        known = ", ".join(model._meta.label for model in machines())
        raise CommandError(f"There is no machine {name!r}. There are: {known}.")
    return found[0]

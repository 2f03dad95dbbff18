"""How each event about imports into the directory is brought about, and who learns of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from designation.demo.world import World
from designation.directory import actions
from designation.models import DirectoryEntry
from tests.designation.directory.importing import checked, done, file_of, imported

BANK = "Bank of Weir,Weir,MS,bank"


def outdated(world: World) -> Any:
    imported(world, file_of(BANK))
    of = checked(world, file_of(f"{BANK},,large"))
    world.act(of, "confirm", "rhea")
    entry = DirectoryEntry.objects.get()
    values = entry.values() | {"size": "medium"}
    actions.change(entry, values, actor=world.actor("rolf"), revision=entry.revision, now=world.now)
    return done(of, world)


Events = dict[str, tuple[Callable[[World], Any], dict[str, str]]]
EVENTS: Events = {
    "directory_import.checked": (lambda w: checked(w, file_of(BANK)), {"importer": "rhea"}),
    "directory_import.failed": (
        lambda w: checked(w, file_of("Bank of Weir,Weir,MS,club")),
        {"importer": "rhea"},
    ),
    "directory_import.outdated": (outdated, {"importer": "rhea"}),
}

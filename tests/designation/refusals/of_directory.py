"""Ways to meet every refusal that the rules of the directory can give."""

import uuid
from typing import Any

from designation.demo import roster
from designation.demo.world import World
from designation.directory import actions
from designation.directory.rules.imports import LARGEST_BYTES
from designation.models import DirectoryEntry, DirectoryImport
from tests.designation.directory.importing import checked, confirmed, file_of, imported, uploaded
from workflow.creating.create import create

BANK = "First Bank of Weir,Weir,MS,community bank,,,ABCDEFGH1234"


def typed(**other: str) -> dict[str, Any]:
    return actions.values_of(
        {"name": "City of Weir", "city": "Weir", "state": "MS", "category": "sltt"} | other
    )


def added(world: World, by: str = "rhea", **other: str) -> Any:
    return actions.add(typed(**other), actor=world.actor(by), now=world.now)


def added_as(world: World, values: dict[str, Any]) -> Any:
    return actions.add(values, actor=world.actor("rhea"), now=world.now)


def changed_late(world: World) -> Any:
    entry = DirectoryEntry.objects.get(pk=added(world))
    for name in ("Town of Weir", "Village of Weir"):
        actions.change(entry, typed(name=name), actor=world.actor("rhea"), revision=0, now=world.now)


def too_large(world: World) -> Any:
    directory = actions.directory()
    of = DirectoryImport(
        directory=directory,
        log_id=directory.log_id,
        number=1,
        size_bytes=LARGEST_BYTES + 1,
        header=["Name", "City"],
    )
    return create(of, "upload", actor=world.actor("rhea"), now=world.now)


def mapped(world: World, mapping: dict[str, int]) -> Any:
    of = uploaded(world, file_of(BANK))
    return actions.check(of, mapping, actor=world.actor("rhea"), now=world.now)


def pair(world: World, decision: str = "same", by: str = "rhea", *lines: str) -> Any:
    imported(world, file_of("City of Abilene,Abilene,TX,city", BANK))
    of = checked(
        world,
        file_of(*(lines or ("City of Abilnee,Abilene,TX,city", "Bank of Weir,Weir,MS,bank,,,ABCDEFGH1234"))),
    )
    for one in of.pairs.all():
        actions.decide(one, decision, actor=world.actor(by))
    return of


def undecided(world: World) -> Any:
    imported(world, file_of("City of Abilene,Abilene,TX,city"))
    return confirmed(world, checked(world, file_of("City of Abilnee,Abilene,TX,city")))


def decided_late(world: World) -> Any:
    of = pair(world, "skip", "rhea", "City of Abilnee,Abilene,TX,city", "New,Abilene,TX,city")
    confirmed(world, of)
    return actions.decide(of.pairs.get(), "same", actor=world.actor("rhea"))


def nothing_new(world: World) -> Any:
    imported(world, file_of(BANK))
    return confirmed(world, checked(world, file_of(BANK)))


def changed_in_between(world: World) -> Any:
    of = checked(world, file_of(BANK))
    added(world, name="First Bank of Weir", category="community_bank")
    return confirmed(world, of)


def decided_by(world: World, by: str) -> Any:
    imported(world, file_of("City of Abilene,Abilene,TX,city"))
    of = checked(world, file_of("City of Abilnee,Abilene,TX,city"))
    return actions.decide(of.pairs.get(), "same", actor=world.actor(by))


def removed(world: World, entry: DirectoryEntry) -> Any:
    return actions.remove(
        entry, actor=world.actor("rhea"), revision=entry.revision, reason="Closed.", now=world.now
    )


def removed_in_use(world: World) -> Any:
    entry = DirectoryEntry.objects.get(pk=added(world))
    roster.nominated(world, "rhea", **(roster.TOWN | {"entry": entry}))
    return removed(world, entry)


def restored(world: World, entry: uuid.UUID) -> Any:
    return actions.restore(entry, actor=world.actor("rhea"), now=world.now)


def restored_beside_another(world: World) -> Any:
    entry = DirectoryEntry.objects.get(pk=added(world))
    removed(world, entry)
    added(world)
    return restored(world, entry.pk)


TABLE = {
    ("directory", "entry_in_use"): removed_in_use,
    ("directory", "place_taken"): restored_beside_another,
    ("directory", "not_removed"): lambda w: restored(w, uuid.uuid4()),
    ("directory", "value_malformed"): lambda w: added_as(w, typed() | {"uei": "1.23E+11"}),
    ("directory", "entry_changed"): changed_late,
    ("directory", "in_the_directory"): lambda w: [added(w), added(w, name="CITY OF  WEIR")],
    ("directory", "identifier_taken"): lambda w: [
        added(w, name=name, uei="ABCDEFGH1234") for name in ("A", "B")
    ],
    ("directory", "file_too_large"): too_large,
    ("directory", "headers_missing"): lambda w: uploaded(w, "Name,Name\nx,y\n"),
    ("directory", "column_missing"): lambda w: mapped(w, {"name": 0, "city": 1, "state": 2}),
    ("directory", "column_taken"): lambda w: mapped(w, {"name": 0, "city": 1, "state": 2, "category": 2}),
    ("directory", "pairs_open"): undecided,
    ("directory", "pairs_contradict"): lambda w: w.act(pair(w, "different"), "confirm", "rhea"),
    ("directory", "nothing_to_import"): nothing_new,
    ("directory", "directory_changed"): changed_in_between,
    ("directory", "not_your_role"): lambda w: decided_by(w, "paul"),
    ("directory", "not_deciding"): decided_late,
}

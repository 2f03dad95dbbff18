"""Short ways to import files into the directory, through the real actions and jobs."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from designation.demo.world import World
from designation.directory import actions
from designation.directory.fields import NAMES
from designation.directory.importing import jobs
from designation.directory.importing.upload import header_of, proposed_mapping
from designation.directory.lifecycle.imports import APPLY, CHECK, UNDO
from designation.models import DirectoryEntry, DirectoryImport
from tests.designation.walking import fresh
from workflow import outbox
from workflow.models import Job

HEADER = "Domain name,Domain type,Organization name,Suborganization name,City,State,Security contact email"
MONROE = f"""{HEADER}
monroewi.gov,City,City of Monroe,,Monroe,WI,(blank)
monroega.gov,City,City of Monroe,,Monroe,GA,it@monroega.gov
"""
HANDLERS = {CHECK: jobs.check, APPLY: jobs.apply, UNDO: jobs.undo}
WIDE = "Name,City,State,Category,Sector,Size,UEI,CCN,FDIC certificate,PWSID,Domain,Contact,Department"


def file_of(*lines: str, header: str = WIDE) -> str:
    """Return a file with these lines. Cells that are missing at the end of a line are empty."""
    width = header.count(",")
    return "\n".join([header, *(line + "," * (width - line.count(",")) for line in lines)]) + "\n"


def uploaded(world: World, text: str | bytes, by: str = "rhea", name: str = "file.csv") -> DirectoryImport:
    """Upload a file."""
    content = text.encode() if isinstance(text, str) else text
    return actions.upload(
        lambda: [content], actor=world.actor(by), file_name=name, header=header_of(content), now=world.now
    )


def checked(world: World, text: str | bytes, mapping: dict[str, int] | None = None, by: str = "rhea") -> Any:
    """Upload a file and have it checked, with the columns that are proposed."""
    of = uploaded(world, text, by)
    actions.check(of, mapping or proposed_mapping(of.header), actor=world.actor(by), now=world.now)
    return done(of, world)


def confirmed(world: World, of: DirectoryImport, by: str = "rhea") -> DirectoryImport:
    """Confirm an import, and have it written."""
    world.act(of, "confirm", by)
    return done(of, world)


def imported(world: World, text: str | bytes) -> DirectoryImport:
    """Import a file from upload to the end."""
    of = checked(world, text)
    assert of.state == "checked", (
        of.problems,
        list(of.rows.filter(outcome="refused").values("line", "problems")[:9]),
    )
    return confirmed(world, of)


def undone(world: World, of: DirectoryImport, by: str = "rhea") -> DirectoryImport:
    """Undo an import."""
    world.act(of, "undo", by)
    return done(of, world)


def removed(world: World, by: str = "rhea", **values: str) -> uuid.UUID:
    """Add one organization, remove it by hand, and return its id."""
    typed = dict.fromkeys(NAMES, "") | {
        "name": "City of Weir",
        "city": "Weir",
        "state": "MS",
        "category": "sltt",
    }
    entry = actions.add(actions.values_of(typed | values), actor=world.actor(by), now=world.now)
    row = DirectoryEntry.objects.get(pk=entry)
    actions.remove(
        row, actor=world.actor(by), revision=row.revision, reason="It was dissolved.", now=world.now
    )
    return entry


def done(of: DirectoryImport, world: World | None = None) -> DirectoryImport:
    """Have the jobs of an import done, at the world's instant if there is one, and return it as the database has it."""
    for job in Job.objects.filter(subject_id=of.pk, state="queued", kind__in=HANDLERS):
        if world is not None:
            HANDLERS[job.kind](job, now=world.now)  # and what is delivered below finds nothing left to do
        outbox.deliver_one(job.pk)
        assert fresh(job).state == "done", fresh(job).last_error
    return DirectoryImport.objects.get(pk=of.pk)


def problems(of: DirectoryImport) -> dict[int, list[str]]:
    """Return the problems of each line."""
    return {row.line: row.problems for row in of.rows.filter(outcome="refused").order_by("line")}


def outcomes(of: DirectoryImport) -> dict[str, int]:
    """Return how many lines the import adds, changes and so on, without those that are none."""
    return {name: count for name, count in of.counted().items() if count}


def names(entries: Iterable[DirectoryEntry]) -> list[str]:
    """Return name, city and state of organizations."""
    return [f"{entry.full_name}, {entry.place}" for entry in entries]

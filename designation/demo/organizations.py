"""The demonstration's directory: one import that was applied, and one that waits for a decision.

The organizations with a .gov domain are real (CISA's list of domains, CC0). The others are fictional.
"""

from __future__ import annotations

from designation.demo.shared import FILES
from designation.demo.world import World
from designation.directory import actions
from designation.directory.importing import jobs
from designation.directory.importing.upload import header_of, proposed_mapping
from designation.directory.lifecycle.imports import APPLY, CHECK
from designation.directory.models import DirectoryImport
from workflow import outbox
from workflow.models import Job


def fill_directory(world: World) -> DirectoryImport:
    """Import the organizations, and check a second file, which has a likely duplicate. Return the second import."""
    first = _checked(world, "directory.csv")
    world.wait(minutes=20)
    world.act(first, "confirm", "rhea")
    _done(world, first)
    world.wait(days=1)
    return _checked(world, "directory-update.csv")


def _checked(world: World, name: str) -> DirectoryImport:
    """Upload one of the demonstration's files, and have it checked."""
    content = (FILES / name).read_bytes()
    of = actions.upload(
        lambda: [content],
        actor=world.actor("rhea"),
        file_name=name,
        header=header_of(content),
        now=world.now,
    )
    world.wait(minutes=2)
    actions.check(of, proposed_mapping(of.header), actor=world.actor("rhea"), now=world.now)
    return _done(world, of)


def _done(world: World, of: DirectoryImport) -> DirectoryImport:
    """Have the jobs of an import done at the world's time, and return it as that left it."""
    handlers = {CHECK: jobs.check, APPLY: jobs.apply}
    for job in Job.objects.filter(subject_id=of.pk, state="queued", kind__in=handlers):
        handlers[job.kind](job, now=world.now)
        outbox.deliver_one(job.pk)  # which finds nothing left to do
    return DirectoryImport.objects.select_related("directory").get(pk=of.pk)

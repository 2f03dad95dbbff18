"""Our side: `python -m tests.benchmarks.partners.ours FILE LINES` imports the file into an empty directory each round.

With 0 LINES it imports the file once and prints the most memory that this needed, in MiB.
"""

import resource
import sys

from tests.benchmarks.databases import make
from tests.benchmarks.pairs import serve
from tests.benchmarks.partners import BASE, name_of, set_up

NAME = name_of("import")
make(NAME, BASE)
set_up(NAME)

from django.db import connection

from designation.directory import actions
from designation.directory.importing.upload import header_of, proposed_mapping
from designation.models import DirectoryEntry, DirectoryImport, Person
from workflow import outbox
from workflow.guards import Actor
from workflow.models import Job
from workflow.perform import perform

FILE, LINES = sys.argv[1], int(sys.argv[2])


def blocks():
    """Yield the file block by block."""
    with open(FILE, "rb") as file:
        while block := file.read(2**18):
            yield block


def done(of: DirectoryImport) -> DirectoryImport:
    """Run the jobs of an import, as a worker does."""
    for job in Job.objects.filter(subject_id=of.pk, state="queued").exclude(kind="mail"):
        assert outbox.deliver_one(job.pk), Job.objects.get(pk=job.pk).last_error
    return DirectoryImport.objects.select_related("directory").get(pk=of.pk)


def step() -> int:
    """Import the file, from the upload to the last word."""
    connection.close()
    make(NAME, BASE)
    rhea = Person.objects.get(name="Rhea Brooks")
    actor = Actor(rhea.pk, rhea.name)
    of = actions.upload(blocks, actor=actor, file_name="file.csv", header=header_of(next(iter(blocks()))))
    actions.check(of, proposed_mapping(of.header), actor=actor)
    of = done(of)
    actions.keep_apart(of, actor=actor)
    perform(of, "confirm", actor=actor)
    of = done(of)
    assert of.state == "applied", (of.state, of.problems)
    assert DirectoryEntry.objects.count() > 0.9 * LINES
    return LINES


if LINES:
    serve(step)
else:
    step()
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)

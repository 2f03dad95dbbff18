"""Finds organizations in the database of one size: `python -m tests.benchmarks.partners.searching SIZE`."""

import random
import sys
from itertools import cycle

from tests.benchmarks.pairs import serve
from tests.benchmarks.partners import name_of, set_up

set_up(name_of(sys.argv[1]))

from designation.directory import queries
from designation.models import DirectoryEntry

QUERIES = 40
chance = random.Random(14409)


def misspelled(name: str, state: str) -> str:
    """Return a name with one letter left out of its longest word, in another order, with the state."""
    words = name.split()
    place = max(range(len(words)), key=lambda at: len(words[at]))
    letter = chance.randrange(1, len(words[place]))
    words[place] = words[place][:letter] + words[place][letter + 1 :]
    chance.shuffle(words)
    return " ".join([*words, state])


# The first entries are the same in every size.
sought = list(DirectoryEntry.objects.filter(revision__lt=1000).order_by("revision")[:1000:25])[:QUERIES]
asked = [(misspelled(entry.name, entry.state), entry.pk) for entry in sought] + [("police department", None)]
found = sum(pk in {row.pk for row in queries.find(text, 10)} for text, pk in asked if pk)
following = cycle(asked)


def step() -> None:
    """Ask for one of them."""
    queries.find(next(following)[0])


serve(step, found_in_the_first_ten=f"{found} of {QUERIES}")

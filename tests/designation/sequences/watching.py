"""One look at the database after every step: what the plain model says is what is there, and every promise holds."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections import Counter
from datetime import datetime
from itertools import combinations
from typing import Any

from django.db import connection

from designation.demo.world import World
from tests.designation.notifications.telling import EVENTS
from tests.designation.sequences.moves import SHORT
from tests.designation.sequences.plain import DATED, THIRTY_DAYS, Grant, Plain, Thing
from workflow.ledger.merkle import CompactRange
from workflow.models import Entry

AUDIENCES = {event: tuple(audiences) for event, (_how, audiences) in EVENTS.items()}
"""Who is told of which event, as the tests of notices state it."""

PARTS = {
    "rows": """SELECT id, state, version, NULL::timestamptz AS ends, NULL::timestamptz AS opened
        FROM designation_request WHERE log_id = ANY(%(logs)s) UNION ALL
        SELECT id, state, version, NULL, NULL FROM designation_consultation WHERE log_id = ANY(%(logs)s) UNION ALL
        SELECT id, state, version, NULL, NULL FROM designation_grant WHERE log_id = ANY(%(logs)s) UNION ALL
        SELECT id, state, version, ends_at, opened_at FROM designation_window WHERE log_id = ANY(%(logs)s) UNION ALL
        SELECT id, state, version, planned_partner_release_at, first_opened_at FROM designation_frontiermodel
        WHERE id = ANY(%(logs)s)""",
    "entries": """SELECT id, log_id AS log, index, subject_id AS subject, event, actor, encode(leaf, 'hex') AS leaf
        FROM workflow_entry WHERE id > %(last)s AND log_id = ANY(%(logs)s) ORDER BY id""",
    "messages": """SELECT subject_id AS subject, event, inputs->>'audience' AS audience, count(*) AS times
        FROM workflow_job WHERE kind = 'mail' AND log_id = ANY(%(logs)s) GROUP BY 1, 2, 3""",
    "clocks": """SELECT subject_id AS subject, kind, due_at AS due, remaining_days AS "left", state
        FROM workflow_deadline WHERE log_id = ANY(%(logs)s) AND state IN ('running', 'paused')""",
    "parties": "SELECT matter, person_id AS person, roles FROM designation_party WHERE matter = ANY(%(logs)s)",
    "heads": "SELECT id, size, encode(range, 'hex') AS range FROM workflow_log WHERE id = ANY(%(logs)s)",
}
LOOK = "SELECT " + ", ".join(
    f"(SELECT coalesce(json_agg(t), '[]') FROM ({sql}) t) AS {name}" for name, sql in PARTS.items()
)


class Watch:
    """Looks at the matters of a sequence. `names` maps ids to the names that the plain model uses."""

    def __init__(self, world: World, logs: list[uuid.UUID], names: dict[str, str]) -> None:
        self.logs, self.names, self.last = logs, names, 0
        self.keys = {str(person.pk): key for key, person in world.people.items()} | {"clock": "clock"}
        self.leaves: dict[str, list[bytes]] = {str(log): [] for log in logs}
        self.began = dict.fromkeys(self.leaves, 0)
        self.told: Counter[tuple[str, str, str]] = Counter()

    def begin(self) -> None:
        """Take what is on record so far as it is."""
        for entry in Entry.objects.filter(log__in=self.logs).order_by("id"):
            self.leaves[str(entry.log_id)].append(bytes(entry.leaf))
            self.last = entry.pk

    def add(self, log: uuid.UUID) -> None:
        """Watch one more log, which is empty so far."""
        self.logs = [*self.logs, log]
        self.leaves[str(log)] = []
        self.began[str(log)] = 0

    def grown(self) -> list[uuid.UUID]:
        """The logs that hold more than when the sequence began."""
        return [log for log in self.logs if len(self.leaves[str(log)]) > self.began[str(log)]]

    def copy(self) -> Watch:
        """Return a watch that goes on from here and leaves this one alone."""
        other = Watch.__new__(Watch)
        vars(other).update(vars(self))
        other.names, other.told = dict(self.names), self.told.copy()
        other.leaves = {log: list(leaves) for log, leaves in self.leaves.items()}
        other.began = {log: len(leaves) for log, leaves in self.leaves.items()}
        return other

    def look(self, plain: Plain) -> None:
        """Compare. Raises: AssertionError."""
        with connection.cursor() as cursor:
            cursor.execute(LOOK, {"logs": self.logs, "last": self.last})
            row = cursor.fetchone()
        seen = {
            name: json.loads(part) if isinstance(part, str) else part
            for name, part in zip(PARTS, row, strict=True)
        }
        self._name_new_ones(plain, seen)
        self._entries(plain, seen["entries"], seen["heads"])
        self._messages(seen["messages"])
        self._rows(plain, seen["rows"])
        self._clocks(plain, seen["clocks"])
        self._parties(plain, seen["parties"])
        thirty_days(plain)

    def _name_new_ones(self, plain: Plain, seen: dict[str, Any]) -> None:
        """Consultations come into being by themselves: learn which is which, in the order of their entries."""
        unnamed = [
            e
            for e in seen["entries"]
            if e["event"] == "consultation.opened" and e["subject"] not in self.names
        ]
        waiting = [name for name in plain.things() if "?" in name and name not in self.names.values()]
        for entry, name in zip(unnamed, waiting, strict=True):
            self.names[entry["subject"]] = name

    def _entries(self, plain: Plain, entries: list[Any], heads: list[Any]) -> None:
        """Each happening is on record once, by whom it was; logs are contiguous, their roots those of their leaves."""
        things = plain.things()
        told = Counter((self.names[e["subject"]], e["event"], self._by(things, e)) for e in entries)
        assert told == plain.told, f"on record {told - plain.told}, and not {plain.told - told}"
        plain.told.clear()
        for entry in entries:
            grown = self.leaves[entry["log"]]
            assert entry["index"] == len(grown)
            grown.append(bytes.fromhex(entry["leaf"]))
            for audience in AUDIENCES.get(entry["event"], ()):
                self.told[(self.names[entry["subject"]], entry["event"], audience)] += 1
            self.last = entry["id"]
        for head in heads:
            leaves = self.leaves[head["id"]]
            assert head["size"] == len(leaves)
            assert CompactRange.from_bytes(head["size"], bytes.fromhex(head["range"])).root() == root(leaves)

    def _by(self, things: dict[str, Thing], entry: Any) -> str:
        """Who did what an entry tells; evaluators act on their own grants under the grant's id, never under theirs."""
        subject = things[self.names[entry["subject"]]]
        if isinstance(subject, Grant) and entry["actor"] == entry["subject"]:
            return subject.person
        assert not isinstance(subject, Grant) or self.keys[entry["actor"]] != subject.person
        return self.keys[entry["actor"]]

    def _messages(self, messages: list[Any]) -> None:
        """Each event is told once to each audience, and nothing else is."""
        sent = Counter({(self.names[m["subject"]], m["event"], m["audience"]): m["times"] for m in messages})
        assert sent == self.told, f"sent {sent - self.told}, and not {self.told - sent}"

    def _rows(self, plain: Plain, rows: list[Any]) -> None:
        """States and versions are the model's, and so are ends, releases and first openings."""
        there = {self.names[row["id"]]: row for row in rows}
        things = plain.things()
        assert there.keys() == things.keys()
        for name, thing in things.items():
            row = there[name]
            assert (name, row["state"], row["version"]) == (name, thing.state, thing.version)
            ends = getattr(thing, "ends", getattr(thing, "release", None))
            assert (name, _instant(row["ends"])) == (name, ends)
            assert (name, _instant(row["opened"])) == (name, getattr(thing, "opened_at", None))

    def _clocks(self, plain: Plain, clocks: list[Any]) -> None:
        """What waits is what the model says waits, until the same instant."""
        there = {
            (self.names[c["subject"]], c["kind"]): c["left"] if c["state"] == "paused" else _instant(c["due"])
            for c in clocks
        }
        wanted = {
            (name, kind): clock.due if clock.left is None else clock.left
            for name, thing in plain.things().items()
            for kind, clock in thing.clocks.items()
        }
        assert there == wanted, (
            f"waits {dict(there.items() - wanted.items())}, not {dict(wanted.items() - there.items())}"
        )

    def _parties(self, plain: Plain, parties: list[Any]) -> None:
        """Who sees a matter is who takes part in it, in those roles, and nobody else."""
        there: dict[str, dict[str, set[str]]] = {}
        for party in parties:
            there.setdefault(self.names[party["matter"]], {})[self.keys[party["person"]]] = set(
                party["roles"]
            )
        for matter in (one for request in plain.requests() for one in (request, *request.windows)):
            seen, wanted = there.get(matter.name, {}), plain.parties(matter)
            differ = {key for key in {*seen, *wanted} if seen.get(key) != wanted.get(key)}
            assert not differ, f"{matter.name}: parties are {seen}, not {wanted}; they differ for {differ}"


def thirty_days(plain: Plain) -> None:
    """All windows of a model lie within thirty days of its first opening, one after the other."""
    for model in plain.models.values():
        if model.first is not None:
            continue
        dated = [window for window in model.windows() if window.state in DATED]
        for one, other in combinations(dated, 2):
            assert one.ends <= other.opens or other.ends <= one.opens, f"{one.name} overlaps {other.name}"
        used = [window for window in dated if window.opened_at]
        for window in used:
            assert window.ends <= model.opened_at + THIRTY_DAYS
            assert window.opened_at < model.opened_at + THIRTY_DAYS
        assert sum((w.ends - w.opened_at).total_seconds() for w in used) <= THIRTY_DAYS.total_seconds()
        assert not any(w.gives_access_at(plain.now) and w.ends <= plain.now for w in used)
        assert sum(window.state in SHORT["live"] and plain.now < window.ends for window in used) <= 1


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def root(leaves: list[bytes]) -> bytes:
    """Return the Merkle root over leaf hashes, as RFC 9162 §2.1.1 words it."""
    if len(leaves) == 1:
        return leaves[0]
    left = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + root(leaves[:left]) + root(leaves[left:])).digest()

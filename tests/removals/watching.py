"""Notes which test met which refusal, so that a removal is tried against the tests that could notice it."""

import re
from collections import defaultdict
from dataclasses import replace
from typing import Any

from tests.removals.removing import GUARD, QUORUM, ROLE, facts_of, restate, watch_roles

Seen = dict[str, set[str]]
FUNCTION = re.compile(r"PL/pgSQL function (?:public\.)?(\w+)\(")


class Watch:
    """While it is on, refusals are noted under the test that runs."""

    def __init__(self) -> None:
        self.test = ""
        self.seen: Seen = defaultdict(set)

    def note(self, what: str) -> None:
        """Note that the present test met a refusal."""
        self.seen[what].add(self.test)

    def begin(self) -> None:
        """Watch every guard, quorum and role check, and what PostgreSQL's functions refuse."""
        from workflow.steps import machines

        names = {}
        for model in machines():
            for step in facts_of(model):
                watched = self._watched(model, step)
                restate(model, watched)
                names[id(watched)] = f"{ROLE} {model._meta.label}.{step.name}"
        self._keep = names

        def answer(facts: Any, _act: Any, may: bool) -> bool:
            if not may and id(facts) in names:
                self.note(names[id(facts)])
            return may

        watch_roles(answer)
        self._watch_database()

    def _watched(self, model: Any, step: Any) -> Any:
        place = f"{model._meta.label}.{step.name}"
        judged = [Watched(guard, self, f"{GUARD} {place} {i}") for i, guard in enumerate(step.judged)]
        asked = len(step.guards)
        watched = replace(step, guards=tuple(judged[:asked]), checks=tuple(judged[asked:]))
        quorum = getattr(step, "quorum", None)
        if quorum is None:
            return watched
        return replace(
            watched, quorum=replace(quorum, missing=Watched(quorum.missing, self, f"{QUORUM} {place}"))
        )

    def _watch_database(self) -> None:
        from django.db.utils import DatabaseErrorWrapper

        original = DatabaseErrorWrapper.__exit__

        def leave(wrapper: Any, kind: Any, error: Any, trace: Any) -> Any:
            context = getattr(getattr(error, "diag", None), "context", None) or ""
            for function in FUNCTION.findall(context):
                self.note(f"function {function}")
            return original(wrapper, kind, error, trace)

        DatabaseErrorWrapper.__exit__ = leave


class Watched:
    """A rule that is the same as the one it stands for, and notes when it refuses."""

    def __init__(self, rule: Any, watch: Watch, what: str) -> None:
        self.rule, self.watch, self.what = rule, watch, what
        self.__doc__, self.__name__ = rule.__doc__, getattr(rule, "__name__", str(rule))

    def __call__(self, *args: Any) -> Any:
        from workflow.guards import Pass

        verdict = self.rule(*args)
        if verdict and not isinstance(verdict, Pass):
            self.watch.note(self.what)
        return verdict

    def __eq__(self, other: object) -> bool:
        return other is self.rule or other is self

    def __hash__(self) -> int:
        return hash(self.rule)


def met_by(removal: Any, seen: Seen) -> set[str]:
    """Return the tests that met the refusal which a removal takes away."""
    if removal.kind == GUARD:
        return seen.get(f"{GUARD} {removal.machine}.{removal.step} {removal.index}", set())
    if removal.kind in (ROLE, QUORUM):
        return seen.get(f"{removal.kind} {removal.machine}.{removal.step}", set())
    return seen.get(f"function {removal.function}", set())

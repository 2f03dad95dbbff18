"""Who may take which step from which state, and who may create what, as somebody decided it: `decided/*.txt`.

There is one file for each machine. Its first paragraph, `new`, says who may create a row in which way.

`python -m tests.workflow.deciding` (under the embedded servers) writes the files anew. Read what changed before you
commit it: that is the decision.
"""

import os
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "decided"
CLOCK, STRANGER, NEW = "clock", "stranger", "new"


def roles_of(model) -> list[str]:
    """Return every role that any machine of the application knows, the clock, and somebody without any."""
    from workflow.creating.declaring import creations_of
    from workflow.steps import machines, steps_of

    own = [other for other in machines() if other._meta.app_label == model._meta.app_label]
    named = {
        role
        for other in own
        for facts in (*steps_of(other).values(), *creations_of(other).values())
        for role in facts.who
    }
    return [*sorted(named), CLOCK, STRANGER]


def file_of(model) -> Path:
    """Return where the decisions about a machine stand."""
    return FOLDER / f"{model._meta.label}.txt"


def decided(model) -> dict[str, dict[str, set[str]]]:
    """Return the decisions: state (or `new`), then role, to the steps that it may take (or its creations)."""
    table: dict[str, dict[str, set[str]]] = {}
    state = ""
    path = file_of(model)
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        if line.startswith("  "):
            role, _, steps = line.strip().partition(": ")
            table[state][role] = set(steps.split())
        elif line:
            state = line
            table[state] = {}
    return table


def as_stated(model) -> Iterator[str]:
    """Return the lines that the steps state now; roles that may do nothing in a state have none."""
    from workflow.creating.declaring import creations_of
    from workflow.steps import states_of, steps_of

    yield NEW
    for role in roles_of(model):
        may = [name for name, facts in creations_of(model).items() if _states(facts, role)]
        if may:
            yield f"  {role}: {' '.join(sorted(may))}"
    steps = steps_of(model)
    for state in states_of(model):
        yield state
        for role in roles_of(model):
            may = [n for n, s in steps.items() if state in s.sources and _states(s, role)]
            if may:
                yield f"  {role}: {' '.join(sorted(may))}"


def _states(facts, role) -> bool:
    return facts.by_clock if role == CLOCK else role in facts.who


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "designation.config.settings")
    django.setup()
    from workflow.steps import machines

    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.txt"):
        path.unlink()
    for machine in machines():
        file_of(machine).write_text("\n".join(as_stated(machine)) + "\n", encoding="utf-8")

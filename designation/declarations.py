"""Collect what the packages declare: extensions of steps, words, notices, tasks, fields and tabs.

A package with a lifecycle declares these in modules with fixed names beside the lifecycle. Nothing else needs
to change. The declarations are read once and do not change while the site runs.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType, ModuleType
from typing import Any

CONCEPTS = (
    "sessions",
    "people",
    "access",
    "policies",
    "frontier_models",
    "requests",
    "windows",
    "artifacts",
    "directory",
    "partners",
    "insider_risk",
    "break_glass",
    "eligibility",
    "signals",
    "cases",
    "record",
    "notifications",
    "operations",
    "identity",
    "desk",
)
"""The packages in import order. A package may import only the packages before it."""


class DeclaredTwice(Exception):
    """Two packages declare the same name."""


@cache
def load(module: str) -> tuple[ModuleType, ...]:
    """Import this module from every package that has it, and return the modules in package order."""
    names = [f"designation.{concept}.{module}" for concept in CONCEPTS]
    return tuple(import_module(name) for name in names if find_spec(name) is not None)


@cache
def merged(module: str, name: str) -> MappingProxyType[str, Any]:
    """Return one mapping with the entries that all packages declare under this name. Raises: DeclaredTwice."""
    found: dict[str, Any] = {}
    for one in load(module):
        declared = getattr(one, name, {})
        if twice := found.keys() & declared.keys():
            raise DeclaredTwice(f"{one.__name__}.{name} declares again: {', '.join(sorted(twice))}.")
        found |= declared
    return MappingProxyType(found)


def clock_label(kind: str) -> str:
    """Return the label of a clock."""
    plain = kind.replace("_", " ").capitalize()
    return str(merged("words", "CLOCKS").get(kind, plain))


@cache
def listed(module: str, name: str) -> tuple[Any, ...]:
    """Return one tuple with the items that all packages declare under this name, in package order."""
    return tuple(item for one in load(module) for item in getattr(one, name, ()))

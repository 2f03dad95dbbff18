"""What each package declares of its own, collected: steps it extends, words, notices, tasks, fields and tabs.

A package that brings a lifecycle states all of it in modules of these names, beside the lifecycle. Nothing else has
to change. What is collected is read once and stays the same while the site runs.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType, ModuleType
from typing import Any

CONCEPTS = (
    "people",
    "access",
    "policies",
    "frontier_models",
    "requests",
    "windows",
    "record",
    "notifications",
    "operations",
    "identity",
    "desk",
)
"""The packages in the order in which they may import each other, each only those before it."""


class DeclaredTwice(Exception):
    """Two packages declare the same name."""


@cache
def load(module: str) -> tuple[ModuleType, ...]:
    """Import this module of every package that has one, and return them in the order of the packages."""
    names = [f"designation.{concept}.{module}" for concept in CONCEPTS]
    return tuple(import_module(name) for name in names if find_spec(name) is not None)


@cache
def merged(module: str, name: str) -> MappingProxyType[str, Any]:
    """Return what the packages' modules declare in a mapping of this name. Raises: DeclaredTwice."""
    found: dict[str, Any] = {}
    for one in load(module):
        declared = getattr(one, name, {})
        if twice := found.keys() & declared.keys():
            raise DeclaredTwice(f"{one.__name__}.{name} declares again: {', '.join(sorted(twice))}.")
        found |= declared
    return MappingProxyType(found)


def clock_label(kind: str) -> str:
    """Return what people call a clock."""
    plain = kind.replace("_", " ").capitalize()
    return str(merged("words", "CLOCKS").get(kind, plain))


@cache
def listed(module: str, name: str) -> tuple[Any, ...]:
    """Return what the packages' modules declare in a sequence of this name, in the order of the packages."""
    return tuple(item for one in load(module) for item in getattr(one, name, ()))

"""Puts a changed module in the place of the one that is imported already, in this process."""

import ast
import gc
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any


def functions_of(path: Path) -> list[FunctionType]:
    """Return every function that the module at `path` has made so far, wherever it is known."""
    found = [one for one in gc.get_objects() if isinstance(one, FunctionType)]
    return [one for one in found if one.__code__.co_filename == str(path.resolve())]


def put(path: Path, changed: ast.Module, functions: list[FunctionType], *, throughout: bool) -> None:
    """Give the functions of the module at `path` their changed code.

    `throughout` says that the change lies outside of functions: constants, defaults and fields are put in place too.
    """
    name = ".".join(path.with_suffix("").parts)
    module = sys.modules[name]
    code = compile(changed, str(path), "exec")
    _exchange_code(functions, compile(path.read_text(), str(path), "exec"), code)
    fresh: dict[str, Any] = {key: value for key, value in vars(module).items() if key.startswith("__")}
    exec(code, fresh)  # noqa: S102 (this is the change)
    if throughout:
        _exchange_values(module, fresh)
    forget()


def forget() -> None:
    """Empty every cache of the engine, so that what is called is also run."""
    for known in [vars(one) for key, one in sys.modules.items() if key.startswith("workflow.")]:
        for value in known.values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


def _exchange_code(functions: list[FunctionType], before: CodeType, after: CodeType) -> None:
    old, new = list(_codes(before)), list(_codes(after))
    if len(old) != len(new):  # a function within one went with the change
        named = {(code.co_qualname, code.co_firstlineno): code for code in new}
        new = [named.get((code.co_qualname, code.co_firstlineno), code) for code in old]
    pairs = {code: other for code, other in zip(old, new, strict=True) if code != other}
    for function in functions:
        code = pairs.get(function.__code__)
        if code and len(code.co_freevars) == len(function.__code__.co_freevars):
            function.__code__ = code


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


def _exchange_values(module: ModuleType, fresh: dict[str, Any]) -> None:
    for name, value in fresh.items():
        old = vars(module).get(name)
        if name.startswith("__") or old is value:
            continue
        if isinstance(value, type):
            for key, member in vars(value).items():
                if isinstance(member, FunctionType) and key in vars(old):
                    _exchange_defaults(vars(old)[key], member)
                if key == "__init__" or not (key.startswith("__") or hasattr(type(member), "__get__")):
                    setattr(old, key, member)
        elif (callable(value) and hasattr(value, "__wrapped__")) or isinstance(value, FunctionType):
            _exchange_defaults(old, value)
        else:
            for other in [one for one in sys.modules.values() if vars(one).get(name) is old]:
                setattr(other, name, value)


def _exchange_defaults(old: Any, new: Any) -> None:
    old, new = inspect.unwrap(old), inspect.unwrap(new)
    if isinstance(old, FunctionType):
        old.__defaults__, old.__kwdefaults__ = new.__defaults__, new.__kwdefaults__

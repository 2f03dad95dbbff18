"""What can be changed in a module: the standard operators of mutation testing, on Python's syntax tree."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

_COMPARED = "Lt LtE, LtE Lt, Gt GtE, GtE Gt, Eq NotEq, NotEq Eq, Is IsNot, IsNot Is, In NotIn, NotIn In"
_RECKONED = "Add Sub, Sub Add, Mult FloorDiv, FloorDiv Mult, Mod Mult, Pow Mult, LShift RShift, RShift LShift"
_OTHER: dict[type, type] = {
    getattr(ast, operator): getattr(ast, other)
    for operator, other in map(str.split, f"{_COMPARED}, {_RECKONED}, BitAnd BitOr, BitOr BitAnd".split(","))
}
"""What each operator becomes."""
LEFT_ALONE = {"annotation", "returns", "decorator_list", "bases", "type_ignores", "pattern"}
"""Fields that say nothing about what happens: types, and decorators that keep results or make value classes."""

Step = tuple[str, int | None]


@dataclass(frozen=True)
class Mutant:
    """One change: of the node that `way` leads to, into variant number `variant`."""

    path: Path
    way: tuple[Step, ...]
    variant: int
    line: int
    lines: tuple[int, ...]
    function: str
    what: str

    @property
    def words(self) -> str:
        """Where and what it is."""
        return f"{self.path}:{self.line} {self.function or '(module)'}: {self.what}"

    def tree(self) -> ast.Module:
        """Return the module with the change in it."""
        module = ast.parse(self.path.read_text())
        holder, (field, place) = _at(module, self.way[:-1]), self.way[-1]
        node = _at(module, self.way)
        changed = ast.copy_location(list(_variants(node, holder, field))[self.variant], node)
        if place is None:
            setattr(holder, field, changed)
        else:
            getattr(holder, field)[place] = changed
        return ast.fix_missing_locations(module)


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Return every change that can be made in a module. What runs while it is imported is its own, of no function."""
    module = ast.parse(path.read_text())
    importing = _importing(module)
    for mutant in _below(path, module, (), "", ()):
        yield replace(mutant, function="") if mutant.function in importing else mutant


def _importing(module: ast.Module) -> set[str]:
    """Return the names of the functions that run while a module is imported."""
    functions = {node.name: node for node in module.body if isinstance(node, ast.FunctionDef)}
    found: set[str] = set()
    looking = [node for node in module.body if not isinstance(node, ast.FunctionDef | ast.ClassDef)]
    while looking:
        calls = [node.func for node in ast.walk(looking.pop()) if isinstance(node, ast.Call)]
        new = {call.id for call in calls if isinstance(call, ast.Name) and call.id in functions} - found
        found |= new
        looking += [functions[name] for name in new]
    return found


def _at(node: Any, way: tuple[Step, ...]) -> Any:
    for field, place in way:
        node = getattr(node, field) if place is None else getattr(node, field)[place]
    return node


def _below(
    path: Path, node: ast.AST, way: tuple[Step, ...], function: str, lines: tuple[int, ...]
) -> Iterator[Mutant]:
    inside = function
    if isinstance(node, ast.FunctionDef):
        inside = f"{function}.{node.name}".strip(".")
    for field, value in ast.iter_fields(node):
        if field in LEFT_ALONE:
            continue
        named = inside if field in ("body", "orelse") else function
        for place, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(child, ast.AST) or _says_only(child):
                continue
            step = (*way, (field, place))
            here = lines
            if isinstance(child, ast.stmt):
                last = child.body[0].lineno if hasattr(child, "body") else child.end_lineno
                here = tuple(range(child.lineno, (last or child.lineno) + 1))
                if isinstance(node, ast.Module) and isinstance(child, ast.Assign | ast.AnnAssign):
                    here = _uses(node, child)
            for number, variant in enumerate(_variants(child, node, field)):
                what = f"{_short(child)}  →  {_short(variant)}"
                yield Mutant(path, step, number, getattr(child, "lineno", 0), here, named, what)
            yield from _below(path, child, step, named, here)


def _uses(module: ast.Module, constant: ast.Assign | ast.AnnAssign) -> tuple[int, ...]:
    """Return the lines on which a constant of the module is used in it; none where it is used elsewhere."""
    target = constant.targets[0] if isinstance(constant, ast.Assign) else constant.target
    names = [
        node for node in ast.walk(module) if isinstance(node, ast.Name) and node.id == ast.unparse(target)
    ]
    return tuple(node.lineno for node in names if isinstance(node.ctx, ast.Load))


def _says_only(node: ast.AST) -> bool:
    """Whether nothing below is worth a change: what is logged, docstrings, lists of names."""
    if isinstance(node, ast.Assign):
        return isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__"
    if isinstance(node, ast.Expr):
        call = node.value
        logged = isinstance(call, ast.Call) and ast.unparse(call.func).startswith("log.")
        return logged or isinstance(call, ast.Constant)
    return isinstance(node, ast.Import | ast.ImportFrom)


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) < 100 else text[:97] + "…"


def _variants(node: ast.AST, holder: ast.AST, field: str) -> Iterator[ast.AST]:
    """Return what may stand in a node's place."""
    condition = field in ("test", "ifs") and not isinstance(holder, ast.Assert)
    if condition:
        yield ast.Constant(False)
        if not isinstance(holder, ast.While):
            yield ast.Constant(True)
    match node:
        case ast.Compare(ops=ops):
            for place, operator in enumerate(ops):
                if condition and isinstance(
                    operator, ast.Eq | ast.NotEq | ast.Is | ast.IsNot | ast.In | ast.NotIn
                ):
                    continue  # its two answers are tried already
                changed = copy.deepcopy(node)
                changed.ops[place] = _OTHER[type(operator)]()
                yield changed
        case ast.BoolOp(op=op, values=values):
            for place in range(len(values)):
                kept = [value for other, value in enumerate(values) if other != place]
                yield ast.BoolOp(op, kept) if len(kept) > 1 else kept[0]
        case ast.UnaryOp(op=ast.Not(), operand=operand) if not condition:
            yield operand
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            yield operand
        case ast.BinOp(left=left, op=op, right=right) if not isinstance(holder, ast.Module | ast.Raise):
            if type(op) in _OTHER:
                yield ast.BinOp(left, _OTHER[type(op)](), right)
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield from (ast.Constant(other) for other in ((1,) if value == 0 else (value - 1, value + 1)))
        case ast.Constant(value=str(value)) if not any(map(str.isspace, value)):
            yield ast.Constant("!" + value)
        case ast.Constant(value=bytes(value)):
            yield ast.Constant(b"!" + value)
        case ast.stmt():
            yield from _other_statements(node, holder)


def _other_statements(node: ast.stmt, holder: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Expr() | ast.Delete() | ast.Continue() | ast.Break() | ast.AugAssign():
            yield ast.Pass()
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript(), *_]):
            yield ast.Pass()
        case ast.Raise() if not (isinstance(holder, ast.If) and len(holder.body) == 1):
            yield ast.Pass()  # the only one under a condition goes with its condition
        case ast.Return(value=value) if value is not None and ast.unparse(value) != "None":
            yield ast.Return(ast.Constant(None))
        case ast.With(items=items, body=body) if not any(item.optional_vars for item in items):
            yield ast.If(ast.Constant(True), body, [])
        case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=final):
            for place in range(len(handlers)):
                kept = [handler for other, handler in enumerate(handlers) if other != place]
                if kept or final:
                    yield ast.Try(body, kept, orelse, final)
                else:
                    yield ast.If(ast.Constant(True), body + orelse, [])
            if final:
                yield (
                    ast.Try(body, handlers, orelse, []) if handlers else ast.If(ast.Constant(True), body, [])
                )

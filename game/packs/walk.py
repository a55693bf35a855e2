"""Every marked value of a model, with its path: what the checker reads formulas, ids and words by."""

import types
from collections.abc import Callable, Iterator
from functools import cache
from typing import Annotated, Any, NamedTuple, Union, cast, get_args, get_origin

from game.packs.model import EffectTexts, IdOf, RuleText, Table, Words
from game.packs.shape import fields, is_table
from game.packs.toml import Path

Mark = RuleText | EffectTexts | IdOf | Words


class Leaf(NamedTuple):
    """A value, or the key of a mapping, that stands for more than itself."""

    path: Path
    value: Any
    mark: Mark
    is_key: bool = False


def leaves(table: Table, path: Path = ()) -> Iterator[Leaf]:
    """All marked values below a table, in pack order. A list of effects is one value."""
    yield from _visitor(type(table))(table, path)


_Visitor = Callable[[Any, Path], Iterator[Leaf]]


@cache
def _visitor(annotation: Any) -> _Visitor:
    marks: list[Mark] = []
    while get_origin(annotation) is Annotated:
        marks += [m for m in get_args(annotation)[1:] if isinstance(m, Mark)]
        annotation = get_args(annotation)[0]
    inner = _unmarked(annotation)
    if not marks:
        return inner
    keyed = get_origin(annotation) is dict

    def visit(value: Any, path: Path) -> Iterator[Leaf]:
        if value is None:
            return
        for mark in marks:
            if keyed:
                for key in cast(dict[str, Any], value):
                    yield Leaf((*path, key), key, mark, True)
            elif isinstance(value, tuple) and not isinstance(mark, EffectTexts):
                for index, part in enumerate(cast(tuple[Any, ...], value)):
                    yield Leaf((*path, index), part, mark)
            else:
                yield Leaf(path, value, mark)
        yield from inner(value, path)

    return visit


def _unmarked(annotation: Any) -> _Visitor:
    origin, args = get_origin(annotation), get_args(annotation)
    if is_table(annotation):
        return _table(annotation)
    if origin in (Union, types.UnionType):
        tables = [part for part in args if part is not type(None)]
        return _visitor(tables[0]) if len(tables) == 1 else _nothing
    if origin is dict:
        return _mapping(args[1])
    if origin is tuple and len(args) == 2 and args[1] is Ellipsis:
        return _sequence(args[0])
    return _nothing


def _nothing(value: Any, path: Path) -> Iterator[Leaf]:
    return iter(())


def _table(annotation: type[Table]) -> _Visitor:
    parts = [
        (key, name, _visitor(wanted))
        for key, (name, wanted, _) in fields(annotation).items()
        if _visitor(wanted) is not _nothing
    ]

    def visit(value: Any, path: Path) -> Iterator[Leaf]:
        for key, name, visitor in parts:
            yield from visitor(getattr(value, name), (*path, key))

    return visit


def _mapping(annotation: Any) -> _Visitor:
    inner = _visitor(annotation)
    if inner is _nothing:
        return _nothing

    def visit(value: Any, path: Path) -> Iterator[Leaf]:
        for key, part in cast(dict[str, Any], value).items():
            yield from inner(part, (*path, key))

    return visit


def _sequence(annotation: Any) -> _Visitor:
    inner = _visitor(annotation)
    if inner is _nothing:
        return _nothing

    def visit(value: Any, path: Path) -> Iterator[Leaf]:
        if isinstance(value, tuple):
            for index, part in enumerate(cast(tuple[Any, ...], value)):
                yield from inner(part, (*path, index))

    return visit

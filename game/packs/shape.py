"""Tables against the model: unknown keys, missing keys and values of the wrong sort, in words.

What does not fit is replaced by a neutral value and noted as damaged, so that one mistake is one
report and everything else is still checked.
"""

import math
import types
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from pydantic import Field, ValidationError
from pydantic.fields import FieldInfo

from game.lang.problems import nearest
from game.packs.diagnostics import Report
from game.packs.model import PackModel, RuleText, Sourced, Table, Text, Words
from game.packs.tables import Tables, dotted, words_of
from game.packs.toml import Path

ROUNDS = 5
MOST_PROBLEMS = 200
"""Beyond so many, the rest of a pack is not looked at."""


class CodexPage(Sourced):
    """The head of a page of the codex, and its Markdown."""

    title: Text
    terms: tuple[str, ...] = ()
    text: str = ""


class WholeModel(PackModel):
    """A pack with its pages."""

    codex: dict[str, CodexPage] = Field(default_factory=dict)


def shaped(tables: Tables) -> WholeModel | None:
    """The model of the tables; None when too much is missing to look any further."""
    data = cast(dict[str, Any], _frozen(tables.data))
    _infinite(tables, data, ())
    for _ in range(ROUNDS):
        try:
            return WholeModel.model_validate(data)
        except ValidationError as error:
            problems = _by_path(error, data)
        too_many = len(problems) > MOST_PROBLEMS
        if too_many:
            problems = dict(list(problems.items())[:MOST_PROBLEMS])
        _unknown_keys(tables, data, problems)
        for path, problem in problems.items():
            _report(tables, path, problem)
            tables.words.update(words_of(problem["input"]))
            tables.harm(path)
            if not isinstance(problem["input"], str) and _may_name(annotation_at(path)):
                tables.blind = True
            _replace(tables, data, path)
        if too_many:
            return None
    return None


def _unknown_keys(tables: Tables, data: dict[str, Any], problems: dict[Path, Any]) -> None:
    """Report keys that the model does not know, and read each as the key it was meant to be.

    A misspelt key is also a missing one: both are one mistake.
    """
    for path in [p for p, problem in problems.items() if problem["type"] == "extra_forbidden"]:
        del problems[path]
        owner = path[:-1]
        table: Any = data
        for key in owner:
            table = table[key]
        missing = [
            p for p, problem in problems.items() if problem["type"] == "missing" and p[:-1] == owner
        ]
        meant = _meant(path, set(table), [str(p[-1]) for p in missing])
        if not tables.spoilt(path):
            tables.reports.append(_unknown(tables, path, meant))
        value = table.pop(path[-1])
        tables.words.update(words_of(value))
        tables.harm(path)
        if meant is None:
            continue
        problems.pop((*owner, meant), None)
        table[meant] = value
        for old in [p for p in tables.spots if p[: len(path)] == path]:
            tables.spots[(*owner, meant, *old[len(path) :])] = tables.spots.pop(old)
        if owner:
            tables.harm((*owner, meant))


def _meant(path: Path, present: set[str], missing: list[str]) -> str | None:
    """The key that an unknown one was meant to be, among those that are not there."""
    owner = bare(annotation_at(path[:-1]))
    absent = [key for key in fields(owner) if key not in present] if is_table(owner) else []
    name = str(path[-1])
    near = nearest(name, missing) or nearest(name, absent)
    if near is None and len(missing) == 1 and len(path) > 1:
        return missing[0]
    return near


def _frozen(value: Any) -> Any:
    """The value with tuples for lists, all containers new."""
    if isinstance(value, dict):
        return {key: _frozen(part) for key, part in cast(dict[str, Any], value).items()}
    if isinstance(value, list):
        return tuple(_frozen(part) for part in cast(list[Any], value))
    return value


def _infinite(tables: Tables, value: Any, path: Path) -> None:
    """Report inf and nan, which TOML has and a level cannot be."""
    if isinstance(value, dict):
        for key, part in cast(dict[str, Any], value).items():
            _infinite(tables, part, (*path, key))
    elif isinstance(value, tuple):
        for index, part in enumerate(cast(tuple[Any, ...], value)):
            _infinite(tables, part, (*path, index))
    elif isinstance(value, float) and not math.isfinite(value):
        tables.harm(path)
        tables.reports.append(
            Report(
                "value-range",
                f"`{dotted(path)}` is {value}, which is no level.",
                tables.value(path),
                "Write a number.",
            )
        )


def _by_path(error: ValidationError, data: dict[str, Any]) -> dict[Path, Any]:
    """One problem a place: pydantic reports each branch of a union, and names it in the path."""
    problems: dict[Path, Any] = {}
    for problem in error.errors(include_url=False):
        path: Path = ()
        here: Any = data
        for step, key in enumerate(problem["loc"]):
            last = step == len(problem["loc"]) - 1
            if isinstance(here, dict) and key in here:
                here = cast(dict[Any, Any], here)[key]
            elif isinstance(here, tuple) and isinstance(key, int) and key < len(cast(Any, here)):
                here = cast(tuple[Any, ...], here)[key]
            elif not (last and problem["type"] == "missing" and isinstance(here, dict)):
                break
            path = (*path, key)
        wanted: Any = problem
        if problem["type"] == "missing" and isinstance(here, tuple):
            wanted = {"type": "tuple_type", "input": cast(Any, here)}  # a point without its y
        problems.setdefault(path, wanted)
    around = {path[:cut] for path in problems for cut in range(len(path))}
    return {path: problem for path, problem in problems.items() if path not in around}


@cache
def fields(model: type[Table]) -> Mapping[str, tuple[str, Any, FieldInfo]]:
    """The keys of a table as written: attribute, annotation with its marks, and pydantic's field."""
    hints = get_type_hints(model, include_extras=True)
    return {
        field.alias or name: (name, hints[name], field)
        for name, field in model.model_fields.items()
    }


def is_table(annotation: Any) -> bool:
    """Whether the annotation is a class of the model."""
    return isinstance(annotation, type) and issubclass(annotation, Table)


def bare(annotation: Any) -> Any:
    """The annotation without marks and without `| None`."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (Union, types.UnionType):
        some = [part for part in get_args(annotation) if part is not type(None)]
        if len(some) == 1:
            return bare(some[0])
    return annotation


def annotation_at(path: Path) -> Any:
    """What the model wants at a path; None when it knows of no such place."""
    annotation: Any = WholeModel
    for key in path:
        inner = bare(annotation)
        if is_table(inner):
            known = fields(inner)
            if key not in known:
                return None
            annotation = known[str(key)][1]
        elif get_origin(inner) is dict:
            annotation = get_args(inner)[1]
        elif get_origin(inner) is tuple:
            args = get_args(inner)
            annotation = args[0] if len(args) == 2 and args[1] is Ellipsis else args[int(key)]
        elif get_origin(inner) in (Union, types.UnionType):
            tuples = [a for a in get_args(inner) if get_origin(a) is tuple]
            annotation = get_args(tuples[0])[0] if tuples else None
        else:
            return None
    return annotation


def _neutral(annotation: Any) -> Any:
    """A value that fits, says nothing and is marked as damaged."""
    inner = bare(annotation)
    if is_table(inner):
        return {
            key: _neutral(wanted)
            for key, (_, wanted, field) in fields(inner).items()
            if field.is_required()
        }
    origin = get_origin(inner)
    if origin is dict:
        return {}
    if origin is tuple:
        args = get_args(inner)
        if args[-1] is Ellipsis:
            one = _neutral(args[0])
            return (one, one) if isinstance(one, tuple) else ()
        return tuple(_neutral(a) for a in args)
    if origin is Literal:
        return get_args(inner)[0]
    if origin in (Union, types.UnionType):
        return _neutral(int) if int in get_args(inner) else _neutral(get_args(inner)[0])
    return {int: 1, float: 1.0, bool: True}.get(inner, "")


def _may_name(annotation: Any) -> bool:
    """Whether a value there may name a quantity."""
    while get_origin(annotation) is Annotated:
        if any(not isinstance(mark, Words) or mark.quantities for mark in get_args(annotation)[1:]):
            return True
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (Union, types.UnionType):
        return any(_may_name(part) for part in get_args(annotation))
    return is_table(annotation) or get_origin(annotation) in (dict, tuple)


def _replace(tables: Tables, data: dict[str, Any], path: Path) -> None:
    """Put a neutral value at a path, or take out what the model does not know.

    Of a list of tables where one belongs, the first is taken: only the brackets were wrong.
    """
    if not path:
        return
    annotation = annotation_at(path)
    found: Any = data
    for key in path:
        found = cast(dict[Any, Any], found).get(key) if isinstance(found, dict) else None
    if isinstance(found, tuple) and found and is_table(bare(annotation)):
        _put(data, path, annotation, cast(tuple[Any, ...], found)[0])
        for old in [p for p in tables.spots if p[: len(path) + 1] == (*path, 0)]:
            tables.spots[(*path, *old[len(path) + 1 :])] = tables.spots[old]
    else:
        _put(data, path, annotation)


def _put(here: Any, path: Path, annotation: Any, value: Any = None) -> Any:
    """`here` with a value, neutral if none is given, at a path: lists made anew, tables changed."""
    key = path[0]
    if isinstance(here, dict):
        table = cast(dict[Any, Any], here)
        if len(path) > 1:
            table[key] = _put(table[key], path[1:], annotation, value)
        elif annotation is None:
            table.pop(key, None)
        else:
            table[key] = _neutral(annotation) if value is None else value
        return table
    if isinstance(here, tuple):
        items = list(cast(tuple[Any, ...], here))
        index = int(key)
        items[index] = (
            _put(items[index], path[1:], annotation, value)
            if len(path) > 1
            else _neutral(annotation)
        )
        return tuple(items)
    return here


def _report(tables: Tables, path: Path, problem: Any) -> None:
    """Say it, unless something is already said of this place."""
    sort = problem["type"]
    owner = path[:-1]
    if sort == "missing":
        if not (tables.spoilt(path) or owner in tables.lacking or () in tables.lacking):
            tables.reports.append(_missing(tables, path))
        return
    if tables.spoilt(path):
        return
    if sort == "literal_error":
        tables.reports.append(_choice(tables, path, problem))
    elif sort in _BOUNDS or sort in ("too_short", "too_long"):
        tables.reports.append(_range(tables, path, problem))
    else:
        tables.reports.append(_type(tables, path, problem["input"]))


def called(path: Path) -> str:
    """What a table is called in a sentence."""
    return f"[{dotted(path)}]" if path else "the pack"


def _missing(tables: Tables, path: Path) -> Report:
    wanted = describe(annotation_at(path))
    if len(path) == 1:
        return Report(
            "key-missing",
            f"The pack has no table [{path[0]}].",
            tables.key(path),
            f"Add [{path[0]}] to one of its files.",
        )
    owner = tables.spots.get(path[:-1])
    return Report(
        "key-missing",
        f"{called(path[:-1])} has no `{path[-1]}`.",
        owner.value if owner else tables.key(path),
        f"Add `{path[-1]} = ...`: {wanted}.",
    )


def _unknown(tables: Tables, path: Path, meant: str | None) -> Report:
    owner = bare(annotation_at(path[:-1]))
    known = list(fields(owner)) if is_table(owner) else []
    name = str(path[-1])
    near = meant or nearest(name, known)
    if len(path) == 1:
        return Report(
            "table-unknown",
            f"A pack has no tables [{name}].",
            tables.key(path),
            f"Did you mean [{near}]?" if near else f"A pack has {_listed(known)}.",
        )
    return Report(
        "key-unknown",
        f"{called(path[:-1])} has no key `{name}`.",
        tables.key(path),
        f"Did you mean `{near}`?" if near else f"Its keys are {_listed(known)}.",
    )


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _choice(tables: Tables, path: Path, problem: Any) -> Report:
    options = [str(o) for o in get_args(bare(annotation_at(path)))]
    found = problem["input"]
    if path == ("pack", "format"):
        return Report(
            "pack-format",
            f"The pack is of format {found!r}; this version reads format 1.",
            tables.value(path),
            "Write `format = 1`, or use a newer version of the program.",
        )
    near = nearest(found, options) if isinstance(found, str) else None
    quoted = ", ".join(f'"{o}"' for o in options)
    return Report(
        "value-choice",
        f"`{path[-1]}` cannot be {_found(found)}.",
        tables.value(path),
        f'Did you mean "{near}"?' if near else f"Write one of {quoted}.",
    )


_BOUNDS = {
    "greater_than_equal": ("ge", "at least"),
    "less_than_equal": ("le", "at most"),
    "greater_than": ("gt", "more than"),
    "less_than": ("lt", "less than"),
}


def _range(tables: Tables, path: Path, problem: Any) -> Report:
    ctx = problem["ctx"]
    if problem["type"] in _BOUNDS:
        key, words = _BOUNDS[problem["type"]]
        mend = f"Write a number of {words} {ctx[key]}."
        message = f"`{path[-1]}` is {problem['input']}, and must be {words} {ctx[key]}."
    elif problem["type"] == "too_short":
        message = (
            f"`{path[-1]}` has {ctx['actual_length']} elements, and needs {ctx['min_length']}."
        )
        mend = "Add to the list."
    else:
        message = f"`{path[-1]}` has more than {ctx['max_length']} elements."
        mend = "Cut the list down."
    return Report("value-range", message, tables.value(path), mend)


def _type(tables: Tables, path: Path, found: Any) -> Report:
    annotation = annotation_at(path)
    wanted = describe(annotation)
    inner = bare(annotation)
    if isinstance(found, tuple) and (is_table(inner) or get_origin(inner) is dict):
        return Report(
            "table-list",
            f"`{dotted(path)}` is a list of tables.",
            tables.key(path),
            f"Give each an id, and one pair of brackets: [{dotted(path)}.ID].",
        )
    if is_table(inner) or get_origin(inner) is dict:
        return Report(
            "value-type",
            f"`{dotted(path)}` is {_found(found)}, and must be {wanted}.",
            tables.value(path),
            f"Write [{dotted(path)}] above its keys.",
        )
    return Report(
        "value-type",
        f"`{path[-1] if isinstance(path[-1], str) else dotted(path)}` is {_found(found)},"
        f" and must be {wanted}.",
        tables.value(path),
        _retyped(found, inner),
    )


def _retyped(found: Any, wanted: Any) -> str:
    """How the value would have to be written."""
    if isinstance(found, str) and wanted is bool and found.lower() in ("true", "false"):
        return f"Write {found.lower()} without quotes."
    if isinstance(found, str) and _takes_numbers(wanted):
        try:
            float(found)
        except ValueError:
            return "Write a number."
        return f"Write {found} without quotes."
    if isinstance(found, (int, float)) and wanted is str:
        return f'Put it in quotes: "{found}".'
    if isinstance(found, float) and wanted is int:
        return "Write a whole number, without a point."
    if isinstance(found, str) and get_origin(wanted) is tuple:
        return (
            f'Put it in square brackets: ["{found}"].'
            if len(found) < 40
            else "Put it in square brackets."
        )
    return f"Write {describe(wanted)}."


def _takes_numbers(wanted: Any) -> bool:
    args = get_args(wanted)
    return wanted in (int, float) or (int in args and str not in args)


def _found(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'the text "{value}"' if len(value) <= 30 else "a text"
    if isinstance(value, (int, float)):
        return f"the number {value}"
    if isinstance(value, tuple):
        return "a list"
    if isinstance(value, dict):
        return "a table"
    return "a date"


def describe(annotation: Any) -> str:
    """What may stand there, in words."""
    marks: list[Any] = []
    inner = annotation
    while get_origin(inner) is Annotated:
        marks += get_args(inner)[1:]
        inner = get_args(inner)[0]
    inner = bare(inner)
    if get_origin(inner) is Annotated:
        return describe(inner)
    if any(isinstance(mark, RuleText) for mark in marks):
        return "a formula (text in quotes) or a plain value"
    if is_table(inner) or get_origin(inner) is dict:
        return "a table"
    if get_origin(inner) is tuple:
        args = get_args(inner)
        if args[-1] is not Ellipsis:
            return f"a list of {len(args)} numbers"
        return (
            "a list of points [x, y]"
            if get_origin(args[0]) is tuple
            else ("a list of numbers" if float in get_args(args[0]) else "a list of texts")
        )
    if get_origin(inner) is Literal:
        return "one of " + ", ".join(
            f'"{o}"' if isinstance(o, str) else str(o) for o in get_args(inner)
        )
    if get_origin(inner) in (Union, types.UnionType):
        parts = [p for p in get_args(inner) if p is not type(None)]
        if set(parts) == {int, float}:
            return "a number"
        if any(get_origin(p) is tuple for p in parts):
            return "a number or a list of numbers"
        return "a text or a number"
    return {
        str: "text in quotes",
        int: "a whole number",
        bool: "true or false",
        float: "a number",
    }.get(inner, "a value")

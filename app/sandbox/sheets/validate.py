"""Requests held to the discovery document, refused in Google's words before anything runs."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import orjson

from app.sandbox.errors import ApiError
from app.sandbox.sheets import discovery
from app.sandbox.sheets.discovery import Field, Message
from app.sandbox.sheets.violations import Path, Violations, bad_request, shown

_INT32 = 2**31
_NUMBER = frozenset({int, float})
_PLAIN = {
    "numberValue": _NUMBER,
    "stringValue": frozenset({str}),
    "boolValue": frozenset({bool}),
    "formulaValue": frozenset({str}),
}
_MAX_DEPTH = 100


def parse_body(body: bytes) -> dict[str, Any]:
    """The JSON object of a request; an empty body is an empty message."""
    if not body.strip():
        return {}
    try:
        held = orjson.loads(body)
    except orjson.JSONDecodeError as fault:
        raise _unreadable(body, fault) from None
    if not isinstance(held, dict):
        raise bad_request(
            "", 'Invalid JSON payload received. Unknown name "": Root element must be a message.'
        )
    return held


def _unreadable(body: bytes, fault: orjson.JSONDecodeError) -> ApiError:
    """The 400 for text that is no JSON, with the place pointed at as Google does."""
    text = body.decode("utf-8", "replace")
    before, after = text[max(0, fault.pos - 20) : fault.pos], text[fault.pos : fault.pos + 20]
    before, after = before.rpartition("\n")[2], after.partition("\n")[0]
    kind = "Unexpected token." if fault.pos < len(text.rstrip()) else "Unexpected end of string."
    return bad_request("", f"Invalid JSON payload received. {kind}\n{before}{after}\n{' ' * len(before)}^")


def check_body(type_name: str, body: dict[str, Any], *, root: str = "") -> dict[str, Any]:
    """A body as its message type has it: camelCase names, typed scalars; 400 otherwise. Changes `body`.

    `root` is the name of the request field that the body is, where it is not the whole request.
    """
    checker = _Checker()
    checked = checker.message(discovery.message(type_name), body, (None, root) if root else None, 0)
    if checker.violations.found:
        raise checker.violations.error()
    return checked


def check_query(parameters: Message, query: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Query parameters, typed; a repeated one as a list, of others the last counts."""
    checker = _Checker()
    checked: dict[str, Any] = {}
    for name, text in query:
        known = parameters.find(name)
        if known is None:
            quoted = f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. '
            refusal = f"{quoted}Field '{name}' could not be found in request message."
            checker.violations.found.append((name, refusal))
            continue
        value = checker.query_value(known, text)
        if known.repeated:
            checked.setdefault(known.name, []).append(value)
        else:
            checked[known.name] = value
    if checker.violations.found:
        raise checker.violations.error()
    return checked


class _Checker:
    """One request under inspection; equal cell formats are looked at once and become one object."""

    def __init__(self) -> None:
        self.violations = Violations()
        self._formats: dict[bytes, dict[str, Any]] = {}

    def message(
        self, kind: Message, held: Mapping[str, Any], path: Path | None, depth: int
    ) -> dict[str, Any]:
        """An object as a message of a type."""
        if depth > _MAX_DEPTH:
            self.violations.add(path, "Message too deep. Max recursion depth reached.")
            return {}
        checked: dict[str, Any] = {}
        unions: dict[str, str] = {}
        fields = kind.fields
        for name, value in held.items():
            known = fields.get(name) or kind.by_snake.get(name)
            if known is None:
                self.violations.unknown(name, path)
                continue
            if value is None:
                continue
            union = kind.unions.get(known.name)
            if union is not None and unions.setdefault(union, known.name) != known.name:
                self._second_of_union(name, union, path)
                continue
            place: Path = (path, known.snake)
            if known.repeated:
                checked[known.name] = self._list(known, value, place, depth)
            elif type(value) is list:
                self.violations.not_repeating(name, path)
            else:
                checked[known.name] = self._value(known, value, place, depth)
        return checked

    def _second_of_union(self, name: str, union: str, path: Path | None) -> None:
        clash = f"oneof field '{union}' is already set. Cannot set '{name}'"
        if path is None:
            self.violations.add(path, f"Invalid value (oneof), {clash}")
        else:
            self.violations.invalid(path, "oneof", clash)

    def _list(self, known: Field, value: Any, path: Path, depth: int) -> list[Any]:
        items = value if type(value) is list else [value]
        if known.nested:
            return [self._list_value(known, item, path, i, value) for i, item in enumerate(items)]
        if any(type(item) is list for item in items):
            items = _flat(items)
        if known.message == "CellData":
            return self._cells(items, path, depth)
        if known.message:
            kind = discovery.message(known.message)
            return [
                self.message(kind, item, (path, i), depth + 1)
                if type(item) is dict
                else self._misfit(known, item, (path, i) if type(value) is list else path)
                for i, item in enumerate(items)
            ]
        return [self._value(known, item, (path, i), depth) for i, item in enumerate(items)]

    def _cells(self, items: list[Any], path: Path, depth: int) -> list[Any]:
        """Cells; most hold a plain value and a format seen before, which pass at a glance."""
        kind = discovery.message("CellData")
        for i, item in enumerate(items):
            if type(item) is dict:
                for name, value in item.items():
                    if name == "userEnteredValue" and _is_plain(value):
                        continue
                    if name == "userEnteredFormat" and type(value) is dict:
                        item[name] = self._format(
                            kind.fields[name], value, ((path, i), "user_entered_format"), depth
                        )
                        continue
                    items[i] = self.message(kind, item, (path, i), depth + 1)
                    break
            elif item is None:
                items[i] = {}
            else:
                self.violations.invalid((path, i), f"{discovery.TYPES}CellData", shown(item))
        return items

    def _format(self, known: Field, value: dict[str, Any], path: Path, depth: int) -> dict[str, Any]:
        key = orjson.dumps(value)
        found = self._formats.get(key)
        if found is None:
            found = self.message(discovery.message(known.message), value, path, depth + 2)
            if not self.violations.found:
                self._formats[key] = found
        return found

    def _list_value(self, known: Field, item: Any, path: Path, index: int, whole: Any) -> list[Any]:
        if type(item) is list:
            return item
        self.violations.invalid((path, index) if type(whole) is list else path, known.type_name, shown(item))
        return []

    def _value(self, known: Field, value: Any, path: Path, depth: int) -> Any:
        kind = known.kind
        if kind == "message":
            if type(value) is dict:
                if known.message == "CellFormat":
                    return self._format(known, value, path, depth)
                return self.message(discovery.message(known.message), value, path, depth + 1)
            return self._misfit(known, value, path)
        if kind == "any":
            return value
        if kind == "map":
            return self._map(known, value, path, depth)
        if type(value) is dict:
            self.violations.invalid(path, known.type_name, "Starting an object on a scalar field")
            return None
        if type(value) is list:
            self.violations.not_repeating(known.name, path[0])
            return None
        found = _READERS[kind](known, value)
        if found is None:
            self.violations.invalid(path, known.type_name, shown(value))
        return found

    def _misfit(self, known: Field, value: Any, path: Path) -> Any:
        if value is None:
            return {}
        if type(value) is list:
            self.violations.not_repeating(known.name, path[0])
        else:
            self.violations.invalid(path, known.type_name, shown(value))
        return {}

    def _map(self, known: Field, value: Any, path: Path, depth: int) -> dict[str, Any]:
        if type(value) is not dict:
            self.violations.invalid(path, "Map", shown(value))
            return {}
        kind = discovery.message(known.message)
        checked = {}
        for key, item in value.items():
            place: Path = ((path, f"[{key}]"), "value")
            if not key.isdigit():
                self.violations.invalid(path, "TYPE_INT32", shown(key))
            elif type(item) is dict:
                checked[key] = self.message(kind, item, place, depth + 1)
            else:
                self.violations.invalid(place, discovery.full_name(known.message), shown(item))
        return checked

    def query_value(self, known: Field, text: str) -> Any:
        """One query parameter."""
        if known.kind == "bool":
            lowered = text.lower()
            if lowered in _TRUE or lowered in _FALSE:
                return lowered in _TRUE
            self.violations.invalid((None, known.snake), "TYPE_BOOL", shown(text))
            return None
        return self._value(known, text, (None, known.snake), 0)


def _flat(items: list[Any], depth: int = 0) -> list[Any]:
    """Lists in a list count as if their items stood in it, which some clients rely on."""
    if depth > _MAX_DEPTH:
        return items
    return [inner for item in items for inner in (_flat(item, depth + 1) if type(item) is list else (item,))]


_TRUE = frozenset({"true", "1"})
_FALSE = frozenset({"false", "0", ""})


def _is_plain(value: Any) -> bool:
    """Whether a cell's value is one scalar of the type its name says."""
    if type(value) is not dict or len(value) != 1:
        return False
    for name, scalar in value.items():
        return type(scalar) in _PLAIN.get(name, ())
    return False


def _text(_known: Field, value: Any) -> str | None:
    return value if type(value) is str else None


def _truth(_known: Field, value: Any) -> bool | None:
    if type(value) is bool:
        return value
    return value == "true" if value in {"true", "false"} else None


def _member(known: Field, value: Any) -> str | None:
    if type(value) is str and value in known.values:
        return value
    return known.numbers[value] if type(value) is int and 0 <= value < len(known.numbers) else None


def _whole(known: Field, value: Any) -> int | None:
    real = _real(known, value)
    if real is None or real != int(real):
        return None
    return int(real) if -_INT32 <= real < _INT32 else None


def _real(known: Field, value: Any) -> float | None:
    if type(value) is str:
        try:
            value = float(value)
        except ValueError:
            return None
    if type(value) not in _NUMBER or (type(value) is float and not math.isfinite(value)):
        return None
    real: float = value
    return single(real) if known.type_name == "TYPE_FLOAT" and type(real) is float else real


@lru_cache(maxsize=4_096)
def single(real: float) -> float:
    """A number as a 32-bit float holds it, in its shortest spelling: 0.984313725490196 → 0.9843137."""
    try:
        packed = struct.pack("f", real)
    except OverflowError:
        return real
    return next(
        (short for digits in range(6, 9) if struct.pack("f", short := float(f"{real:.{digits}g}")) == packed),
        float(f"{real:.9g}"),
    )


_READERS: dict[str, Callable[[Field, Any], Any]] = {
    "string": _text,
    "bool": _truth,
    "int32": _whole,
    "double": _real,
    "enum": _member,
}

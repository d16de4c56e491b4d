"""Requests held to the discovery document, refused in Google's words before anything runs."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from app.sandbox.errors import ApiError
from app.sandbox.sheets import discovery
from app.sandbox.sheets.discovery import Field, Message, snake

_BAD_REQUEST = "type.googleapis.com/google.rpc.BadRequest"
_INT32 = 2**31
_NUMBER = frozenset({int, float})
_PLAIN_CELL = {
    "numberValue": _NUMBER,
    "stringValue": frozenset({str}),
    "boolValue": frozenset({bool}),
    "formulaValue": frozenset({str}),
}
_MAX_DEPTH = 100


@dataclass(slots=True)
class _Violations:
    found: list[tuple[str, str]] = field(default_factory=list)

    def unknown(self, name: str, path: str) -> None:
        place = f" at '{path}'" if path else ""
        text = f'Invalid JSON payload received. Unknown name "{name}"{place}: Cannot find field.'
        self.found.append((path, text))

    def not_repeating(self, name: str, path: str) -> None:
        place = f" at '{path}'" if path else ""
        text = (
            f'Invalid JSON payload received. Unknown name "{name}"{place}: '
            "Proto field is not repeating, cannot start list."
        )
        self.found.append((path, text))

    def invalid(self, path: str, type_name: str, shown: str) -> None:
        self.found.append((path, f"Invalid value at '{path}' ({type_name}), {shown}"))

    def error(self) -> ApiError:
        """One 400 that names every violation."""
        violations = [{"field": f, "description": d} if f else {"description": d} for f, d in self.found]
        message = "\n".join(text for _, text in self.found)
        return ApiError(400, message, details=[{"@type": _BAD_REQUEST, "fieldViolations": violations}])


def bad_request(field_name: str, text: str) -> ApiError:
    """A 400 with one field violation."""
    violations = _Violations([(field_name, text)])
    return violations.error()


def parse_body(body: bytes) -> dict[str, Any]:
    """The JSON object of a request; an empty body is an empty message."""
    if not body.strip():
        return {}
    try:
        held = orjson.loads(body)
    except orjson.JSONDecodeError as fault:
        raise _unreadable(body, fault) from None
    if not isinstance(held, dict):
        shown = "Root element must be a message."
        raise bad_request("", f'Invalid JSON payload received. Unknown name "": {shown}')
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
    violations = _Violations()
    checked = _message(discovery.message(type_name), body, root, violations, 0)
    if violations.found:
        raise violations.error()
    return checked


def check_query(parameters: Message, query: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Query parameters, typed; a repeated one as a list, of others the last counts."""
    violations = _Violations()
    checked: dict[str, Any] = {}
    for name, text in query:
        known = parameters.find(name)
        if known is None:
            quoted = f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. '
            violations.found.append((name, f"{quoted}Field '{name}' could not be found in request message."))
            continue
        value = _query_value(known, text, violations)
        if known.repeated:
            checked.setdefault(known.name, []).append(value)
        else:
            checked[known.name] = value
    if violations.found:
        raise violations.error()
    return checked


def _query_value(known: Field, text: str, violations: _Violations) -> Any:
    if known.kind == "bool":
        lowered = text.lower()
        if lowered in {"true", "1", ""}:
            return lowered != ""
        if lowered in {"false", "0"}:
            return False
        violations.invalid(snake(known.name), "TYPE_BOOL", _shown(text))
        return None
    return _value(known, text, snake(known.name), violations, 0)


def _message(
    kind: Message, held: Mapping[str, Any], path: str, violations: _Violations, depth: int
) -> dict[str, Any]:
    if depth > _MAX_DEPTH:
        violations.found.append((path, "Message too deep. Max recursion depth reached for key."))
        return {}
    checked: dict[str, Any] = {}
    unions: dict[str, str] = {}
    fields = kind.fields
    for name, value in held.items():
        known = fields.get(name) or kind.by_snake.get(name)
        if known is None:
            violations.unknown(name, path)
            continue
        if value is None:
            continue
        place = f"{path}.{snake(known.name)}" if path else snake(known.name)
        union = kind.unions.get(known.name)
        if union is not None and unions.setdefault(union, known.name) != known.name:
            text = f"Invalid value at '{path}' (oneof), oneof field '{union}' is already set. Cannot set '{name}'"
            violations.found.append((path, text))
            continue
        if known.repeated:
            checked[known.name] = _list(known, value, place, violations, depth)
        elif type(value) is list:
            violations.not_repeating(name, path)
        else:
            checked[known.name] = _value(known, value, place, violations, depth)
    return checked


def _list(known: Field, value: Any, path: str, violations: _Violations, depth: int) -> list[Any]:
    items = value if type(value) is list else [value]
    if known.nested:
        return [_list_value(known, item, path, violations, i) for i, item in enumerate(items)]
    if known.message == "CellData":
        return _cells(items, path, violations, depth)
    if known.message:
        kind = discovery.message(known.message)
        return [
            _message(kind, item, f"{path}[{i}]", violations, depth + 1)
            if type(item) is dict
            else _misfit(known, item, f"{path}[{i}]" if type(value) is list else path, violations)
            for i, item in enumerate(items)
        ]
    return [_value(known, item, f"{path}[{i}]", violations, depth) for i, item in enumerate(items)]


def _cells(items: list[Any], path: str, violations: _Violations, depth: int) -> list[Any]:
    """Cells, most of them a single plain value, which pass at a glance."""
    kind = discovery.message("CellData")
    checked = items
    for i, item in enumerate(items):
        if type(item) is dict:
            if len(item) == 1:
                value = item.get("userEnteredValue")
                if type(value) is dict and len(value) == 1:
                    ((member, scalar),) = value.items()
                    if type(scalar) in _PLAIN_CELL.get(member, ()):
                        continue
            elif not item:
                continue
            checked[i] = _message(kind, item, f"{path}[{i}]", violations, depth + 1)
        elif item is None:
            checked[i] = {}
        else:
            violations.invalid(f"{path}[{i}]", discovery.TYPES + "CellData", _shown(item))
    return checked


def _list_value(known: Field, item: Any, path: str, violations: _Violations, index: int) -> list[Any]:
    if type(item) is list:
        return item
    place = path if not isinstance(item, (dict, list)) else f"{path}[{index}]"
    violations.invalid(place, known.type_name, _shown(item))
    return []


def _value(known: Field, value: Any, path: str, violations: _Violations, depth: int) -> Any:
    kind = known.kind
    if kind == "message":
        if type(value) is dict:
            return _message(discovery.message(known.message), value, path, violations, depth + 1)
        return _misfit(known, value, path, violations)
    if kind == "any":
        return value
    if kind == "map":
        return _map(known, value, path, violations, depth)
    if type(value) is dict:
        violations.invalid(path, known.type_name, "Starting an object on a scalar field")
        return None
    if type(value) is list:
        violations.not_repeating(path.rpartition(".")[2], path.rpartition(".")[0])
        return None
    return _scalar(known, value, path, violations)


def _misfit(known: Field, value: Any, path: str, violations: _Violations) -> Any:
    if value is None:
        return {}
    if type(value) is list:
        violations.not_repeating(path.rpartition(".")[2], path.rpartition(".")[0])
    else:
        violations.invalid(path, known.type_name, _shown(value))
    return {}


def _map(known: Field, value: Any, path: str, violations: _Violations, depth: int) -> dict[str, Any]:
    if type(value) is not dict:
        violations.invalid(path, "Map", _shown(value))
        return {}
    kind = discovery.message(known.message)
    checked = {}
    for key, item in value.items():
        if not key.lstrip("-").isdigit():
            violations.invalid(path, "TYPE_INT32", _shown(key))
        elif type(item) is dict:
            checked[key] = _message(kind, item, f"{path}[{key}].value", violations, depth + 1)
        else:
            violations.invalid(f"{path}[{key}].value", discovery.TYPES + known.message, _shown(item))
    return checked


def _scalar(known: Field, value: Any, path: str, violations: _Violations) -> Any:
    found = _READERS[known.kind](known, value)
    if found is None:
        violations.invalid(path, known.type_name, _shown(value))
    return found


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


def _whole(_known: Field, value: Any) -> int | None:
    if type(value) is str:
        try:
            value = float(value)
        except ValueError:
            return None
    if type(value) not in _NUMBER or not math.isfinite(value) or value != int(value):
        return None
    whole = int(value)
    return whole if -_INT32 <= whole < _INT32 else None


def _real(_known: Field, value: Any) -> float | None:
    if type(value) is str:
        try:
            value = float(value)
        except ValueError:
            return None
    if type(value) not in _NUMBER or not math.isfinite(value):
        return None
    real: float = value
    return real


_READERS: dict[str, Callable[[Field, Any], Any]] = {
    "string": _text,
    "bool": _truth,
    "int32": _whole,
    "double": _real,
    "enum": _member,
}


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dict, list)):
        return orjson.dumps(value).decode()
    return str(value)

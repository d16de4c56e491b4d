"""What the discovery document says of Drive's parameters and bodies, and the 400s for what isn't so.

Drive takes no notice of names it does not know, neither in the query nor in a body (a body of v2 with
`title` makes a file called Untitled); wrong types are refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from app.sandbox.drive import fields
from app.sandbox.errors import ApiError
from app.sandbox.refusals import bad_parameter, drive_error, required
from app.sandbox.traffic.catalogue import discovery_document

JsonDict = dict[str, Any]
TYPE_NAME = {"string": "TYPE_STRING", "boolean": "TYPE_BOOL", "integer": "TYPE_INT32"}


@cache
def document() -> JsonDict:
    """drive.v3, as shipped."""
    return discovery_document("drive.v3")


def schema(name: str) -> JsonDict:
    """A schema by name."""
    held: JsonDict = document()["schemas"][name]
    return held


@cache
def parameters(method_id: str) -> Mapping[str, JsonDict]:
    """The query parameters of a method such as `drive.files.list`, with those that every method has."""
    node = document()
    for part in method_id.split(".")[1:-1]:
        node = node["resources"][part]
    method = node["methods"][method_id.rpartition(".")[2]]
    own = {name: held for name, held in method.get("parameters", {}).items() if held["location"] == "query"}
    return {**document()["parameters"], **own}


def methods() -> Iterator[JsonDict]:
    """Every method of Drive."""
    waiting = [document()]
    while waiting:
        node = waiting.pop()
        yield from node.get("methods", {}).values()
        waiting.extend(node.get("resources", {}).values())


def checked_query(method_id: str, query: Mapping[str, str]) -> dict[str, Any]:
    """The known parameters, typed, with their defaults; refused when one is missing or can't be read."""
    found: dict[str, Any] = {}
    for name, held in parameters(method_id).items():
        text = query.get(name)
        if text is None or (text == "" and held["type"] != "string"):
            if held.get("required"):
                raise required(name)
            text = held.get("default")
        if text is not None:
            found[name] = _typed(name, text, held)
    return found


def _typed(name: str, text: str, held: Mapping[str, Any]) -> Any:
    match held["type"]:
        case "boolean":
            if text.lower() not in {"true", "false", "1", "0"}:
                raise bad_parameter(f"Invalid boolean value: '{text}'.", name, "invalidParameter")
            return text.lower() in {"true", "1"}
        case "integer":
            return _whole(name, text, int(held.get("minimum", -(2**31))), int(held.get("maximum", 2**31 - 1)))
        case _:
            if "enum" in held and text not in held["enum"]:
                raise bad_parameter(
                    f"Invalid value '{text}'. Allowed values: [{', '.join(held['enum'])}]",
                    name,
                    "invalidParameter",
                )
            return text


def _whole(name: str, text: str, low: int, high: int) -> int:
    refusal = bad_parameter(
        f"Invalid value '{text}'. Values must be within the range: [{low}, {high}]", name, "invalidParameter"
    )
    try:
        number = int(text)
    except ValueError:
        raise refusal from None
    if not low <= number <= high:
        raise refusal
    return number


def checked_body(body: Any, schema_name: str) -> JsonDict:
    """The known fields of a body whose types are right; nulls are left out, as if never sent."""
    if not isinstance(body, dict):
        raise drive_error(400, "Parse Error", "parseError")
    return _object(body, schema(schema_name), path="")


def _object(body: JsonDict, held: Mapping[str, Any], *, path: str) -> JsonDict:
    properties, extra = held.get("properties", {}), held.get("additionalProperties")
    found: JsonDict = {}
    for name, value in body.items():
        expected = properties.get(name, extra)
        if expected is None:
            continue
        if value is None:
            if extra is not None:  # a property is taken away by null
                found[name] = None
            continue
        found[name] = _value(value, expected, path=f"{path}.{name}" if path else name)
    return found


def _value(value: Any, expected: Mapping[str, Any], *, path: str) -> Any:
    if "$ref" in expected:
        expected = schema(expected["$ref"])
    kind = expected.get("type", "object")
    if kind == "array":
        items = value if isinstance(value, list) else [value]
        return [_value(item, expected["items"], path=f"{path}[{at}]") for at, item in enumerate(items)]
    if kind == "object":
        if not isinstance(value, dict):
            raise _wrong(path, "object", value)
        return _object(value, expected, path=path)
    fits = {
        "string": isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)),
        "boolean": isinstance(value, bool),
        "integer": isinstance(value, int) and not isinstance(value, bool),
        "number": isinstance(value, int | float) and not isinstance(value, bool),
    }
    if not fits.get(kind, True):
        raise _wrong(path, kind, value)
    return str(value) if kind == "string" else value


def _wrong(path: str, kind: str, value: Any) -> ApiError:
    text = f"Invalid value at '{path}' ({TYPE_NAME.get(kind, kind)}), {_shown(value)}"
    if kind == "object":
        text = f"Invalid value at '{path}' (object expected), {_shown(value)}"
    return drive_error(400, text, "badRequest")


def _shown(value: Any) -> str:
    return (
        f'"{value}"'
        if isinstance(value, str)
        else str(value).lower()
        if isinstance(value, bool)
        else str(value)
    )


def masked(held: Any, asked: str | None, *, default: str, schema_name: str) -> Any:
    """An answer cut to `fields`, or to what Drive sends when nothing is asked for."""
    try:
        tree = fields.parse(asked) if asked else fields.parse(default)
        if asked:
            fields.check(tree, schema(schema_name), document()["schemas"])
    except fields.BadFields as fault:
        raise bad_parameter(f"Invalid field selection {fault}", "fields", "invalidParameter") from None
    return fields.select(held, tree)

"""The Sheets discovery document that ships with google-api-python-client, as message types."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import orjson

_DOCUMENT = ("discovery_cache", "documents", "sheets.v4.json")
TYPES = "type.googleapis.com/google.apps.sheets.v4."
_NESTED = {"Request": "BatchUpdateSpreadsheetRequest.Request"}
"""Messages whose full name differs from the discovery document's."""
_HUMP = re.compile(r"(?<=[a-z0-9])([A-Z])")

UNIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "ExtendedValue": {"value": ("numberValue", "stringValue", "boolValue", "formulaValue", "errorValue")},
    "UpdateCellsRequest": {"area": ("start", "range")},
    "DataFilter": {"filter": ("developerMetadataLookup", "a1Range", "gridRange")},
    "ColorStyle": {"kind": ("rgbColor", "themeColor")},
    "DeveloperMetadataLocation": {"location": ("spreadsheet", "sheetId", "dimensionRange")},
    "ConditionalFormatRule": {"rule": ("booleanRule", "gradientRule")},
    "ConditionValue": {"value": ("relativeDate", "userEnteredValue")},
    "AutoFillRequest": {"area": ("range", "sourceAndDestination")},
    "ChartSpec": {
        "chart": (
            "basicChart",
            "pieChart",
            "bubbleChart",
            "candlestickChart",
            "orgChart",
            "histogramChart",
            "waterfallChart",
            "treemapChart",
            "scorecardChart",
        )
    },
    "EmbeddedObjectPosition": {"location": ("sheetId", "overlayPosition", "newSheet")},
    "FindReplaceRequest": {"scope": ("range", "sheetId", "allSheets")},
    "PasteDataRequest": {"kind": ("delimiter", "html")},
    "TextRotation": {"type": ("angle", "vertical")},
    "AutoResizeDimensionsRequest": {"dimension_range": ("dimensions", "dataSourceSheetDimensions")},
    "UpdateDimensionPropertiesRequest": {"dimension_range": ("range", "dataSourceSheetRange")},
    "UpdateConditionalFormatRuleRequest": {"instruction": ("rule", "newIndex")},
    "ChartData": {"type": ("sourceRange", "columnReference")},
    "ChartGroupRule": {"rule": ("dateTimeRule", "histogramRule")},
    "SortSpec": {"reference": ("dimensionIndex", "dataSourceColumnReference")},
    "FilterSpec": {"reference": ("columnIndex", "dataSourceColumnReference")},
    "PivotFilterSpec": {"reference": ("columnOffsetIndex", "dataSourceColumnReference")},
    "PivotGroupRule": {"rule": ("manualRule", "histogramRule", "dateTimeRule")},
    "PivotTable": {"source_data": ("source", "dataSourceId")},
    "Chip": {"type": ("personProperties", "richLinkProperties")},
    "DataSourceSpec": {"spec": ("bigQuery", "looker")},
    "BigQueryDataSourceSpec": {"spec": ("querySpec", "tableSpec")},
    "DataSourceRefreshSchedule": {"schedule_config": ("dailySchedule", "weeklySchedule", "monthlySchedule")},
    "DataSourceParameter": {"type": ("namedRangeId", "range")},
    "DataSourceObjectReference": {
        "value": (
            "sheetId",
            "chartId",
            "dataSourceTableAnchorCell",
            "dataSourcePivotTableAnchorCell",
            "dataSourceFormulaCell",
        )
    },
    "RefreshDataSourceRequest": {"target": ("references", "dataSourceId", "isAll")},
    "CancelDataSourceRefreshRequest": {"target": ("references", "dataSourceId", "isAll")},
}
"""Union fields. The document tells them in prose only ("Union field ... can be only one of")."""


def snake(name: str) -> str:
    """`startRowIndex` → `start_row_index`, as Google's messages spell a path."""
    return _HUMP.sub(r"_\1", name).lower()


@dataclass(slots=True)
class Field:
    """A field of a message; `kind` is message, enum, string, bool, int32, double, any or map."""

    name: str
    snake: str
    kind: str
    repeated: bool
    nested: bool
    message: str
    type_name: str
    values: frozenset[str]
    numbers: tuple[str, ...]
    read_only: bool


@dataclass(slots=True)
class Message:
    """A message type: fields by camelCase and by snake_case, and the union each field is in."""

    name: str
    fields: dict[str, Field] = field(default_factory=dict)
    by_snake: dict[str, Field] = field(default_factory=dict)
    unions: dict[str, str] = field(default_factory=dict)

    def find(self, name: str) -> Field | None:
        """A field by either spelling."""
        return self.fields.get(name) or self.by_snake.get(name)


@dataclass(frozen=True, slots=True)
class Method:
    """A method: what its query parameters are, and the messages it takes and gives."""

    name: str
    parameters: Message
    request: str
    response: str


@cache
def document() -> dict[str, Any]:
    """The discovery document."""
    place = files("googleapiclient")
    for part in _DOCUMENT:
        place = place / part
    loaded: dict[str, Any] = orjson.loads(place.read_bytes())
    return loaded


def full_name(type_name: str) -> str:
    """A message as a refusal names it."""
    return TYPES + _NESTED.get(type_name, type_name)


@cache
def message(name: str) -> Message:
    """A message type by its schema name."""
    schema = document()["schemas"][name]
    return _message(name, schema.get("properties", {}))


def _message(name: str, properties: dict[str, Any]) -> Message:
    made = Message(name)
    for key, described in properties.items():
        made.fields[key] = made.by_snake[snake(key)] = _field(key, described)
    for union, members in UNIONS.get(name, {}).items():
        made.unions.update(dict.fromkeys(members, union))
    if name == "Request":
        made.unions = dict.fromkeys(made.fields, "kind")
    return made


def _field(key: str, described: dict[str, Any]) -> Field:
    repeated = described.get("type") == "array" or bool(described.get("repeated"))
    inner = described["items"] if described.get("type") == "array" else described
    nested = inner.get("type") == "array"
    if "$ref" in inner:
        kind, ref, type_name = "message", inner["$ref"], full_name(inner["$ref"])
    elif "additionalProperties" in inner:
        kind, ref, type_name = "map", inner["additionalProperties"].get("$ref", ""), ""
    elif "enum" in inner:
        kind, ref, type_name = "enum", "", TYPES + key[0].upper() + key[1:]
    else:
        kind, ref, type_name = _scalar(inner, nested=nested)
    if kind == "enum" and key in {"dimension", "majorDimension", "shiftDimension"}:
        type_name = TYPES + "Dimension"
    numbers = tuple(inner.get("enum", ()))
    read_only = bool(described.get("readOnly"))
    return Field(
        key, snake(key), kind, repeated, nested, ref, type_name, frozenset(numbers), numbers, read_only
    )


def _scalar(inner: dict[str, Any], *, nested: bool) -> tuple[str, str, str]:
    if nested:
        return "any", "", "type.googleapis.com/google.protobuf.ListValue"
    held = inner.get("type")
    if held == "integer":
        return "int32", "", "TYPE_INT32"
    if held == "number":
        return "double", "", "TYPE_FLOAT" if inner.get("format") == "float" else "TYPE_DOUBLE"
    if held == "boolean":
        return "bool", "", "TYPE_BOOL"
    if held == "string":
        if inner.get("format") == "google-fieldmask":
            return "string", "", "type.googleapis.com/google.protobuf.FieldMask"
        return "string", "", "TYPE_STRING"
    return "any", "", "type.googleapis.com/google.protobuf.Value"


@cache
def method(name: str) -> Method:
    """A method by its dotted name, such as `spreadsheets.values.get`."""
    held = document()
    *parents, last = name.split(".")
    for part in parents:
        held = held["resources"][part]
    described = held["methods"][last]
    parameters = _message("", {**document()["parameters"], **described["parameters"]})
    return Method(
        name, parameters, described.get("request", {}).get("$ref", ""), described["response"]["$ref"]
    )


def request_kinds() -> tuple[str, ...]:
    """All kinds of batchUpdate request."""
    return tuple(message("Request").fields)

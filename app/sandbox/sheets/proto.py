"""proto3 on the way out: fields at their default vanish, but for those Google keeps."""

from __future__ import annotations

from functools import cache
from typing import Any

from app.sandbox.sheets import discovery

_KEPT = {
    "GridRange": {"startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex"},
    "DimensionRange": {"startIndex", "endIndex"},
    "TextFormat": {"bold", "italic", "strikethrough", "underline"},
    "SheetProperties": {"sheetId", "index"},
    "InterpolationPoint": set(),
    "ChartAxisViewWindowOptions": {"viewWindowMin", "viewWindowMax"},
}
"""Wrapper fields, which keep zero and false. Members of a union are kept besides."""


@cache
def _plan(type_name: str) -> tuple[frozenset[str], dict[str, tuple[str, bool]]]:
    """Fields kept at their default, and (message type, is a map) of fields that hold messages."""
    kind = discovery.message(type_name)
    kept = frozenset(_KEPT.get(type_name, ())) | frozenset(kind.unions)
    nested = {
        field.name: (field.message, field.kind == "map")
        for field in kind.fields.values()
        if field.message and field.kind in {"message", "map"}
    }
    return kept, nested


def present(type_name: str, held: dict[str, Any]) -> dict[str, Any]:
    """A message as Google sends it: no false, zero, empty text or empty list unless it is kept."""
    kept, nested = _plan(type_name)
    shown: dict[str, Any] = {}
    for name, value in held.items():
        if value is None:
            continue
        inner = nested.get(name)
        if isinstance(value, dict):
            if inner is None:
                shown[name] = value
            elif inner[1]:
                shown[name] = {key: present(inner[0], item) for key, item in value.items()}
            else:
                shown[name] = present(inner[0], value)
        elif isinstance(value, list):
            if value:
                shown[name] = [present(inner[0], item) for item in value] if inner is not None else value
        elif value or name in kept:
            shown[name] = value
    return shown

"""DeveloperMetadataLookup: which metadata it selects, by what they say and where they are."""

from __future__ import annotations

from typing import Any

from app.sandbox.errors import invalid

JsonDict = dict[str, Any]
_EXACT, _INTERSECTING = "EXACT_LOCATION", "INTERSECTING_LOCATION"


def _given(lookup: JsonDict, name: str) -> str:
    """An enum of the lookup; empty when it is left unspecified."""
    value = str(lookup.get(name, ""))
    return "" if value.endswith("UNSPECIFIED") else value


def check_lookup(lookup: JsonDict) -> None:
    """Refuse a lookup whose parts contradict each other."""
    kind, strategy = _given(lookup, "locationType"), _given(lookup, "locationMatchingStrategy")
    location = lookup.get("metadataLocation")
    if strategy and not location:
        raise invalid("metadataLocation must be set when locationMatchingStrategy is set.")
    if strategy == _EXACT and kind:
        raise invalid("locationType must not be set when locationMatchingStrategy is EXACT_LOCATION.")
    elsewhere = location is not None and not location.get("spreadsheet")
    if kind == "SPREADSHEET" and (strategy == _INTERSECTING or elsewhere):
        raise invalid("locationType SPREADSHEET cannot intersect any other location.")


def looked_up(held: JsonDict, lookup: JsonDict) -> bool:
    """Whether a lookup (checked) selects a piece of metadata; an empty lookup selects all."""
    for name in ("metadataId", "metadataKey", "metadataValue"):
        if lookup.get(name) and held.get(name) != lookup[name]:
            return False
    visibility, kind = _given(lookup, "visibility"), _given(lookup, "locationType")
    if visibility and held["visibility"] != visibility:
        return False
    if kind and held["location"]["locationType"] != kind:
        return False
    wanted = lookup.get("metadataLocation")
    if not wanted:
        return True
    exact = _given(lookup, "locationMatchingStrategy") == _EXACT
    return _same_place(held["location"], wanted) if exact else _touches(held["location"], wanted)


def _same_place(held: JsonDict, wanted: JsonDict) -> bool:
    if wanted.get("spreadsheet"):
        return bool(held["locationType"] == "SPREADSHEET")
    if "sheetId" in wanted:
        return bool(held["locationType"] == "SHEET" and held["sheetId"] == wanted["sheetId"])
    mine, other = held.get("dimensionRange"), wanted.get("dimensionRange", {})
    if mine is None:
        return False
    return all(mine[n] == other.get(n, 0) for n in ("sheetId", "dimension", "startIndex", "endIndex"))


def _touches(held: JsonDict, wanted: JsonDict) -> bool:
    """Whether two places share a cell; the file as a whole meets nothing but itself."""
    if wanted.get("spreadsheet") or held["locationType"] == "SPREADSHEET":
        return bool(wanted.get("spreadsheet") and held["locationType"] == "SPREADSHEET")
    mine, other = held.get("dimensionRange"), wanted.get("dimensionRange", {})
    here = mine["sheetId"] if mine is not None else held["sheetId"]
    there = wanted["sheetId"] if "sheetId" in wanted else other.get("sheetId", 0)
    if here != there:
        return False
    if mine is None or "sheetId" in wanted or mine["dimension"] != other.get("dimension"):
        return True
    start, end = other.get("startIndex", 0), other.get("endIndex", 2**31)
    return bool(mine["startIndex"] < end and start < mine["endIndex"])

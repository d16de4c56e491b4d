"""developerMetadata.get and search."""

from __future__ import annotations

from typing import Any

from app.sandbox.errors import invalid, not_found
from app.sandbox.sheets.data_filters import metadata_matching
from app.sandbox.sheets.proto import present
from app.sandbox.sheets.service import Call

JsonDict = dict[str, Any]


def get(call: Call, number: str) -> JsonDict:
    """The metadata with an id."""
    if not number.lstrip("-").isdigit():
        raise invalid(f"Invalid value at 'metadata_id' (TYPE_INT32), \"{number}\"")
    for held in call.book().developer_metadata:
        if held["metadataId"] == int(number):
            return present("DeveloperMetadata", held)
    raise not_found()


def search(call: Call, body: JsonDict) -> JsonDict:
    """Everything any filter matches, each with the filters that matched it."""
    book = call.book()
    matched: dict[int, tuple[JsonDict, list[JsonDict]]] = {}
    for data_filter in body.get("dataFilters", ()):
        for held in metadata_matching(book, data_filter):
            matched.setdefault(held["metadataId"], (held, []))[1].append(data_filter)
    if not matched:
        return {}
    return {
        "matchedDeveloperMetadata": [
            {"developerMetadata": present("DeveloperMetadata", held), "dataFilters": filters}
            for held, filters in matched.values()
        ]
    }

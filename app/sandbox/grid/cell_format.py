"""Cell formats, interned: equal formats are one object, so a sheet of 50,000 cells holds a few."""

from __future__ import annotations

from threading import Lock
from typing import Any

import orjson

JsonDict = dict[str, Any]
_known: dict[bytes, Format] = {}
_lock = Lock()


class Format:
    """A userEnteredFormat: `json` in Google's shape (never mutated), `key` its canonical bytes."""

    __slots__ = ("derived", "json", "key")

    def __init__(self, json: JsonDict, key: bytes) -> None:
        self.json = json
        self.key = key
        self.derived: dict[Any, Any] = {}

    @property
    def number_format(self) -> JsonDict | None:
        """`{type, pattern}` or None for automatic."""
        found: JsonDict | None = self.json.get("numberFormat")
        return found

    def __repr__(self) -> str:
        return f"Format({self.key.decode()})"


def intern(json: JsonDict | None) -> Format | None:
    """The one Format for this JSON; None when nothing is set."""
    if not json:
        return None
    key = orjson.dumps(json, option=orjson.OPT_SORT_KEYS)
    found = _known.get(key)
    if found is None:
        with _lock:
            found = _known.setdefault(key, Format(orjson.loads(key), key))
    return found

"""What a spreadsheet holds, as one hash: two files built from the same report have the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.sharing.scan.grid_rules import cells
from app.store.bodies import canonical, digest

Json = Mapping[str, Any]


def fingerprint(spreadsheet: Json) -> str:
    """Of titles, sizes, values, formats, merges and charts; ids of the file itself and its address apart."""
    tabs = []
    for sheet in spreadsheet.get("sheets", ()):
        known = {name: value for name, value in sheet.items() if name != "data"}
        filled = [[row, column, cell] for row, column, cell in cells(sheet) if cell]
        tabs.append({"tab": known, "cells": filled})
    about = {name: spreadsheet.get("properties", {}).get(name) for name in ("title", "locale")}
    rest = {name: value for name, value in spreadsheet.items() if name in EXTRAS}
    return digest(canonical({"about": about, "tabs": tabs, "rest": rest}))


EXTRAS = ("namedRanges", "developerMetadata", "dataSources", "dataSourceSchedules")

"""Two workbooks compared in everything Sheets tells of them, but for what says which run wrote them when."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable
from typing import Any

Json = dict[str, Any]
WHICH_RUN = {"run", "at", "attempt"}  # members of the run's stamp
LOG_WHEN, LOG_RUN = 0, 8  # columns of the Log
OF_THE_COPY = {"spreadsheetId", "spreadsheetUrl", "tableId", "metadataId", "namedRangeId"}


def plain(whole: Json) -> Json:
    """`whole` without ids that differ from workbook to workbook, and without times and ids of runs."""
    found: Json = _without(copy.deepcopy(whole), OF_THE_COPY)
    found["developerMetadata"] = _marks(found.get("developerMetadata", []))
    for sheet in found["sheets"]:
        sheet["developerMetadata"] = _marks(sheet.get("developerMetadata", []))
        if sheet["properties"]["title"] == "Log":
            _forget_runs(sheet)
    return found


def _without(value: Any, names: Iterable[str]) -> Any:
    if isinstance(value, dict):
        return {name: _without(held, names) for name, held in value.items() if name not in names}
    if isinstance(value, list):
        return [_without(held, names) for held in value]
    return value


def _marks(entries: list[Json]) -> list[Json]:
    entries = [entry for entry in entries if entry["metadataKey"] != "plumbline.turn"]  # one for each write
    for entry in entries:
        if entry["metadataKey"] == "plumbline.run":
            stamp = json.loads(entry["metadataValue"])
            assert stamp.keys() >= WHICH_RUN
            entry["metadataValue"] = {name: stamp[name] for name in stamp.keys() - WHICH_RUN}
    return sorted(entries, key=lambda entry: str(entry["metadataKey"]))


def _forget_runs(log: Json) -> None:
    for mark in log["developerMetadata"]:
        if mark["metadataKey"] == "plumbline.shape":  # fingerprints of rows that hold the run's id and time
            shape = json.loads(mark["metadataValue"])
            mark["metadataValue"] = {name: shape[name] for name in shape.keys() - {"prints"}}
    for row in log["data"][0].get("rowData", [])[1:]:
        cells = row.get("values", [])
        for column in (LOG_WHEN, LOG_RUN):
            if column < len(cells) and "effectiveValue" in cells[column]:
                for name in ("userEnteredValue", "effectiveValue", "formattedValue"):
                    assert name in cells[column]
                    cells[column][name] = "(one)"


def log_rows(whole: Json) -> int:
    """Runs that the Log tells of."""
    for sheet in whole["sheets"]:
        if sheet["properties"]["title"] == "Log":
            rows = sheet["data"][0].get("rowData", [])[1:]
            return sum(any("effectiveValue" in cell for cell in row.get("values", [])) for row in rows)
    return 0


def stamp_of(whole: Json) -> str:
    """The id of the run whose result stands in the workbook."""
    (stamp,) = [m for m in whole["developerMetadata"] if m["metadataKey"] == "plumbline.run"]
    return str(json.loads(stamp["metadataValue"])["run"])


def difference(one: Any, other: Any, path: str = "") -> str:
    """Where the two first differ, for whoever reads a failed test."""
    if isinstance(one, dict) and isinstance(other, dict):
        for name in sorted(one.keys() | other.keys()):
            if name not in one or name not in other:
                return f"{path}.{name} only in one: {one.get(name, other.get(name))!r:.300}"
            if found := difference(one[name], other[name], f"{path}.{name}"):
                return found
        return ""
    if isinstance(one, list) and isinstance(other, list):
        for at, (left, right) in enumerate(zip(one, other, strict=False)):
            if found := difference(left, right, f"{path}[{at}]"):
                return found
        return "" if len(one) == len(other) else f"{path}: {len(one)} against {len(other)}"
    return "" if one == other else f"{path}: {one!r:.200} against {other!r:.200}"

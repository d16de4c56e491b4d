"""Short ways to a mapping's parts, for tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.intake.adopt import mapping_of as mapping_of_file
from app.intake.adopt import understand
from app.intake.mapping_json import mapping_json
from app.intake.sheet import Received
from tests.intake.paper import Paper


def mapping_of(received: Received) -> dict[str, Any]:
    return mapping_json(mapping_of_file(understand(received)))


def table_of(rows: Sequence[Sequence[Any]], **how: Any) -> dict[str, Any]:
    """The first table of a tab with these rows."""
    (tab,) = mapping_of(Paper().tab(how.pop("name", "Tab"), rows, **how).file())["sheets"]
    found: dict[str, Any] = tab["tables"][0]
    return found


def issues_of(rows: Sequence[Sequence[Any]], **how: Any) -> set[tuple[str, str]]:
    """(kind, cells) of every finding on a tab with these rows."""
    found = mapping_of(Paper().tab(how.pop("name", "Tab"), rows, **how).file())["issues"]
    return {(issue["kind"], cells) for issue in found for cells in issue["cells"]}


def roles(table: dict[str, Any]) -> dict[str, str]:
    return {letter: column["role"] for letter, column in table["columns"].items()}


def total_rows(table: dict[str, Any]) -> dict[int, str]:
    return {total["row"]: total["kind"] for total in table["totals_rows"]}

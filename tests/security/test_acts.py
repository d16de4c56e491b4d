"""Every act that there is a name for is written down somewhere, and can be told in words."""

from __future__ import annotations

import ast
import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.jobs.acts import said
from app.store.audit import Act, AuditRow

ROOT = Path(__file__).parents[2]
NAMES = {ROOT / "app" / "store" / "audit.py", ROOT / "app" / "jobs" / "acts.py"}
# What a door that changes something leaves behind; a new one must be added here, with its act.
LEAVES = {
    ("post", "/v1/workbooks/{spreadsheet_id}/refresh"): {Act.REFRESH_STARTED, Act.REFRESH_DONE},
    ("post", "/v1/workbooks/{spreadsheet_id}/adoption"): {Act.ADOPTED},
    ("post", "/v1/workbooks/{spreadsheet_id}/undo"): {Act.REFRESH_UNDONE},
    ("post", "/v1/workbooks/{spreadsheet_id}/actuals/preview"): set(),  # it changes nothing
    ("post", "/v1/workbooks/{spreadsheet_id}/actuals"): {Act.ACTUALS_IMPORTED},
    ("put", "/v1/workbooks/{spreadsheet_id}/schedule"): {Act.SCHEDULE_SET},
    ("delete", "/v1/workbooks/{spreadsheet_id}/schedule"): {Act.SCHEDULE_REMOVED},
    ("post", "/v1/workbooks/{spreadsheet_id}/shares"): {Act.SHARE_PREVIEWED, Act.SHARE_PUBLISHED},
    ("post", "/v1/workbooks/{spreadsheet_id}/shares/{share_id}"): {Act.SHARE_PUBLISHED},
    ("delete", "/v1/workbooks/{spreadsheet_id}/shares/{share_id}"): {Act.SHARE_REVOKED},
}


def written() -> Counter[str]:
    """How often each act is named where acts happen."""
    return Counter(
        node.attr
        for file in (ROOT / "app").rglob("*.py")
        if file not in NAMES
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Act"
    )


def test_every_act_is_written_down_somewhere() -> None:
    found = written()
    assert {act.name for act in Act} - found.keys() == set()


@pytest.mark.parametrize("act", list(Act))
def test_every_act_has_its_words(act: Act) -> None:
    row = AuditRow(
        at=datetime(2026, 4, 3, tzinfo=UTC),
        actor_sub="1",
        actor_email="ana@northlight.example",
        act=act,
        workbook_id="w",
        run_id=None,
        details={},
    )
    assert said(row)


def test_every_door_that_changes_something_leaves_an_act() -> None:
    document = json.loads((ROOT / "docs" / "openapi.json").read_text("utf-8"))
    doors = {
        (method, path)
        for path, operations in document["paths"].items()
        for method in operations
        if path.startswith("/v1/") and method != "get"
    }
    assert doors == LEAVES.keys()

"""A workbook of a person's own, adopted over HTTP and then refreshed: its own tables, unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import pytest
import sqlalchemy as sa

from app.api.adoption_schemas import AdoptedView, AdoptionView, Role
from app.intake.role import ROLES
from app.store import audit
from app.store.audit import Act
from tests.support.sandbox import ANA, BEN, CHIARA, NOOR, RunningSandbox
from tests.support.whole import Whole, running_whole

ROWS: list[list[Any]] = [
    ["Lighthouse repair, all amounts in EUR"],
    [],
    ["WP", "Work", "Who", "Planned", "Spent", "Left"],
    ["1", "Diving", "Ida", 8000, 7500, "=D4-E4"],
    ["2", "Report", "Ole", 2000, 2400, "=D5-E5"],
    ["3", "Masonry", "Ida", 30000, 12000, "=D6-E6"],
    ["", "Total", "", "=SUM(D4:D6)", "=SUM(E4:E6)", "=SUM(F4:F6)"],
]
WISH = {"currency": "EUR", "status_date": "2026-06-30", "project": "Lighthouse"}


@pytest.fixture
def whole(engine: sa.Engine, sandbox: RunningSandbox) -> Iterator[Whole]:
    """Ana's own workbook; Chiara may edit it, Ben may read it, Noor may not."""
    with running_whole(engine, sandbox) as running:
        running.book = sandbox.create("Lighthouse")
        sandbox.json(
            "PUT",
            f"/v4/spreadsheets/{running.book}/values/Sheet1!A1?valueInputOption=USER_ENTERED",
            json={"values": ROWS},
        )
        running.share(CHIARA, "writer")
        running.share(BEN, "reader")
        sandbox.clear_requests()
        yield running


def offer(whole: Whole, as_: str = ANA) -> Any:
    return whole.ask("GET", f"/v1/workbooks/{whole.book}/adoption", as_=as_)


def confirm(whole: Whole, as_: str = ANA, **changes: Any) -> Any:
    tables = [{"key": "Sheet1!A3", "feeds": ["budget", "actuals"], "roles": []}]
    body = WISH | {"tables": tables} | changes
    return whole.ask("POST", f"/v1/workbooks/{whole.book}/adoption", as_=as_, json=body)


def typed(whole: Whole) -> list[Any]:
    """What people typed into the first tab, and how they formatted it."""
    rows = whole.spreadsheet()["sheets"][0]["data"][0]["rowData"]
    keys = ("userEnteredValue", "userEnteredFormat", "note")
    return [[{key: cell.get(key) for key in keys} for cell in row.get("values", [])] for row in rows]


def test_an_offer_names_tables_columns_and_what_is_missing(whole: Whole) -> None:
    before = whole.spreadsheet()
    found = AdoptionView.model_validate(offer(whole).json())
    (table,) = found.tables
    assert (table.key, table.feeds, table.lines, table.left_out) == ("Sheet1!A3", ["budget", "actuals"], 3, 1)
    assert {c.letter: (c.heading, c.role, c.sum) for c in table.columns} == {
        "A": ("WP", "line_id", None),
        "B": ("Work", "title", None),
        "C": ("Who", "owner", None),
        "D": ("Planned", "budget", "40000"),
        "E": ("Spent", "actual", "21900"),
        "F": ("Left", "remaining", "18100"),
    }
    assert [one.feeds for one in found.missing] == ["resource_plan", "rate_card"]
    assert (found.currency, found.has_settings) == ("EUR", False)
    assert whole.spreadsheet() == before


def test_a_confirmed_workbook_is_refreshed_as_it_is(whole: Whole) -> None:
    before = typed(whole)
    assert whole.refresh().json()["type"] == "/problems/no-settings-tab"
    done = AdoptedView.model_validate(confirm(whole).json())
    assert (done.feeds, done.settings_added) == (["actuals", "budget"], True)
    whole.sheets()
    result = whole.refresh().json()["result"]
    assert whole.sheets() == [("read", 200), ("write", 200)]
    assert (result["figures"]["cost"]["bac"], result["figures"]["cost"]["ac"]) == (40_000, 21_900)
    assert typed(whole) == before
    assert {flag["cells"][0]["tab"] for flag in result["flags"] if flag["cells"]} <= {"Sheet1", "Settings"}
    again = whole.refresh().json()["result"]
    assert (again["written"]["rows_written"], again["changes"]["text"]) == (0, "Forecast unchanged.")


def test_a_role_put_right_counts(whole: Whole) -> None:
    tables = [
        {
            "key": "Sheet1!A3",
            "feeds": ["budget"],
            "roles": [
                {"column": c, "role": r} for c, r in zip("EFD", ("working", "budget", "working"), strict=True)
            ],
        }
    ]
    assert confirm(whole, tables=tables).status_code == 200
    assert whole.refresh().json()["result"]["figures"]["cost"]["bac"] == 18_100


def test_adopting_again_replaces_the_mapping(whole: Whole) -> None:
    confirm(whole)
    again = confirm(whole, tables=[{"key": "Sheet1!A3", "feeds": ["budget"]}])
    assert again.json() == {"feeds": ["budget"], "settings_added": False}
    marks = [mark["metadataKey"] for mark in whole.spreadsheet()["developerMetadata"]]
    assert marks.count("plumbline.adoption") == 1
    assert whole.refresh().json()["result"]["figures"]["cost"]["ac"] == 0


def test_who_may_not_edit_may_look_but_not_confirm(whole: Whole) -> None:
    assert offer(whole, as_=BEN).status_code == 200
    before = whole.spreadsheet()
    assert confirm(whole, as_=BEN).json()["type"] == "/problems/not-allowed-to-write"
    assert whole.spreadsheet() == before
    for answer in (offer(whole, as_=NOOR), confirm(whole, as_=NOOR)):
        assert answer.status_code == 404
    assert confirm(whole, as_=CHIARA).status_code == 200


def test_a_table_that_was_moved_meanwhile_is_told(whole: Whole) -> None:
    before = whole.spreadsheet()
    answer = confirm(whole, tables=[{"key": "Sheet1!A30", "feeds": ["budget"]}])
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/changed-under-us")
    assert whole.spreadsheet() == before


def test_a_role_that_is_none_is_refused(whole: Whole) -> None:
    tables = [{"key": "Sheet1!A3", "feeds": ["budget"], "roles": [{"column": "D", "role": "gold"}]}]
    answer = confirm(whole, tables=tables)
    assert answer.status_code == 422
    assert "roles" in answer.text
    assert frozenset(get_args(Role)) == ROLES


def test_it_is_in_the_history(whole: Whole) -> None:
    confirm(whole)
    with whole.rooms.engine.connect() as db:
        row = audit.of_workbook(db, whole.book, most=1)[0]
    assert (row.act, row.actor_email, dict(row.details)) == (
        Act.ADOPTED,
        ANA,
        {"feeds": ["actuals", "budget"]},
    )

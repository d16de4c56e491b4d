"""A write that Google carries out late, after others have written: refused as a whole, or put right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests

from app.errors import TimedOut
from tests.refresh.at_sandbox import SandboxWorkbook
from tests.refresh.meddling import Meddler, refreshed
from tests.refresh.test_changed_under_us import delete_rows, insert, log_rows, picture, rename, their_rule

Make = Callable[..., SandboxWorkbook]
FIRST, SECOND, THIRD = "1" * 32, "2" * 32, "3" * 32


class Keeper(Meddler):
    """Keeps each write that goes out, to be carried out once more."""

    def __init__(self, *acts: Callable[[], object]) -> None:
        super().__init__(*acts)
        self.writes: list[bytes] = []

    def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:  # type: ignore[override]
        if request.method == "POST":
            self.writes.append(bytes(request.body or b""))
        return super().send(request, *args, **more)


def lost(made: SandboxWorkbook, run_id: str) -> Callable[[], requests.Response]:
    """A refresh whose write seems lost; calling what comes back lets Google carry it out after all."""
    keeper = Keeper(lambda: made.sandbox.faults({"kind": "write", "status": "cut", "times": 1}))
    with pytest.raises(TimedOut, match="is not in the workbook"):
        refreshed(made, keeper, run_id=run_id)
    made.sandbox.faults()
    return carry_out(made, keeper.writes[0])


def carry_out(made: SandboxWorkbook, write: bytes) -> Callable[[], requests.Response]:
    return lambda: made.sandbox.call(
        "POST",
        f"/v4/spreadsheets/{made.id}:batchUpdate",
        data=write,
        headers={"Content-Type": "application/json"},
    )


@pytest.fixture
def made(workbook: Make) -> SandboxWorkbook:
    """Refreshed once, with highlights."""
    held = workbook()
    held.put("Actuals", "E3", "soon")
    refreshed(held, Meddler(), run_id="0" * 32)
    return held


@pytest.mark.parametrize("writes_between", [1, 3])
def test_after_a_later_refresh_it_is_refused_whole(made: SandboxWorkbook, writes_between: int) -> None:
    made.put("Budget", "K3", 0.55)
    late = lost(made, FIRST)
    for n in range(writes_between):
        made.put("Budget", "K3", "soon" if n == 0 else 0.1 * n)  # our rules on Budget come and go
        refreshed(made, Meddler(), run_id=f"{n + 2}" * 32)
    their_rule(made, "Budget")()
    before = made.get(includeGridData="true")
    assert late().status_code == 400
    assert made.get(includeGridData="true") == before
    assert log_rows(made)[-1] == f"{writes_between + 1}" * 32
    assert FIRST not in log_rows(made)


def test_while_another_is_about_to_write(made: SandboxWorkbook) -> None:
    """It takes the other's turn: the other reads again and writes what is true now."""
    made.put("Budget", "K3", 0.55)
    late = lost(made, FIRST)
    made.put("Budget", "B4", "Lanterns")
    meddler = Meddler(late)
    outcome = refreshed(made, meddler, run_id=SECOND)
    assert meddler.kinds == ["read", "write", "read", "write"]
    assert outcome.run.attempt == 2
    assert log_rows(made) == ["0" * 32, FIRST, SECOND]
    assert refreshed(made, Meddler(), run_id=THIRD).written.rows_written == 0


def test_an_earlier_attempt_of_ours_that_lands_is_the_result(made: SandboxWorkbook) -> None:
    made.put("Budget", "K3", 0.55)

    def fail() -> None:
        made.sandbox.faults({"kind": "write", "status": 503, "times": 1})

    def land() -> None:
        made.sandbox.faults()
        assert carry_out(made, keeper.writes[0])().status_code == 200

    keeper = Keeper(fail, land)
    outcome = refreshed(made, keeper, run_id=FIRST)
    assert keeper.kinds == ["read", "write", "read", "write", "read"]  # looked for, sent again, looked for
    assert outcome.run.attempt == 1
    assert log_rows(made) == ["0" * 32, FIRST]
    assert refreshed(made, Meddler(), run_id=SECOND).written.rows_written == 0


EDITS: dict[str, Callable[[SandboxWorkbook], Callable[[], Any]]] = {
    "a figure": lambda book: lambda: book.put("Budget", "K3", 0.9),
    "a row in Budget": lambda book: insert(book, "Budget"),
    "a row out of Actuals": lambda book: delete_rows(book, "Actuals", 1),
    "a column in Budget": lambda book: insert(book, "Budget", dimension="COLUMNS", at=1),
    "Budget renamed": lambda book: rename(book, "Budget", "Kosten 2026"),
    "a row in our Forecast": lambda book: insert(book, "Forecast", at=3),
    "a rule of theirs": lambda book: their_rule(book, "Budget", index=len(rules(book, "Budget"))),
}


def rules(made: SandboxWorkbook, tab: str) -> list[Any]:
    found: list[Any] = made.sheet(tab).get("conditionalFormats", [])
    return found


@pytest.mark.parametrize("edit", EDITS)
def test_after_newer_edits_the_next_refresh_puts_it_right(workbook: Make, edit: str) -> None:
    """As if the late write had never been, but for its row in the Log."""
    pictures, lands = [], edit != "Budget renamed"  # whose ranges Google then can't answer with
    for late_write in (True, False):
        made = workbook()
        made.put("Actuals", "E3", "soon")
        refreshed(made, Meddler(), run_id="0" * 32)
        made.put("Budget", "K3", 0.55)
        late = lost(made, FIRST)
        EDITS[edit](made)()
        if late_write:
            typed = persons_cells(made)
            assert late().ok is lands
            assert persons_cells(made) == typed
        else:
            refreshed(made, Meddler(), run_id=FIRST)
        refreshed(made, Meddler(), run_id=SECOND)
        again = refreshed(made, Meddler(), run_id=THIRD)
        assert again.written.rows_written == 0
        pictures.append([sheet for sheet in picture(made) if sheet[0] != "Log"])
        assert (FIRST in log_rows(made)) is (lands or not late_write)
    assert pictures[0] == pictures[1]


def persons_cells(made: SandboxWorkbook) -> Any:
    ours = {"Dashboard", "Forecast", "Months", "Flags", "Movement", "Log"}
    return {name: made.values(name) for name in made.titles() if name not in ours}

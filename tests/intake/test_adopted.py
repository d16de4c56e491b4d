"""An adopted workbook is refreshed through its mapping: the person's own tables, wherever they go."""

from __future__ import annotations

import hashlib
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from app.command.adopt import adopt_into
from app.errors import DoubleHeading, NoBudgetLines, NoBudgetTab, NotAnExcelFile
from app.intake.adopt import understand
from app.intake.adopt_excel import adopt_excel
from app.intake.proposal import propose
from app.intake.sniff import receive
from app.refresh import Outcome, refresh
from app.workbook import marks
from app.workbook.adoption import AdoptedColumn, AdoptedTable, Adoption, adoption_of
from app.workbook.book import Book, Metadata
from app.workbook.excel import ExcelWorkbook

NOW = datetime(2026, 7, 2, 9, 0, tzinfo=UTC)
SHARED = Path(__file__).parents[3] / "shared" / "workbooks"
# file -> budget at completion as a person adds it up from the cells (truth.json of the real workbooks)
REAL = {"03": ("USD", 48_823.0), "08": ("EUR", 6_996.0), "21": ("EUR", 445_000.0), "28": ("EUR", 13_883.36)}

PLAN: list[list[Any]] = [
    ["Lighthouse repair, all amounts in EUR"],
    [],
    ["WP", "Work", "Who", "From", "To", "Planned (EUR)", "Spent (EUR)", "Left (EUR)"],
    ["Survey"],
    ["1", "Diving", "Ida", date(2026, 1, 5), date(2026, 3, 31), 8000, 7500, 500],
    ["2", "Report", "Ole", date(2026, 3, 2), date(2026, 4, 30), 2000, 2400, -400],
    ["", "Subtotal", "", None, None, 10000, 9900, 100],
    ["Works"],
    ["3", "Masonry", "Ida", date(2026, 4, 1), date(2026, 9, 30), 30000, 12000, 18000],
    ["4", "Lamp", "Ole", date(2026, 6, 1), date(2026, 10, 30), 15000.5, 0, 15000.5],
    ["", "Subtotal", "", None, None, 45000.5, 12000, 33000.5],
    ["", "Total", "", None, None, 55000.5, 21900, 33100.5],
]


def saved(path: Path, rows: list[list[Any]], title: str = "Kosten") -> Path:
    book = Workbook()
    sheet: Any = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def adopted(folder: Path, rows: list[list[Any]] | None = None) -> Path:
    source, target = saved(folder / "mine.xlsx", rows or PLAN), folder / "adopted.xlsx"
    assert adopt_into(str(source), target, status_date="2026-06-30", currency="") == 0
    return target


def refreshed(path: Path) -> Outcome:
    return refresh(ExcelWorkbook(path), run_id="r", now=NOW, by="me")


def plain(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


def figures(outcome: Outcome) -> dict[str, Any]:
    cost = outcome.forecast.cost
    return {
        "bac": float(cost.project.bac[0]) / 100,
        "ac": float(cost.project.ac[0]) / 100,
        "lines": [(line.id, line.title, line.phase, line.owner, line.cost) for line in outcome.project.lines],
    }


EXPECTED = {
    "bac": 55_000.5,
    "ac": 21_900.0,
    "lines": [
        ("1", "Diving", "Survey", "Ida", 800_000),
        ("2", "Report", "Survey", "Ole", 200_000),
        ("3", "Masonry", "Works", "Ida", 3_000_000),
        ("4", "Lamp", "Works", "Ole", 1_500_050),
    ],
}


def test_a_workbook_of_ones_own_is_refreshed_as_it_is(tmp_path: Path) -> None:
    path = adopted(tmp_path)
    outcome = refreshed(path)
    assert figures(outcome) == EXPECTED
    assert outcome.project.lines[2].start == date(2026, 4, 1)
    book = load_workbook(tmp_path / "adopted.plumbline.xlsx")
    shown = [[cell.value for cell in row] for row in book["Kosten"].iter_rows(max_row=12, max_col=8)]
    assert [[plain(value) for value in row if value is not None] for row in shown] == [
        [value for value in row if value not in (None, "")] for row in PLAN
    ]
    assert {"Dashboard", "Forecast", "Months", "Flags", "Movement", "Log"} < set(book.sheetnames)


def test_flags_name_the_persons_own_cells(tmp_path: Path) -> None:
    flags = refreshed(adopted(tmp_path)).findings.flags
    places = {place.tab for flag in flags for place in flag.places}
    assert "Kosten" in places
    rows = {place.row for flag in flags for place in flag.places if place.tab == "Kosten"}
    assert rows <= set(range(2, 12))
    columns = {place.column for flag in flags for place in flag.places if place.tab == "Kosten"}
    assert columns <= set(range(8))


def changed(path: Path, change: Any) -> Path:
    """The adopted file as a person goes on with it in Excel."""
    book = load_workbook(path)
    change(book)
    book.save(path)
    return path


def test_moved_columns_renamed_tabs_and_added_rows_are_found(tmp_path: Path) -> None:
    def go_on(book: Any) -> None:
        sheet = book["Kosten"]
        sheet.title = "Plan 2026"
        sheet.insert_rows(1, 2)
        sheet.insert_cols(3)
        for row in range(1, 20):
            sheet.cell(row, 12).value = sheet.cell(row, 7).value  # Planned goes to the end
        sheet.delete_cols(7)
        sheet.insert_rows(12)
        for column, value in enumerate(["5", "Door", None, "Ole", date(2026, 7, 1), date(2026, 8, 31)], 1):
            sheet.cell(12, column).value = value
        sheet.cell(12, 11).value = 1000

    path = changed(adopted(tmp_path), go_on)
    found = figures(refreshed(path))
    assert found["lines"][-2:] == [
        ("5", "Door", "Works", "Ole", 100_000),
        ("4", "Lamp", "Works", "Ole", 1_500_050),
    ]
    assert (found["bac"], found["ac"]) == (56_000.5, 21_900.0)


def test_lost_headings_are_told_and_nothing_is_written(tmp_path: Path) -> None:
    def spoil(book: Any) -> None:
        for column in range(1, 9):
            book["Kosten"].cell(3, column).value = f"Column {column}"

    path = changed(adopted(tmp_path), spoil)
    with pytest.raises(NoBudgetTab, match="Kosten"):
        refreshed(path)
    assert not (tmp_path / "adopted.plumbline.xlsx").exists()


def test_months_across_are_phased_and_booked(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Task", "Plan EUR", "", "", "Actual EUR", "", ""],
        ["", "Jan 2026", "Feb 2026", "Mar 2026", "Jan 2026", "Feb 2026", "Mar 2026"],
        ["Nets", 100, 200, 300, 90, 210, None],
        ["Boats", 1000, 1000, 1000, 1000, 900, None],
        ["Total", 1100, 1200, 1300, 1090, 1110, None],
    ]
    outcome = refreshed(adopted(tmp_path, rows))
    assert [line.months for line in outcome.project.lines] == [
        {24312: 10_000, 24313: 20_000, 24314: 30_000},
        {24312: 100_000, 24313: 100_000, 24314: 100_000},
    ]
    ledger = outcome.project.ledger
    booked = sorted(zip(ledger.line.tolist(), ledger.month.tolist(), ledger.cost.tolist(), strict=True))
    assert booked == [(0, 24312, 9_000), (0, 24313, 21_000), (1, 24312, 100_000), (1, 24313, 90_000)]


def test_bookings_go_before_amounts_beside_the_lines(tmp_path: Path) -> None:
    source = saved(tmp_path / "mine.xlsx", PLAN)
    book = load_workbook(source)
    bookings = book.create_sheet("Buchungen")
    for row in (
        ["Date", "WP", "Person", "Hours", "Cost (EUR)"],
        [date(2026, 2, 2), "1", "Ida", 10, 700.25],
        [date(2026, 3, 2), "2", "Ole", 5, 300],
        [date(2026, 5, 4), "3", "Ida", 20, 1500],
    ):
        bookings.append(row)
    book.save(source)
    target = tmp_path / "adopted.xlsx"
    assert adopt_into(str(source), target, status_date="2026-06-30", currency="") == 0
    outcome = refreshed(target)
    assert figures(outcome)["ac"] == 2_500.25
    assert outcome.project.ledger.line.tolist() == [0, 1, 2]


def test_the_copy_keeps_every_other_part_byte_for_byte(tmp_path: Path) -> None:
    target = adopted(tmp_path)
    touched = {
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "[Content_Types].xml",
        "_rels/.rels",
    }
    with zipfile.ZipFile(tmp_path / "mine.xlsx") as before, zipfile.ZipFile(target) as after:
        kept = set(before.namelist()) - touched
        assert len(kept) >= 4
        assert {name: before.read(name) for name in kept} == {name: after.read(name) for name in kept}
        added = set(after.namelist()) - set(before.namelist())
    assert added == {"docProps/custom.xml", "xl/worksheets/sheet2.xml"}
    settings = load_workbook(target)["Settings"]
    assert {row[0].value: row[1].value for row in settings.iter_rows(max_row=8)}["Currency"] == "EUR"


def test_the_original_is_never_touched(tmp_path: Path) -> None:
    source = saved(tmp_path / "mine.xlsx", PLAN)
    before = hashlib.sha256(source.read_bytes()).hexdigest()
    adopt_into(str(source), tmp_path / "adopted.xlsx", status_date="2026-06-30", currency="EUR")
    refreshed(tmp_path / "adopted.xlsx")
    assert hashlib.sha256(source.read_bytes()).hexdigest() == before


@pytest.mark.parametrize(
    ("status_date", "said"), [("", "--status-date"), ("end of June", "--status-date 2026-06-30")]
)
def test_what_no_table_says_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], status_date: str, said: str
) -> None:
    source, target = saved(tmp_path / "mine.xlsx", PLAN), tmp_path / "adopted.xlsx"
    assert adopt_into(str(source), target, status_date=status_date, currency="") == 2
    assert said in capsys.readouterr().err.replace("\n", "")
    assert not target.exists()


def test_a_file_without_plans_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = [["Name", "Phone"], ["Ida", "12"], ["Ole", "34"], ["Eva", "56"]]
    source = saved(tmp_path / "mine.xlsx", people, title="People")
    assert adopt_into(str(source), tmp_path / "adopted.xlsx", status_date="2026-06-30", currency="EUR") == 2
    assert "nothing to forecast" in capsys.readouterr().err.replace("\n", "")


def test_only_files_that_can_be_refreshed_are_adopted(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("Task,Budget (EUR)\nNets,100\nBoats,200\nOars,300\n")
    with pytest.raises(NotAnExcelFile, match="xlsx"):
        adopt_excel(path, tmp_path / "adopted.xlsx", propose(understand(receive(path))), {})


@pytest.mark.parametrize("path", sorted(SHARED.glob("*.xlsx")), ids=lambda path: path.name[:2])
def test_real_workbooks_come_to_what_a_person_adds_up(tmp_path: Path, path: Path) -> None:
    currency, budget = REAL.get(path.name[:2], ("EUR", None))
    target = tmp_path / "adopted.xlsx"
    status = adopt_into(str(path), target, status_date="2026-06-30", currency=currency)
    if budget is None:
        return
    assert status == 0
    assert float(refreshed(target).forecast.cost.project.bac[0]) / 100 == pytest.approx(budget, abs=0.005)


def test_months_that_are_dates_are_months(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Budget by month, EUR"],
        [],
        ["Item", "Owner", date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1), "Total"],
        ["A", "Ida", 100, 100, 100, 300],
        ["B", "Ole", 200, 200, 200, 600],
    ]
    outcome = refreshed(adopted(tmp_path, rows))
    assert float(outcome.forecast.cost.project.bac[0]) == 90_000


def test_a_line_named_like_a_heading_counts(tmp_path: Path) -> None:
    def add(book: Any) -> None:
        book["Kosten"].insert_rows(10)
        for column, value in enumerate(["Works", None, "Ida", None, None, 500, 7], 1):
            book["Kosten"].cell(10, column).value = value

    path = changed(adopted(tmp_path), add)
    assert figures(refreshed(path))["bac"] == 55_500.5


def test_lines_after_a_gap_count(tmp_path: Path) -> None:
    def add(book: Any) -> None:
        for column, value in enumerate(["9", "Paint", "Ole", None, None, 500, 0], 1):
            book["Kosten"].cell(17, column).value = value

    path = changed(adopted(tmp_path), add)
    assert figures(refreshed(path))["bac"] == 55_500.5


def test_a_second_column_of_one_heading_is_refused(tmp_path: Path) -> None:
    def add(book: Any) -> None:
        book["Kosten"].insert_cols(6)
        book["Kosten"].cell(3, 6).value = "Planned (EUR)"

    with pytest.raises(DoubleHeading, match="F and G"):
        refreshed(changed(adopted(tmp_path), add))


def test_a_table_whose_lines_are_gone_says_so(tmp_path: Path) -> None:
    path = changed(adopted(tmp_path), lambda book: book["Kosten"].delete_rows(4, 20))
    with pytest.raises(NoBudgetLines, match="Kosten has no line beneath its headings"):
        refreshed(path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"version":2,"tables":[]}',
        '{"version":1,"tables":[{"feeds":["gold"]}]}',
        '{"tables":[{}]}',
    ],
)
def test_a_mark_that_is_no_mapping_counts_as_none(text: str) -> None:
    book = Book(id="b", title="B", metadata=(Metadata(1, marks.ADOPTION, text),))
    assert adoption_of(book) is None


def test_a_mapping_survives_being_remembered() -> None:
    adoption = Adoption(
        tables=(
            AdoptedTable(
                feeds=("budget", "actuals"), sheet_id=3, title="Plan",
                header_rows=(1, 2), label_row=2, first_row=3,
                columns=(AdoptedColumn(heading="Geplant", role="budget", at=4),),
                measures={"ist": "actual"}, rows={"summe": "total"},
            ),
        ),
        language="de", decimal=",", date_order="dmy",
    )  # fmt: skip
    book = Book(id="b", title="B", metadata=(Metadata(1, marks.ADOPTION, adoption.to_json()),))
    assert adoption_of(book) == adoption

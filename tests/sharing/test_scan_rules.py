"""Every rule of the scan: a file as published is clean; one leak is found; with that rule off it is not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from app.sharing.allow_list import ALL
from app.sharing.content import FigureRow
from app.sharing.files import Files
from app.sharing.publish import publish
from app.sharing.report import report_of
from app.sharing.scan.case import Case, Hit
from app.sharing.scan.scan import EXPORTS, RULES, scan
from app.sharing.scan.secret import Amount
from app.sharing.source import source_of
from sheets_schema import load
from tests.sharing.desk import TO_NOOR, SharingDesk
from tests.support.sandbox import ANA, NOOR

Json = dict[str, Any]
Plant = Callable[[Case], Case]


@pytest.fixture(scope="module")
def clean(desk: SharingDesk) -> Case:
    """A published file, read back whole."""
    internal = desk.workbook()
    work = desk.work()
    row = publish(work, internal, TO_NOOR)
    files: Files = work.files()
    report = report_of(source_of(files.sheets, internal, today=work.now().date()), ALL, "en", schema=load())
    return report.case(files.evidence(row.file_id), roles={ANA: "owner", NOOR: "reader"}, mark=row.id)


def test_a_file_as_published_is_clean(clean: Case) -> None:
    assert scan(clean).hits == ()
    assert clean.secrets.numbers
    assert clean.secrets.names


def book(change: Callable[[Json], object]) -> Plant:
    """A change of what Sheets tells."""

    def plant(case: Case) -> Case:
        changed = deepcopy(dict(case.seen.spreadsheet))
        change(changed)
        return replace(case, seen=replace(case.seen, spreadsheet=changed))

    return plant


def tab(change: Callable[[Json], object]) -> Plant:
    return book(lambda found: change(found["sheets"][0]))


def cell(**held: Any) -> Plant:
    """On the first cell of the report."""
    return tab(lambda sheet: sheet["data"][0]["rowData"][0]["values"][0].update(held))


def file(**held: Any) -> Plant:
    return lambda case: replace(case, seen=replace(case.seen, file={**case.seen.file, **held}))


def seen(**held: Any) -> Plant:
    return lambda case: replace(case, seen=replace(case.seen, **held))


def dimension(**held: Any) -> Plant:
    return tab(lambda sheet: sheet["data"][0]["rowMetadata"][2].update(held))


def chart(change: Callable[[Json], object]) -> Plant:
    return book(lambda found: change(next(one for one in found["sheets"] if one.get("charts"))["charts"][0]))


def package(name: str, text: str) -> Plant:
    """A part more in the .xlsx."""

    def plant(case: Case) -> Case:
        held = io.BytesIO(case.seen.exports["xlsx"])
        with zipfile.ZipFile(held, "a") as made:
            made.writestr(name, text)
        return seen(exports={**case.seen.exports, "xlsx": held.getvalue()})(case)

    return plant


def figures(*rows: FigureRow, model: str = "fixed price", whole: bool = False) -> Plant:
    """Other figures in the report."""

    def plant(case: Case) -> Case:
        header = replace(case.expected.content.header, model=model)
        content = replace(case.expected.content, figures=rows, header=header)
        amounts = (Amount("cost at completion", 770_123.4),)
        return replace(
            case,
            expected=replace(case.expected, content=content, people_with_hours=2, whole_money=whole),
            secrets=replace(case.secrets, amounts=amounts),
        )

    return plant


def money(key: str, value: int) -> FigureRow:
    return FigureRow(key=key, value=value, unit="money")


def secret_number(case: Case) -> Case:
    number = max(case.secrets.numbers, key=len)
    return seen(comments=(), messages=(f"cost {number}",))(case)


def contract_marks_cost(case: Case) -> Case:
    schema = load()
    budget = schema.tabs["budget"]
    fields = tuple(replace(one, audience="client") if one.name == "cost" else one for one in budget.fields)
    return replace(
        case, schema=replace(schema, tabs={**schema.tabs, "budget": replace(budget, fields=fields)})
    )


WHITE = {"rgbColor": {"red": 1, "green": 1, "blue": 1}}
FORMULA = {"userEnteredValue": {"formulaValue": "=1"}}
BOX = {"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}
LINK = {"textFormatRuns": [{"format": {"link": {"uri": "https://x.example"}}}]}
PLANTED: dict[str, Plant] = {
    "hidden_tabs": tab(lambda one: one["properties"].update(hidden=True)),
    "hidden_rows_and_columns": dimension(hiddenByUser=True),
    "formulas": cell(**FORMULA),
    "data_sources": book(lambda one: one.update(dataSources=[{}])),
    "notes": cell(note="x"),
    "links": cell(**LINK),
    "chips": cell(chipRuns=[{}]),
    "validation": cell(dataValidation={"strict": True}),
    "pivots": cell(pivotTable={"rows": []}),
    "tables": tab(lambda one: one.update(tables=[{}])),
    "conditional_formats": tab(lambda one: one.update(conditionalFormats=[{}])),
    "named_ranges": book(lambda one: one.update(namedRanges=[{}])),
    "protected_ranges": tab(lambda one: one.update(protectedRanges=[{}])),
    "developer_metadata": dimension(developerMetadata=[{}]),
    "filters": tab(lambda one: one.update(filterViews=[{}])),
    "bandings": tab(lambda one: one.update(bandedRanges=[{}])),
    "sheet_comments": book(lambda one: one.update(comments=[{}])),
    "invisible_values": cell(
        effectiveFormat={"textFormat": {"foregroundColorStyle": WHITE}}
    ),
    "number_formats": cell(userEnteredFormat={"numberFormat": {"type": "NUMBER", "pattern": ";;;"}}),
    "precision": cell(effectiveValue={"numberValue": 12.345}),
    "unexpected_values": cell(effectiveValue={"stringValue": "x"}),
    "stale_tail": tab(lambda one: one["properties"]["gridProperties"].update(rowCount=999)),
    "titles": tab(lambda one: one["properties"].update(title="x")),
    "chart_texts": chart(lambda one: one["spec"].update(altText="x")),
    "chart_sources": chart(lambda one: one["spec"].update(filterSpecs=[{}])),
    "missing_charts": tab(lambda one: one.update(charts=[{"chartId": 1}])),
    "file_title": file(name="x"),
    "file_properties": file(description="x"),
    "folder_names": seen(folders=({"name": "x"},)),
    "file_people": file(lastModifyingUser={"emailAddress": "x@northlight.example"}),
    "drive_comments": seen(comments=({"content": "x"},)),
    "revisions": seen(revisions=({"keepForever": True},)),
    "restrictions": file(copyRequiresWriterPermission=False),
    "permissions": seen(permissions=({"type": "anyone", "role": "reader"},)),
    "internal_numbers": secret_number,
    "internal_names": lambda case: seen(logs=(f"by {case.secrets.names[0]}",))(case),
    "file_ids": lambda case: seen(logs=(f"of {case.secrets.ids[0]}",))(case),
    "package_parts": package("xl/pivotCache/pivotCacheDefinition1.xml", "<x/>"),
    "marked_by_mistake": contract_marks_cost,
    "inference": figures(money("current", 1_000_000), money("pending", 229_877)),
    "few_people": figures(FigureRow(key="hours", value=160.5, unit="hours"), model="time and materials"),
    "commercial_model": figures(money("value_to_date", 5)),
}  # fmt: skip


def test_every_rule_has_its_leak() -> None:
    assert {rule.name for rule in RULES} == set(PLANTED)
    assert len(RULES) == len(PLANTED)


BESIDE = {
    "number_formats",
    "invisible_values",
    "titles",
    "file_title",
    "unexpected_values",
    "internal_numbers",
}
BESIDE |= {"chart_sources", "missing_charts", "precision", "restrictions", "drive_comments", "inference"}
"""Rules whose class another rule tells, too: of something else in general, of this very leak by chance."""


@pytest.mark.parametrize("name", PLANTED)
def test_a_leak_is_found_and_with_its_rule_off_its_class_is_not(name: str, clean: Case) -> None:
    case = PLANTED[name](clean)
    rule = next(rule for rule in RULES if rule.name == name)
    assert [hit.leak_class for hit in scan(case, (rule,)).hits][:1] == [rule.leak_class]
    left = {hit.leak_class for hit in scan(case, tuple(one for one in RULES if one is not rule)).hits}
    assert rule.leak_class not in left or name in BESIDE


@pytest.mark.parametrize("kind", EXPORTS)
def test_an_export_that_could_not_be_read_is_no_pass(kind: str, clean: Case) -> None:
    exports = {name: body for name, body in clean.seen.exports.items() if name != kind}
    assert scan(seen(exports=exports)(clean)).hits == (Hit("not read", "exports", kind),)


def test_the_equation_is_told_and_no_figure_of_it(clean: Case) -> None:
    [hit] = [one for one in scan(PLANTED["inference"](clean)).hits if one.rule == "inference"]
    assert hit.why == "current - pending = cost at completion"


def test_what_comes_near_by_chance_is_not_told_where_nothing_was_rounded(clean: Case) -> None:
    """770,123.40 is secret: 1,000,000 - 229,877 comes within a unit, which only rounding could explain."""
    rounded = figures(money("current", 1_000_000), money("pending", 229_877))
    whole = figures(money("current", 1_000_000), money("pending", 229_877), whole=True)
    told = [hit for case in (rounded, whole) for hit in scan(case(clean)).hits if hit.rule == "inference"]
    assert len(told) == 1

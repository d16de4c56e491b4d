"""The Flags tab: what is off plumb, worst and dearest first; then what could not be checked."""

from __future__ import annotations

from collections import Counter

from app.checks.flag import Flag, Severity
from app.workbook.output.facts import Facts
from app.workbook.output.page import Page, PageRow, Value, padded, page_column
from app.workbook.output.words import day_words
from sheets_schema import Tab

HEADER_ROW = 1
_FROM_SECOND_RUN = (
    "a previous run"  # no input of the workbook: telling it would change the tab at the second run
)
_LONGEST = 2_000  # characters of one cell: enough to read, far from Google's 50,000


def flags_page(tab: Tab, facts: Facts) -> Page:
    """A row a flag."""
    columns = tuple(page_column(field) for field in tab.fields)
    width = len(columns)
    findings = facts.findings
    counts = Counter(flag.severity for flag in findings.flags)
    said = ", ".join(_counted(counts[severity], severity) for severity in Severity if counts[severity])
    as_at = day_words(facts.project.settings.status_date)
    rows = [
        PageRow(padded([f"As at {as_at}: {said or 'nothing is off plumb'}"], width), "subtitle"),
        PageRow(
            tuple(field.title for field in tab.fields),
            "heading",
            notes={at: field.description for at, field in enumerate(tab.fields)},
        ),
        *(_row(flag, facts) for flag in findings.flags),
    ]
    skipped_checks = [skipped for skipped in findings.not_checked if skipped.wants != _FROM_SECOND_RUN]
    if skipped_checks:
        rows += [
            PageRow(padded([], width), "blank"),
            PageRow(padded(["Not checked: an input is missing"], width), "block"),
            *(
                PageRow(padded([None, skipped.check, f"wants {skipped.wants}"], width), "quiet")
                for skipped in skipped_checks
            ),
        ]
    return Page(
        name=tab.name,
        title=tab.title,
        columns=columns,
        rows=tuple(rows),
        digits=facts.digits,
        frozen_rows=HEADER_ROW + 1,
        frozen_columns=3,
    )


def _row(flag: Flag, facts: Facts) -> PageRow:
    values: tuple[Value, ...] = (
        flag.severity.value,
        flag.check,
        _text(flag.title),
        _text(flag.figure),
        _text(flag.threshold),
        None if flag.stake is None else round(flag.stake) / 10**facts.digits,
        None if flag.hours is None else round(flag.hours, 2),
        _text(flag.remedy),
        _text(flag.line),
        _text(flag.owner),
        _text(flag.period),
        _text(cells_text(flag)),
        _text(flag.rule),
    )
    return PageRow(values, f"flag:{flag.severity.value}")


def _counted(number: int, severity: Severity) -> str:
    noun = severity in (Severity.ERROR, Severity.NOTE)
    return f"{number} {severity.value}{'s' if noun and number > 1 else ''}"


def cells_text(flag: Flag) -> str:
    """`Budget!G7, Budget!G9 and 12 more`."""
    shown = ", ".join(str(place) for place in flag.places[:3])
    more = len(flag.places) - 3
    return f"{shown} and {more:,} more" if more > 0 else shown


def _text(text: str) -> Value:
    if len(text) > _LONGEST:
        return text[: _LONGEST - 3] + "..."
    return text or None

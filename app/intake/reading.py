"""From a workbook to its project, whoever made the workbook: by the contract, or by a confirmed mapping."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.intake.sense import sheet_sense
from app.intake.terms import Terms
from app.project.place import Place
from app.project.problem import Problem, ProblemKind
from app.workbook.adoption import AdoptedTable, Adoption, adoption_of
from app.workbook.book import Book
from app.workbook.locate import Located, is_output, locate
from app.workbook.notation import notation_of
from app.workbook.read import Reading, read
from app.workbook.read_settings import read_settings
from sheets_schema import Schema, load


def understand(book: Book, *, today: date) -> Reading:
    """The project in `book`; raises a NothingToForecast where nothing can be said.

    `today` serves one thing only: to suggest a status date where none is typed.
    """
    adoption = adoption_of(book)
    if adoption is None:
        return _sensed(read(book, today=today))
    schema = load()
    adopted, problems = _stand_ins(book, adoption, schema, today)
    reading = read(book, today=today, schema=schema, adopted=adopted)
    return _sensed(replace(reading, problems=(*problems, *reading.problems)))


def _sensed(reading: Reading) -> Reading:
    """With what the sheets' own sense adds to the problems."""
    digits = reading.project.minor_digits
    return replace(reading, problems=sheet_sense(reading.located, reading.problems, digits=digits))


def _stand_ins(
    book: Book, adoption: Adoption, schema: Schema, today: date
) -> tuple[dict[str, Located], list[Problem]]:
    """The adopted tables, by the tab of the contract that each stands in for."""
    from app.intake.feeds import line_names  # the words of many languages: only where they are needed
    from app.intake.relocate import found_again
    from app.intake.stand_in import stand_in

    tabs = [tab for tab in book.tabs if tab.rows and not is_output(tab, schema)]
    found, lost = found_again(book, adoption, tabs)
    budget = next((again.table for again in found if "budget" in again.adopted.feeds), None)
    terms = _terms(book, schema, today, frozenset(line_names(budget)) if budget else frozenset())
    adopted: dict[str, Located] = {
        contract: stand_in(again.table, contract, again.tab, schema, terms)
        for again in found
        for contract in again.adopted.feeds
    }
    return adopted, [_lost(table) for table in lost if "budget" not in table.feeds]


def _terms(book: Book, schema: Schema, today: date, names: frozenset[str]) -> Terms:
    notation = notation_of(book.locale)
    located, _ = locate(book, schema, notation)
    if "settings" not in located:
        return Terms(currency="", names=names)
    settings, _ = read_settings(located["settings"], notation, today)
    return Terms(currency=settings.currency, hours_per_day=settings.hours_per_day, names=names)


def _lost(table: AdoptedTable) -> Problem:
    row = max(table.label_row, 0)
    return Problem(
        kind=ProblemKind.MISSING_COLUMN,
        message=f"The table adopted from '{table.title}' is not found any more: its headings have changed",
        mend="Put the headings back, or adopt the workbook again",
        places=(Place(table.sheet_id, table.title, row, 0, row + 1, 1),),
        left_out=True,
        subject=table.title,
    )

"""The Movement tab in another language while nothing moves: what it explained is not worked out anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.forecast.movement import EFFECTS
from app.project.model import Project
from app.workbook.book import CellError, CellValue, Tab
from app.workbook.output.movement_page import CHART_ROWS, movement_page
from app.workbook.output.page import Page, PageRow, Value
from app.workbook.shape import Shape, fingerprint
from sheets_schema import Tab as Contract
from sheets_schema.spoken import Spoken, again

_LOOKS = (
    *("subtitle", "heading", "subtotal", *["line"] * len(EFFECTS), "total"),
    *("blank", *["blank"] * CHART_ROWS, "block"),
)


def said_again(
    contract: Contract, tab: Tab | None, shape: Shape, project: Project, words: Spoken
) -> list[Page]:
    """The page as it stands, its headings and plain words in the language; none when it is in it.

    The sentence above, its days and the chart keep their language until something moves. None, too, where
    somebody changed the tab.
    """
    if tab is None or shape.language == words.code or _meddled(tab, shape):
        return []
    blank, _ = movement_page(contract, project, None, None, words)
    subtitle, heading = blank.rows
    if shape.rows <= len(blank.rows):
        return [blank]
    looks = [*_LOOKS, *["line"] * (shape.rows - len(_LOOKS) - 1), "total"]
    width = len(contract.fields)
    rows = [PageRow(_again(tab, at, width, words), look) for at, look in enumerate(looks)]
    return [replace(blank, rows=(replace(rows[0], look=subtitle.look), heading, *rows[2:]))]


def _again(tab: Tab, at: int, width: int, words: Spoken) -> tuple[Value, ...]:
    return tuple(_said(tab.value(at, column), words) for column in range(width))


def _said(cell: CellValue, words: Spoken) -> Value:
    if isinstance(cell, CellError):
        return cell.text
    return again(cell, words) if isinstance(cell, str) else cell


def _meddled(tab: Tab, shape: Shape) -> bool:
    shown: Sequence[int] = [fingerprint(row[: shape.columns]) for row in tab.rows[: len(shape.prints)]]
    return list(shown) != list(shape.prints)

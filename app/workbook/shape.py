"""What an output tab's mark remembers of the last write: the rectangle, its looks, its rows' fingerprints."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import msgspec

from app.workbook import marks
from app.workbook.book import Tab
from app.workbook.output import looks
from app.workbook.output.page import Page
from sheets_schema.language import LANGUAGES
from sheets_schema.spoken import spoken

_MOST_ROWS = 10_000_000  # a workbook holds no more cells
_LONGEST_MARK = 15_000  # characters; Google takes 20,000 or so
_PRINT = 4  # hexadecimal digits of a row's fingerprint


@dataclass(frozen=True, slots=True)
class Shape:
    """The rectangle last written, what its looks rest on, and the look of each row.

    `styles` is None where only their `digest` is remembered. `prints`: a fingerprint of each row's values,
    () where they are not remembered. `kept`: the columns left to people; None where all were ours.
    """

    rows: int
    columns: int
    basis: str
    styles: tuple[str, ...] | None
    digest: str
    prints: tuple[int, ...] = ()
    kept: tuple[int, int] | None = None
    language: str = "en"


def shape_of(tab: Tab | None) -> Shape | None:
    """What the tab's mark remembers of the last write; None when there is none, or it can't be read."""
    mark = tab.mark(marks.SHAPE) if tab else None
    if mark is None:
        return None
    try:
        known = json.loads(mark.value)
        styles = known.get("styles")
        if styles is not None and sum(abs(count) for _, count in styles) > _MOST_ROWS:
            return None
        runs = None if styles is None else tuple(style for style, count in styles for _ in range(count))
        digest = str(known.get("digest", ""))
        text = str(known.get("prints", ""))
        prints = tuple(int(text[at : at + _PRINT], 16) for at in range(0, len(text), _PRINT))
        first, last = known.get("kept") or (0, 0)
        kept = (int(first), int(last)) if last else None
        return Shape(
            int(known["rows"]),
            int(known["columns"]),
            str(known["basis"]),
            runs,
            digest,
            prints,
            kept,
            str(known.get("language", "en")),
        )
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return None  # somebody bent it


def shape_text(page: Page, *, known: Sequence[int]) -> str:
    """The mark: rows by look in runs and their fingerprints (`known` where they are the same as before).

    Where that would be too long it goes without the fingerprints, then with no more than a digest of looks.
    """
    runs = [[style, len(list(rows))] for style, rows in groupby(row.style_key for row in page.rows)]
    shape = {"rows": len(page.rows), "columns": len(page.columns), "basis": basis_of(page), "styles": runs}
    if page.kept:
        shape["kept"] = list(page.kept)
    if page.language != "en":
        shape["language"] = page.language
    text = json.dumps(shape, separators=(",", ":"))
    if len(text) > _LONGEST_MARK:
        return short_mark(text)
    if len(text) + _PRINT * len(page.rows) > _LONGEST_MARK - 20:
        return text
    prints = known or [fingerprint(row.values) for row in page.rows]
    shape["prints"] = "".join(f"{print_:0{_PRINT}x}" for print_ in prints)
    return json.dumps(shape, separators=(",", ":"))


def runs_from_the_right(shape: Shape) -> bool:
    """The direction in which the tab was written last."""
    return shape.language in LANGUAGES and spoken(shape.language).right_to_left


def fingerprint(row: Sequence[object]) -> int:
    """A fingerprint of a row's values; blanks at its end, and 1 for 1.0, make no difference."""
    values = [float(value) if type(value) is int else value for value in row]
    while values and values[-1] is None:
        values.pop()
    return zlib.crc32(msgspec.json.encode(values)) & 0xFFFF


def short_mark(mark: str) -> str:
    """A mark without the look of each row: still enough to see that nothing changed."""
    shape = json.loads(mark)
    shape.pop("prints", None)
    if shape["styles"] is None:
        return json.dumps(shape, separators=(",", ":"))
    digest = hashlib.sha256(repr(shape["styles"]).encode()).hexdigest()[:12]
    return json.dumps({**shape, "styles": None, "digest": digest}, separators=(",", ":"))


def basis_of(page: Page) -> str:
    """What all looks of the page rest on; when it differs, every row is formatted anew."""
    what = repr((looks.VERSION, page.digits, [column.shown for column in page.columns]))
    if page.language != "en":
        what += page.language
    return hashlib.sha256(what.encode()).hexdigest()[:12]

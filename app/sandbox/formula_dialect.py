"""Formulas as Google spells them, put the way the engine reads them."""

from __future__ import annotations

import re
from dataclasses import replace

from app.sandbox.grid import a1
from app.sandbox.grid.formula_text import REF_ERROR, Reference, rewrite
from app.sandbox.grid.locale import conventions
from app.sandbox.grid.resolve import of_range
from app.sandbox.grid.spreadsheet import Spreadsheet

_QUOTED = re.compile(r"""\"(?:[^\"]|\"\")*\"?|'(?:[^']|'')*'""")
_PIECES = re.compile(rf"{_QUOTED.pattern}|(?P<word>[^\W\d][\w.]*)(?P<call>\s*\()?|.", re.DOTALL)
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_TRANSPARENT = frozenset({"ARRAYFORMULA"})


def engine_text(book: Spreadsheet, text: str) -> str:
    """A formula for the engine: English separators, names resolved, titles as the book spells them."""
    if conventions(book.locale).argument_separator == ";":
        text = _english(text)
    names = {named["name"].casefold(): named for named in book.named_ranges}
    if names or "ARRAYFORMULA" in text.upper():
        text = _without_names(book, names, text)
    return _with_known_titles(book, text) if "!" in text else text


def _english(text: str) -> str:
    """Semicolons between arguments become commas, decimal commas points, outside quotes."""
    outside, position = "", 0
    for match in _QUOTED.finditer(text):
        outside += _plain_part(text[position : match.start()]) + match[0]
        position = match.end()
    return outside + _plain_part(text[position:])


def _plain_part(part: str) -> str:
    return _DECIMAL_COMMA.sub(".", part).replace(";", ",").replace("\\", ",")


def _without_names(book: Spreadsheet, names: dict[str, dict[str, object]], text: str) -> str:
    """Named ranges replaced by what they name; ARRAYFORMULA taken away, since every formula is one here."""
    made = []
    for match in _PIECES.finditer(text):
        word = match["word"]
        if word is None:
            made.append(match[0])
        elif match["call"] is not None:
            made.append("(" if word.upper() in _TRANSPARENT else match[0])
        elif word.casefold() in names and text[match.end() : match.end() + 1] != "!":
            made.append(_named(book, names[word.casefold()]))
        else:
            made.append(word)
    return "".join(made)


def _named(book: Spreadsheet, named: dict[str, object]) -> str:
    grid_range = named.get("range")
    area = of_range(book, grid_range) if isinstance(grid_range, dict) else None
    sheet = book.sheet(area.sheet_id) if area is not None else None
    if area is None or sheet is None or area.is_empty:
        return REF_ERROR
    corners = (
        f"${a1.column_letters(area.left)}${area.top + 1}:${a1.column_letters(area.right - 1)}${area.bottom}"
    )
    if area.height == 1 and area.width == 1:
        corners = corners.partition(":")[0]
    return f"{a1.quote_title(sheet.title)}!{corners}"


def _with_known_titles(book: Spreadsheet, text: str) -> str:
    """Titles spelled as in the book; a reference to a sheet that is not there is `#REF!`."""

    def known(reference: Reference) -> Reference | str | None:
        if reference.title is None:
            return None
        sheet = book.by_title(reference.title)
        if sheet is None:
            return REF_ERROR
        return replace(reference, title=sheet.title)

    return rewrite(text, known)

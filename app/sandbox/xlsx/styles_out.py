"""Google's CellFormat as Excel's styles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle

from app.sandbox.grid.cell_format import Format
from app.sandbox.grid.spreadsheet import Spreadsheet
from app.sandbox.xlsx.colours import excel_colour, theme_of
from app.sandbox.xlsx.number_formats import excel_number_format

JsonDict = dict[str, Any]
SIDES = {
    "SOLID": "thin",
    "SOLID_MEDIUM": "medium",
    "SOLID_THICK": "thick",
    "DOUBLE": "double",
    "DOTTED": "dotted",
    "DASHED": "dashed",
}
make_side: Callable[..., Side] = Side
HORIZONTAL = {"LEFT": "left", "CENTER": "center", "RIGHT": "right"}
VERTICAL = {"TOP": "top", "MIDDLE": "center", "BOTTOM": "bottom"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """The parts of one style; None where the default holds."""

    number_format: str
    font: Font | None
    fill: PatternFill | None
    border: Border | None
    alignment: Alignment | None


class StylesOut:
    """Turns formats of one workbook; each is turned once."""

    def __init__(self, book: Spreadsheet) -> None:
        self._theme = theme_of(book.theme)
        self._usual: JsonDict = book.default_format.get("textFormat", {})
        self._known: dict[Format, Style] = {}

    def default_font(self) -> Font:
        """What cells without a font of their own use."""
        return self._font({})

    def of(self, cell_format: Format) -> Style:
        """The style of a format."""
        found = self._known.get(cell_format)
        if found is None:
            found = self._known[cell_format] = self._turned(cell_format.json)
        return found

    def _turned(self, json: JsonDict) -> Style:
        text, borders = json.get("textFormat"), json.get("borders")
        return Style(
            number_format=excel_number_format(json.get("numberFormat")),
            font=self._font(text) if text else None,
            fill=self._fill(json),
            border=self._border(borders) if borders else None,
            alignment=_alignment(json),
        )

    def colour(self, json: JsonDict, name: str) -> str | None:
        """AARRGGBB of a colour by name; None when it is not set."""
        return excel_colour(json.get(f"{name}Style"), json.get(name), self._theme)

    def _font(self, text: JsonDict) -> Font:
        family = str(text.get("fontFamily") or self._usual.get("fontFamily") or "Arial")
        return Font(
            name="Arial" if family == "arial,sans,sans-serif" else family,
            sz=text.get("fontSize") or self._usual.get("fontSize") or 10,
            b=text.get("bold") or None,
            i=text.get("italic") or None,
            strike=text.get("strikethrough") or None,
            u="single" if text.get("underline") else None,
            color=self.colour(text, "foregroundColor"),
        )

    def _fill(self, json: JsonDict) -> PatternFill | None:
        colour = self.colour(json, "backgroundColor")
        return PatternFill("solid", fgColor=colour) if colour is not None else None

    def _border(self, borders: JsonDict) -> Border:
        sides: dict[str, Any] = {
            name: make_side(style=SIDES[side["style"]], color=self.colour(side, "color") or "FF000000")
            for name, side in borders.items()
            if side.get("style") in SIDES
        }
        return Border(**sides)

    def differential(self, json: JsonDict) -> DifferentialStyle:
        """The style of a conditional format."""
        text = json.get("textFormat", {})
        colour = self.colour(json, "backgroundColor")
        font = None
        if text:
            font = Font(
                name=None,
                sz=None,
                b=text.get("bold"),
                i=text.get("italic"),
                strike=text.get("strikethrough"),
                u="single" if text.get("underline") else None,
                color=self.colour(text, "foregroundColor"),
            )
        fill = PatternFill("solid", bgColor=colour, fgColor=colour) if colour is not None else None
        return DifferentialStyle(font=font, fill=fill)


def _alignment(json: JsonDict) -> Alignment | None:
    rotation = json.get("textRotation", {})
    angle = rotation.get("angle", 0)
    held: JsonDict = {
        "horizontal": HORIZONTAL.get(json.get("horizontalAlignment", "")),
        "vertical": VERTICAL.get(json.get("verticalAlignment", "")),
        "wrap_text": True if json.get("wrapStrategy") == "WRAP" else None,
        "textRotation": 255 if rotation.get("vertical") else (angle if angle >= 0 else 90 - angle) or None,
        "readingOrder": {"RIGHT_TO_LEFT": 2, "LEFT_TO_RIGHT": 1}.get(json.get("textDirection", "")),
    }
    held = {name: value for name, value in held.items() if value is not None}
    return Alignment(**held) if held else None

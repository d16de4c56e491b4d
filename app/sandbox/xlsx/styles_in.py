"""A cell's style as Google's CellFormat: only what differs from the workbook's default."""

from __future__ import annotations

from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.styles.fonts import Font

from app.sandbox.grid.cell_format import Format, intern
from app.sandbox.xlsx.colours import both, google_colour
from app.sandbox.xlsx.number_formats import google_number_format

JsonDict = dict[str, Any]
BORDERS = {
    "thin": ("SOLID", 1),
    "medium": ("SOLID_MEDIUM", 2),
    "thick": ("SOLID_THICK", 3),
    "double": ("DOUBLE", 3),
    "dotted": ("DOTTED", 1),
    "hair": ("DOTTED", 1),
    "dashed": ("DASHED", 1),
    "dashDot": ("DASHED", 1),
    "dashDotDot": ("DASHED", 1),
    "mediumDashed": ("DASHED", 1),
    "mediumDashDot": ("DASHED", 1),
    "mediumDashDotDot": ("DASHED", 1),
    "slantDashDot": ("DASHED", 1),
}
HORIZONTAL = {"left": "LEFT", "center": "CENTER", "centerContinuous": "CENTER", "right": "RIGHT"}
VERTICAL = {"top": "TOP", "center": "MIDDLE", "bottom": "BOTTOM", "justify": "MIDDLE"}
BLACK: JsonDict = {}


class StylesIn:
    """Turns styles of one workbook; equal ones are turned once."""

    def __init__(self, *, theme: tuple[str, ...], default: Font, dropped: set[str]) -> None:
        self.theme, self._default, self._dropped = theme, default, dropped
        self._known: dict[tuple[int, ...], Format | None] = {}

    def of(self, cell: Cell) -> Format | None:
        """The format of a cell, its link included."""
        link = cell.hyperlink.target if cell.hyperlink is not None else None
        if cell.hyperlink is not None and not link:
            self._dropped.add("links within the workbook")
        if link:
            json = self._turned(cell)
            json["textFormat"] = {**json.get("textFormat", {}), "link": {"uri": link}}
            return intern(json)
        if not cell.has_style:
            return None
        style = tuple(cell._style)  # type: ignore[attr-defined]
        if style not in self._known:
            self._known[style] = intern(self._turned(cell))
        return self._known[style]

    def _turned(self, cell: Cell) -> JsonDict:
        held: JsonDict = {}
        number_format = google_number_format(cell.number_format)
        if number_format:
            held["numberFormat"] = number_format
        held |= self._fill(cell.fill)
        borders = self.borders(cell.border)
        if borders:
            held["borders"] = borders
        held |= self._alignment(cell.alignment)
        text = self.font(cell.font)
        if text:
            held["textFormat"] = text
        return held

    def _fill(self, fill: Any) -> JsonDict:
        if fill.tagname != "patternFill":
            self._dropped.add("fills that shade from one colour to another")
            return {}
        if fill.fill_type in {None, "none"}:
            return {}
        if fill.fill_type != "solid":
            self._dropped.add("fill patterns (their foreground colour is kept)")
        colour = google_colour(fill.fgColor, self.theme)
        return both("backgroundColor", colour) if colour is not None else {}

    def font(self, font: Any) -> JsonDict:
        """A TextFormat."""
        held: JsonDict = {}
        colour = google_colour(font.color, self.theme)
        if colour:  # black is the default
            held |= both("foregroundColor", colour)
        if font.name and font.name != self._default.name:
            held["fontFamily"] = font.name
        if font.sz and font.sz != self._default.sz:
            held["fontSize"] = round(font.sz)
        for theirs, ours in (("b", "bold"), ("i", "italic"), ("strike", "strikethrough")):
            if getattr(font, theirs):
                held[ours] = True
        if font.u:
            held["underline"] = True
        if font.vertAlign in {"superscript", "subscript"}:
            self._dropped.add("raised and lowered text")
        return held

    def borders(self, border: Any) -> JsonDict:
        """The four sides."""
        if border.diagonal is not None and border.diagonal.style:
            self._dropped.add("diagonal borders")
        sides = {name: getattr(border, name) for name in ("top", "bottom", "left", "right")}
        return {name: self._side(side) for name, side in sides.items() if side is not None and side.style}

    def _side(self, side: Any) -> JsonDict:
        style, width = BORDERS.get(side.style, ("SOLID", 1))
        colour = google_colour(side.color, self.theme) or BLACK
        return {"style": style, "width": width, **both("color", colour)}

    def _alignment(self, alignment: Any) -> JsonDict:
        held: JsonDict = {}
        if alignment.horizontal in HORIZONTAL:
            held["horizontalAlignment"] = HORIZONTAL[alignment.horizontal]
        elif alignment.horizontal not in {None, "general"}:
            self._dropped.add(f"horizontal alignment {alignment.horizontal}")
        if alignment.vertical in VERTICAL and alignment.vertical != "bottom":
            held["verticalAlignment"] = VERTICAL[alignment.vertical]
        if alignment.wrap_text:
            held["wrapStrategy"] = "WRAP"
        elif alignment.shrink_to_fit:
            held["wrapStrategy"] = "CLIP"
            self._dropped.add("shrinking to fit (the text is clipped)")
        rotation = alignment.textRotation or 0
        if rotation == 255:
            held["textRotation"] = {"vertical": True}
        elif rotation:
            held["textRotation"] = {"angle": rotation if rotation <= 90 else 90 - rotation}
        if alignment.readingOrder:
            held["textDirection"] = "RIGHT_TO_LEFT" if alignment.readingOrder == 2 else "LEFT_TO_RIGHT"
        if alignment.indent:
            self._dropped.add("indents")
        return held

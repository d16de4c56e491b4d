"""How cells of a client's workbook look: one calm set of styles, the same in Sheets and in the preview."""

from __future__ import annotations

from dataclasses import dataclass

from app.workbook.output.looks import Look as CellLook

INK, SOFT, ACCENT, PAPER = "#1D2A2F", "#55636A", "#0F4C5C", "#FFFFFF"
RULE, BAND, HEAD = "#D9DEE2", "#F4F7F8", "#E4EEF0"
FILLS = {"red": "#F6C9C2", "amber": "#FFE3A3", "green": "#CBE8D5", "grey": "#E9ECEE"}
INKS = {"red": "#7A1E15", "amber": "#5C3B00", "green": "#164C33", "grey": "#4A565C"}
PLANNED, DONE, EXPECTED = "#9AA8B8", "#0F4C5C", "#E08E45"


@dataclass(frozen=True, slots=True)
class Look(CellLook):
    """A cell's look in a client's ink. `align`: start | centre | end, by the direction of the page."""

    ink: str = INK


LOOKS: dict[str, Look] = {
    "plain": Look(),
    "text": Look(wrap=True),
    "row": Look(bottom=RULE, wrap=True),
    "row-number": Look(bottom=RULE, align="end"),
    "row-start": Look(bottom=RULE, align="start"),
    "row-centre": Look(bottom=RULE, align="centre"),
    "title": Look(size=18, bold=True, ink=ACCENT),
    "subtitle": Look(size=11, ink=SOFT),
    "corner": Look(size=10, ink=SOFT, align="end"),
    "label": Look(size=9, ink=SOFT, fill=BAND, wrap=True, align="start"),
    "fact": Look(size=10, bold=True, fill=BAND, wrap=True, align="start"),
    "block": Look(size=12, bold=True, ink=ACCENT, bottom=ACCENT),
    "head": Look(size=9, bold=True, ink=SOFT, fill=HEAD, wrap=True, align="start"),
    "head-number": Look(size=9, bold=True, ink=SOFT, fill=HEAD, wrap=True, align="end"),
    "head-centre": Look(size=9, bold=True, ink=SOFT, fill=HEAD, wrap=True, align="centre"),
    "card-label": Look(size=9, ink=SOFT, fill=BAND, wrap=True, align="start"),
    "card-value": Look(size=15, bold=True, fill=BAND, align="start"),
    "card-note": Look(size=9, ink=SOFT, fill=BAND, wrap=True, align="start", bottom=RULE),
    "area": Look(bold=True, bottom=RULE),
    "quiet": Look(size=9, ink=SOFT, italic=True, wrap=True),
    "total": Look(bold=True, top=ACCENT, wrap=True),
    "total-number": Look(bold=True, top=ACCENT, align="end"),
    **{
        f"light-{colour}": Look(bold=True, ink=INKS[colour], fill=FILLS[colour], bottom=PAPER, align="centre")
        for colour in FILLS
    },
    **{
        f"state-{colour}": Look(
            size=10, ink=INKS[colour], bottom=RULE, align="start", bold=colour == "red", wrap=True
        )
        for colour in FILLS
    },
}

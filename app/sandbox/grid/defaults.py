"""What a fresh spreadsheet comes with, as recorded from Google."""

from __future__ import annotations

from typing import Any

LOCALE = "en_US"
TIME_ZONE = "Etc/GMT"
SHEET_TITLE = "Sheet1"
ROWS = 1000
COLUMNS = 26
ROW_PIXELS = 21
COLUMN_PIXELS = 100
MAX_CELLS = 10_000_000
MAX_COLUMNS = 18_278
MAX_CHARACTERS = 50_000

_WHITE = {"red": 1, "green": 1, "blue": 1}

DEFAULT_FORMAT: dict[str, Any] = {
    "backgroundColor": _WHITE,
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": "arial,sans,sans-serif",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": {}},
    },
    "backgroundColorStyle": {"rgbColor": _WHITE},
}


def _theme_colour(kind: str, red: float, green: float, blue: float) -> dict[str, Any]:
    channels = {"red": red, "green": green, "blue": blue}
    return {"colorType": kind, "color": {"rgbColor": {name: v for name, v in channels.items() if v}}}


THEME: dict[str, Any] = {
    "primaryFontFamily": "Arial",
    "themeColors": [
        _theme_colour("TEXT", 0, 0, 0),
        _theme_colour("BACKGROUND", 1, 1, 1),
        _theme_colour("ACCENT1", 0.25882354, 0.52156866, 0.95686275),
        _theme_colour("ACCENT2", 0.91764706, 0.2627451, 0.20784314),
        _theme_colour("ACCENT3", 0.9843137, 0.7372549, 0.015686275),
        _theme_colour("ACCENT4", 0.20392157, 0.65882355, 0.3254902),
        _theme_colour("ACCENT5", 1, 0.42745098, 0.003921569),
        _theme_colour("ACCENT6", 0.27450982, 0.7411765, 0.7764706),
        _theme_colour("LINK", 0.06666667, 0.33333334, 0.8),
    ],
}

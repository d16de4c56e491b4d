"""A border as it is kept: its style with the width that goes with it, black unless told otherwise."""

from __future__ import annotations

from typing import Any

from app.sandbox.sheets.colours import with_styles
from app.sandbox.sheets.proto import present

JsonDict = dict[str, Any]
_WIDTHS = {"SOLID_MEDIUM": 2, "SOLID_THICK": 3, "DOUBLE": 3}


def border_line(border: JsonDict) -> JsonDict | None:
    """One side of a cell; None for no line."""
    style = border.get("style", "STYLE_UNSPECIFIED")
    if style in {"NONE", "STYLE_UNSPECIFIED"}:
        return None
    made = with_styles({"color": {}, **border} if "colorStyle" not in border else border)
    made["width"] = _WIDTHS.get(style, 1)
    return present("Border", made)

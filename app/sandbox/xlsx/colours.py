"""Colours: Excel's theme, index and tint on one side, Google's channels from 0 to 1 on the other."""

from __future__ import annotations

import colorsys
import re
import struct
from typing import Any

from openpyxl.styles.colors import COLOR_INDEX, Color

JsonDict = dict[str, Any]
# Office's theme in the order in which cells count it (light and dark swapped against the file's order).
OFFICE = ("FFFFFF", "000000", "E7E6E6", "44546A", "4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47")
_THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6")


def theme_colours(theme: bytes | str | None) -> tuple[str, ...]:
    """The ten colours of a workbook's theme, as RRGGBB; Office's when it has none."""
    if not theme:
        return OFFICE
    text = theme.decode("utf-8", "replace") if isinstance(theme, bytes) else theme
    found = []
    for name, fallback in zip(_THEME_ORDER, OFFICE, strict=True):
        match = re.search(rf"<a:{name}>.*?(?:lastClr|srgbClr val)=\"([0-9A-Fa-f]{{6}})\"", text, re.DOTALL)
        found.append(match[1].upper() if match else fallback)
    return tuple(found)


def google_colour(colour: Color | None, theme: tuple[str, ...]) -> JsonDict | None:
    """Channels that are not zero; None for an automatic colour."""
    if colour is None:
        return None
    if colour.type == "rgb" and isinstance(colour.rgb, str):
        code = colour.rgb[-6:]
    elif colour.type == "theme" and 0 <= colour.theme < len(theme):
        code = theme[colour.theme]
    elif colour.type == "indexed" and 0 <= colour.indexed < len(COLOR_INDEX):
        code = COLOR_INDEX[colour.indexed][-6:]
    else:
        return None
    channels = tuple(int(code[at : at + 2], 16) / 255 for at in (0, 2, 4))
    if colour.tint:
        channels = _tinted(channels, colour.tint)
    names = zip(("red", "green", "blue"), channels, strict=True)
    return {name: _single(round(value * 255) / 255) for name, value in names if round(value * 255)}


def _single(channel: float) -> float:
    """In the fewest digits that single precision needs, as Google sends it: 66/255 is 0.25882354."""
    packed = struct.pack("f", channel)
    spelled = (float(f"{channel:.{digits}g}") for digits in range(1, 10))
    return next(value for value in spelled if struct.pack("f", value) == packed)


def _tinted(channels: tuple[float, ...], tint: float) -> tuple[float, ...]:
    """Lighter above zero, darker below, as ECMA-376 18.8.19 has it."""
    hue, light, saturation = colorsys.rgb_to_hls(*channels)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return colorsys.hls_to_rgb(hue, light, saturation)


def excel_colour(style: JsonDict | None, plain: JsonDict | None, theme: dict[str, JsonDict]) -> str | None:
    """AARRGGBB of a ColorStyle, or of the older Color beside it; None when neither is there."""
    colour = plain
    if style is not None:
        kind = style.get("themeColor")
        colour = theme.get(kind, {}) if kind else style.get("rgbColor", {})
    if colour is None:
        return None
    return "FF" + "".join(f"{round(colour.get(name, 0) * 255):02X}" for name in ("red", "green", "blue"))


def theme_of(book_theme: JsonDict) -> dict[str, JsonDict]:
    """Google's theme colours by name."""
    return {
        held["colorType"]: held["color"].get("rgbColor", {}) for held in book_theme.get("themeColors", ())
    }


def both(name: str, colour: JsonDict) -> JsonDict:
    """`name` and `nameStyle`, as Google gives a colour back."""
    return {name: colour, f"{name}Style": {"rgbColor": colour}}

"""A value as its cell shows it: by number format and locale."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from app.sandbox.grid.date_format import render_date
from app.sandbox.grid.locale import Conventions
from app.sandbox.grid.number_pattern import NumberShape, Section, sections

Renderer = Callable[[float], str]
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
}
_TIE = 1e-7
_SIGNIFICANT = 10
_SCIENTIFIC_DIGITS = 6
_LARGEST_PLAIN = 1e15


def general(value: float, decimal: str = ".") -> str:
    """The automatic format: whole numbers in full, others to ten significant digits."""
    if type(value) is int and -_LARGEST_PLAIN < value < _LARGEST_PLAIN:
        return str(value)
    size = abs(value)
    if size >= _LARGEST_PLAIN or (size < 1e-4 and float(f"{size:.10f}") != size):
        text = _scientific(value)
    else:
        text = f"{value:.{_SIGNIFICANT}g}"
        if "e" in text:
            text = f"{value:.10f}" if size < 1 else f"{value:.0f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        if text == "-0":
            text = "0"
    return text.replace(".", decimal) if decimal != "." else text


def _scientific(value: float) -> str:
    mantissa, _, exponent = f"{value:.{_SCIENTIFIC_DIGITS - 1}E}".partition("E")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return f"{mantissa}E{exponent[0]}{exponent[1:].zfill(2)}"


def fixed(value: float, decimals: int) -> str:
    """`value >= 0` to so many decimals, halves away from zero as the shortest decimal spelling has them."""
    if type(value) is int:
        return f"{value}.{'0' * decimals}" if decimals else str(value)
    if value < 1e15 and decimals < 10:
        scaled = value * 10.0**decimals
        if abs(scaled - int(scaled) - 0.5) > _TIE * max(1.0, scaled * 1e-6):
            return f"{value:.{decimals}f}"
    exact = (
        Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
        if value < 1e22
        else None
    )
    return f"{exact:f}" if exact is not None else f"{value:.{decimals}f}"


def group_digits(whole: str, separator: str) -> str:
    """`1234567` → `1,234,567`."""
    return f"{int(whole):,}".replace(",", separator) if whole else whole


@lru_cache(maxsize=4_000)
def renderer(pattern: str, locale: Conventions) -> Renderer:
    """The function that shows a number by a pattern."""
    parts = sections(pattern)
    if len(parts) == 1 and parts[0].kind == "number" and parts[0].condition is None and not parts[0].tokens:
        return _plain_number(parts[0], locale)

    def render(value: float) -> str:
        section, magnitude = _choose(parts, value)
        if section is None:
            return general(value, locale.decimal)
        return _render(section, magnitude, value, locale)

    return render


def _choose(parts: tuple[Section, ...], value: float) -> tuple[Section | None, float]:
    """The section for a number, and the number it shows (its size where the section says the sign itself)."""
    numeric = [p for p in parts if p.kind != "text"] or list(parts)
    conditional = any(p.condition for p in numeric)
    if conditional:
        for part in numeric:
            if part.condition is not None and _COMPARE[part.condition[0]](value, part.condition[1]):
                return part, abs(value) if value < 0 and part is not numeric[0] else value
        free = [p for p in numeric if p.condition is None]
        return (free[-1] if free else None), value
    if value < 0 and len(numeric) > 1:
        return numeric[1], -value
    if value == 0 and len(numeric) > 2:
        return numeric[2], value
    return numeric[0], value


def _render(section: Section, magnitude: float, value: float, locale: Conventions) -> str:
    if section.kind == "literal":
        return ("-" if magnitude < 0 else "") + section.before
    if section.kind == "date":
        return render_date(section, value, locale)
    if section.kind == "general":
        return "".join(
            general(magnitude, locale.decimal) if t.kind == "general" else t.text for t in section.tokens
        )
    if section.kind == "text":
        return "".join(
            general(magnitude, locale.decimal) if t.kind == "text" else t.text for t in section.tokens
        )
    shape = section.number
    if shape is None:
        return general(magnitude, locale.decimal)
    sign, size = ("-", -magnitude) if magnitude < 0 else ("", magnitude)
    if section.kind == "fraction":
        body = _fraction(shape, size)
    elif section.tokens:
        body = _spread(section, shape, size)
    else:
        body = _digits(shape, size, locale)
    if sign and not any(letter in "123456789" for letter in body):
        sign = ""
    return f"{sign}{section.before}{body}{section.after}"


def _scale(shape: NumberShape, size: float) -> float:
    if shape.percent:
        size = float(Decimal(repr(float(size))) * 100**shape.percent)
    if shape.thousands:
        size = size / 1000**shape.thousands
    return size


def _digits(shape: NumberShape, size: float, locale: Conventions) -> str:
    size = _scale(shape, size)
    if shape.exponent:
        return _exponent(shape, size, locale)
    whole, _, decimals = fixed(size, len(shape.decimals)).partition(".")
    return _whole(shape, whole, locale) + _decimals(shape.decimals, decimals, locale)


def _whole(shape: NumberShape, whole: str, locale: Conventions) -> str:
    least = shape.whole.count("0")
    digits = whole.lstrip("0").rjust(least, "0")
    digits = digits.rjust(len(shape.whole.lstrip("#")), " ") if "?" in shape.whole else digits
    if shape.grouped and len(digits) > 3:
        return _grouped(digits, locale.group)
    return digits


def _grouped(digits: str, separator: str) -> str:
    head = len(digits) % 3
    parts = ([digits[:head]] if head else []) + [digits[i : i + 3] for i in range(head, len(digits), 3)]
    return separator.join(parts)


def _decimals(wanted: str, decimals: str, locale: Conventions) -> str:
    if not wanted:
        return ""
    kept = decimals
    while kept and wanted[len(kept) - 1] in "#?" and kept.endswith("0"):
        kept = kept[:-1]
    padding = " " * sum(letter == "?" for letter in wanted[len(kept) :])
    return (
        locale.decimal + kept if kept or "0" in wanted else locale.decimal if set(wanted) == {"#"} else ""
    ) + padding


def _exponent(shape: NumberShape, size: float, locale: Conventions) -> str:
    places = len(shape.decimals)
    if size == 0:
        mantissa, power = 0.0, 0
    else:
        text, _, exponent = f"{size:.{max(places, 0)}E}".partition("E")
        mantissa, power = float(text), int(exponent)
    whole, _, decimals = fixed(mantissa, places).partition(".")
    sign = "-" if power < 0 else ("+" if "+" in shape.exponent else "")
    least = len(shape.exponent) - 2
    return f"{whole}{_decimals(shape.decimals, decimals, locale)}E{sign}{str(abs(power)).rjust(least, '0')}"


def _fraction(shape: NumberShape, size: float) -> str:
    limit = 10 ** max(1, len(shape.denominator)) - 1
    if shape.denominator.isdigit() and int(shape.denominator):
        denominator = int(shape.denominator)
        numerator = round((size - int(size)) * denominator)
        part = Fraction(numerator, denominator) if numerator else Fraction(0)
        shown = f"{numerator}/{denominator}"
    else:
        part = Fraction(size - int(size)).limit_denominator(limit)
        shown = f"{part.numerator}/{part.denominator}"
    whole = int(size)
    if part == 0:
        return str(whole)
    if part == 1:
        return str(whole + 1)
    return f"{whole} {shown}" if whole else shown


def _spread(section: Section, shape: NumberShape, size: float) -> str:
    """Digits dealt out over placeholders with words between them: `000-00-0000`."""
    places = len(shape.decimals)
    digits = fixed(_scale(shape, size), places).replace(".", "")
    slots = sum(t.text.count(c) for t in section.tokens if t.kind == "digits" for c in "0#?")
    digits = digits.rjust(slots, "0")
    lead, dealt, position = digits[: len(digits) - slots], digits[len(digits) - slots :], 0
    shown = lead
    for token in section.tokens:
        if token.kind == "literal":
            shown += token.text
            continue
        for letter in token.text:
            if letter in "0#?":
                shown += dealt[position]
                position += 1
            elif letter == ".":
                shown += "."
    return shown


def _plain_number(section: Section, locale: Conventions) -> Renderer:
    """The common case without choices: grouped or not, fixed decimals, words around."""
    shape = section.number
    if shape is None:
        return lambda value: general(value, locale.decimal)
    simple = (
        not (shape.percent or shape.thousands or shape.exponent)
        and shape.whole.endswith("0")
        and shape.whole.count("0") == 1
        and set(shape.decimals) <= {"0"}
    )
    before, after = section.before, section.after
    places, comma = len(shape.decimals), "," if shape.grouped else ""
    translated = (locale.decimal, locale.group) != (".", ",")
    swap = str.maketrans({".": locale.decimal, ",": locale.group})
    template = f"{{:{comma}.{places}f}}"

    def render(value: float) -> str:
        size = -value if value < 0 else value
        if simple and size < 1e15:
            scaled = size * 10.0**places
            if type(value) is int or abs(scaled - int(scaled) - 0.5) > _TIE * max(1.0, scaled * 1e-6):
                text = template.format(size)
                text = text.translate(swap) if translated else text
            else:
                text = _digits(shape, size, locale)
        else:
            text = _digits(shape, size, locale)
        sign = "-" if value < 0 and text.strip("0.,") else ""
        return f"{sign}{before}{text}{after}"

    return render


def render_text(pattern: str, text: str) -> str:
    """A text by the pattern's text section, else as it is."""
    parts = sections(pattern)
    section = parts[3] if len(parts) == 4 else next((p for p in parts if p.kind == "text"), None)
    if section is None:
        return text
    if section.kind != "text":
        return section.before
    return "".join(text if t.kind == "text" else t.text for t in section.tokens)


def default_pattern(kind: str, locale: Conventions) -> str:
    """The pattern of a number format that names only its type."""
    patterns: dict[str, Any] = {
        "TEXT": "@",
        "NUMBER": "#,##0.00",
        "PERCENT": "0.00%",
        "CURRENCY": locale.currency_pattern(locale.currency, after=locale.currency_after, decimals=2),
        "DATE": locale.date_pattern,
        "TIME": locale.time_pattern,
        "DATE_TIME": locale.date_time_pattern,
        "SCIENTIFIC": "0.00E+00",
    }
    return str(patterns.get(kind, ""))

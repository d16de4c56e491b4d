"""Dates and times as people type them in their locale."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from app.sandbox.grid.dates import day_fraction, serial_of
from app.sandbox.grid.entered_number import Parsed
from app.sandbox.grid.locale import Conventions

_TIME = re.compile(
    r"(?P<h>[0-9]{1,4}):(?P<m>[0-9]{2})(?::(?P<s>[0-9]{2})(?P<f>\.[0-9]{1,3})?)?(?:\s*(?P<p>[ap]m?))?\Z"
    r"|(?P<h2>[0-9]{1,2})\s*(?P<p2>[ap]m)\Z",
    re.IGNORECASE,
)
_YMD = re.compile(r"(?P<y>[0-9]{4})(?P<s1>[-/.])(?P<m>[0-9]{1,2})(?P=s1)(?P<d>[0-9]{1,2})\Z")
_THREE = re.compile(r"(?P<a>[0-9]{1,2})(?P<s1>[-/.])(?P<b>[0-9]{1,2})(?P=s1)(?P<c>[0-9]{4}|[0-9]{2})\Z")
_TWO = re.compile(r"(?P<a>[0-9]{1,2})(?P<s1>[-/.])(?P<b>[0-9]{1,2}|[0-9]{4})\Z")
_CJK = re.compile(r"(?:(?P<y>[0-9]{4})年)?(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2})日\Z")
_SPLIT = re.compile(r"(?P<date>.+?)(?:\s+|T)(?P<time>[0-9]{1,4}(?::[0-9]{2}.*|\s*[ap]m))\Z", re.IGNORECASE)
_CENTURY_TURN = 30


@dataclass(frozen=True, slots=True)
class _Day:
    day: date
    pattern: str


def parse_date(text: str, locale: Conventions, today: date) -> Parsed | None:
    """A typed date, time, or both; None when the text is none. A date without a year is this year's."""
    alone = _day(text, locale, today)
    if alone is not None:
        return Parsed(serial_of(alone.day), {"type": "DATE", "pattern": alone.pattern})
    time = _time(text)
    if time is not None:
        return Parsed(time.number, time.number_format)
    both = _SPLIT.match(text)
    if both is None:
        return None
    day, time = _day(both["date"].rstrip(","), locale, today), _time(both["time"])
    if day is None or time is None or time.number >= 1 or time.number_format is None:
        return None
    pattern = f"{day.pattern} {time.number_format['pattern']}"
    return Parsed(serial_of(day.day) + time.number, {"type": "DATE_TIME", "pattern": pattern})


def _time(text: str) -> Parsed | None:
    match = _TIME.match(text)
    if match is None:
        return None
    hours = int(match["h"] or match["h2"])
    minutes = int(match["m"] or 0)
    seconds = float((match["s"] or "0") + (match["f"] or ""))
    half = (match["p"] or match["p2"] or "").lower()
    if minutes > 59 or seconds >= 60 or (half and not 1 <= hours <= 12):
        return None
    if half:
        hours = hours % 12 + (12 if half.startswith("p") else 0)
    pattern = "h:mm:ss" if match["s"] else "h:mm"
    if match["f"]:
        pattern += "." + "0" * (len(match["f"]) - 1)
    if half:
        pattern += " am/pm"
    elif hours >= 24:
        pattern = "[h]" + pattern[1:]
    return Parsed(day_fraction(hours, minutes, seconds), {"type": "TIME", "pattern": pattern})


def _day(text: str, locale: Conventions, today: date) -> _Day | None:
    match = _YMD.match(text)
    if match:
        separator = match["s1"]
        return _made(int(match["y"]), int(match["m"]), int(match["d"]), f"yyyy{separator}mm{separator}dd")
    match = _THREE.match(text)
    if match:
        return _three(match, locale)
    match = _TWO.match(text)
    if match:
        return _two(match, locale, today)
    match = _CJK.match(text)
    if match and locale.name[:2] in {"ja", "zh"}:
        years = 'yyyy"年"' if match["y"] else ""
        year = int(match["y"]) if match["y"] else today.year
        return _made(year, int(match["m"]), int(match["d"]), f'{years}m"月"d"日"')
    return _named(text, locale, today)


def _three(match: re.Match[str], locale: Conventions) -> _Day | None:
    separator = match["s1"]
    if separator == "." and locale.date_separator != ".":
        return None
    first, second, third = int(match["a"]), int(match["b"]), int(match["c"])
    if locale.date_order == "ymd" and len(match["c"]) == 2:
        return _made(_year(first), second, third, f"yy{separator}mm{separator}dd")
    year = third if len(match["c"]) == 4 else _year(third)
    years = "yyyy" if len(match["c"]) == 4 else "yy"
    month, day = (first, second) if locale.date_order == "mdy" else (second, first)
    if separator == locale.date_separator and years == "yyyy":
        pattern = locale.date_pattern
    elif locale.date_order == "mdy":
        pattern = f"m{separator}d{separator}{years}"
    else:
        pattern = f"dd{separator}mm{separator}{years}"
    return _made(year, month, day, pattern)


def _two(match: re.Match[str], locale: Conventions, today: date) -> _Day | None:
    separator, first, second = match["s1"], int(match["a"]), int(match["b"])
    if separator == "." and (locale.date_separator != "." or locale.decimal == "."):
        return None
    if len(match["b"]) == 4:
        return _made(second, first, 1, f"m{separator}yyyy")
    if locale.date_order == "dmy":
        return _made(today.year, second, first, f"d{separator}m")
    return _made(today.year, first, second, f"m{separator}d")


def _year(two_digits: int) -> int:
    return two_digits + (2000 if two_digits < _CENTURY_TURN else 1900)


def _made(year: int, month: int, day: int, pattern: str) -> _Day | None:
    try:
        return _Day(date(year, month, day), pattern)
    except ValueError:
        return None


@lru_cache(maxsize=64)
def month_names(locale: Conventions) -> dict[str, tuple[int, str]]:
    """Month names of a locale and of English, casefolded: number and pattern letters."""
    names: dict[str, tuple[int, str]] = {}
    for code, spelled in (("mmm", locale.months_short), ("mmmm", locale.months)):
        for number, name in enumerate(spelled, start=1):
            names.setdefault(name.casefold().rstrip("."), (number, code))
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    ):
        names.setdefault(name, (number, "mmm"))
    return names


_WORDS = re.compile(r"[0-9]+|[^\W\d_]+")
_NAMED_SHAPE = re.compile(r"[\w .,/-]+\Z")


def _named(text: str, locale: Conventions, today: date) -> _Day | None:
    """`Jan 5, 2020`, `5 January 2020`, `5-Jan-20`, `Jan 2020`, `Jan 5`."""
    if not _NAMED_SHAPE.match(text) or not any(letter.isalpha() for letter in text):
        return None
    words = _WORDS.findall(text)
    months = month_names(locale)
    kinds = [months.get(word.casefold()) if not word.isdigit() else None for word in words]
    if len([k for k in kinds if k]) != 1 or len(words) not in {2, 3}:
        return None
    if any(not w.isdigit() and k is None for w, k in zip(words, kinds, strict=True)):
        return None
    place = next(i for i, k in enumerate(kinds) if k)
    month, code = kinds[place] or (1, "mmm")
    numbers = [w for w in words if w.isdigit()]
    return _from_words(text, place, month, code, numbers, today)


def _from_words(text: str, place: int, month: int, code: str, numbers: list[str], today: date) -> _Day | None:
    joint = "-" if "-" in text else " "
    dot = "." if place > 0 and re.match(r"[0-9]+\.", text) else ""
    if len(numbers) == 1:
        if len(numbers[0]) == 4:
            return _made(int(numbers[0]), month, 1, f"{code}{joint}yyyy")
        if len(numbers[0]) > 2:
            return None
        pattern = f"{code}{joint}d" if place == 0 else f"d{dot}{joint}{code}"
        return _made(today.year, month, int(numbers[0]), pattern)
    day, year = numbers
    if len(day) > 2 or len(year) not in {2, 4} or place == 2:
        return None
    years = "yyyy" if len(year) == 4 else "yy"
    full = int(year) if len(year) == 4 else _year(int(year))
    if place == 0:
        comma = "," if "," in text else ""
        return _made(full, month, int(day), f"{code}{joint}d{comma}{joint}{years}")
    return _made(full, month, int(day), f"d{dot}{joint}{code}{joint}{years}")

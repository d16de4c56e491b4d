"""Periods as headings and cells name them: days, weeks, months, quarters, years, sprints, milestones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from app.intake.labels import folded, words_of
from app.intake.notations import NOTATION
from app.intake.vocabulary import lexicon
from app.project.month import label as month_label
from app.workbook.book import CellValue
from app.workbook.days import day_of_serial, day_of_text, is_serial, month_of_cell

_QUARTER = re.compile(
    r"^(?:(?:fy)?(\d{4}|\d{2})\s)?(?:[qt]|qtr|quarter|trim|trimestre|кв|квартал|רבעון|quartal|kwartal)\s?([1-4])(?:\s(?:fy\s?)?'?(\d{4}|\d{2}))?$"
)
_QUARTER_FIRST = re.compile(
    r"^([1-4])\.?\s?(?:q|qtr|t|кв|квартал|quartal|o?\s?trimestre)(?:\s?(\d{4}|\d{2}))?$"
)
_FISCAL_YEAR = re.compile(
    r"^(?:fy|financial year|fiscal year|ejercicio|exercice|exercicio|שנת|год|ano|jahr|annee|year|anno)?\s?"
    r"((?:19|20)\d{2})(?:\s?[/\-–]\s?(?:20)?\d{2})?(?:\s?(?:г|год|г\.|年|年度))?$"
)
_SHORT_FISCAL = re.compile(r"^fy\s?'?(\d{2})(?:\s?[/\-–]\s?\d{2})?$")
_JAPANESE = re.compile(r"^(?:(\d{4})年)?(\d{1,2})月$")
_JOINED = re.compile(r"^([a-zа-я]+)(\d+)$")
_PREFIX = {"week": "W", "month": "M", "year": "Y", "sprint": "S", "milestone": "MS", "day": "D"}
_COMMON_WORDS = frozenset(
    {"may", "out", "set", "mar", "sie", "lis", "gen", "lip", "mag", "gru", "maj", "jan", "mai"}
)


@dataclass(frozen=True, slots=True)
class Period:
    """`key` as the mapping names it (`2023-07`, `--07`, `W12`); `rest` is what else the heading said."""

    grain: str
    key: str
    rest: str = ""


def period_of_cell(value: CellValue, *, shows_day: bool) -> Period | None:
    """The period that a heading cell names; a whole number only when it is a year or YYYYMM."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        if shows_day and is_serial(value):
            return Period("day", day_of_serial(value).isoformat())
        if value == int(value) and 1990 <= value <= 2100:
            return Period("year", str(int(value)))
        if 199001 <= value <= 210012 and (month := month_of_cell(value, NOTATION)) is not None:
            return Period("month", month_label(month))
        return None
    return period_of_text(value) if isinstance(value, str) else None


@lru_cache(maxsize=4096)
def period_of_text(text: str) -> Period | None:
    """The period that a text names, with what else it says."""
    if len(text) > 60:
        return None
    bare = folded(text).replace("\n", " ").strip(" .:")
    if not bare:
        return None
    return (
        _year(bare)
        or _quarter(bare)
        or _month(text, bare)
        or _counted(bare)
        or _day(text)
        or _month_within(bare)
        or _year_within(bare)
    )


def _day(text: str) -> Period | None:
    reading = day_of_text(text, NOTATION, True)
    return Period("day", reading.day.isoformat()) if reading.day else None


def _year(bare: str) -> Period | None:
    if found := _FISCAL_YEAR.match(bare):
        return Period("year", found[1])
    if found := _SHORT_FISCAL.match(bare):
        return Period("year", f"20{found[1]}")
    return None


def _quarter(bare: str) -> Period | None:
    spaced = " ".join(re.sub(r"[\-_/.]", " ", bare).split())
    if found := _QUARTER.match(spaced):
        year, number = found[1] or found[3], found[2]
    elif found := _QUARTER_FIRST.match(spaced):
        year, number = found[2], found[1]
    else:
        return None
    if not year:
        return Period("quarter", f"Q{number}")
    return Period("quarter", f"{year if len(year) == 4 else '20' + year}-Q{number}")


def _month(text: str, bare: str) -> Period | None:
    if found := _JAPANESE.match(bare.replace(" ", "")):
        if 1 <= int(found[2]) <= 12:
            return Period("month", f"{found[1] or '-'}-{int(found[2]):02d}")
        return None
    if bare in NOTATION.months:
        return Period("month", f"--{NOTATION.months[bare]:02d}")
    if re.match(r"^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$|^\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}$", bare):
        return None  # a whole day
    month = month_of_cell(text, NOTATION)
    return None if month is None else Period("month", month_label(month))


@cache
def _grains() -> dict[str, str]:
    found = {}
    for words, concepts in lexicon("units", "periods").phrases.items():
        found[" ".join(words)] = concepts[0][0]
    return found


def _counted(bare: str) -> Period | None:
    """`Week 3`, `W03`, `KW 12`, `Sprint 4`, `Year 1`, `M6`, `Invoice 2`, with a year beside it or not."""
    words: list[str] = list(words_of(bare))
    if len(words) == 1 and (found := _JOINED.match(words[0])):
        words = list(found.groups())
    cjk = re.match(r"^第?(\d{1,2})(週|年目|ヶ月目|か月目|スプリント)", bare)
    if cjk:
        grain = {"週": "week", "年目": "year"}.get(cjk[2], "month")
        return Period(grain, f"{_PREFIX[grain]}{int(cjk[1])}")
    for size in (2, 1):
        for at in range(len(words) - size + 1):
            named = _grains().get(" ".join(words[at : at + size]))
            if named and named != "quarter" and (told := _numbered(words, at, at + size, named)):
                return told
    return None


def _numbered(words: list[str], first: int, end: int, grain: str) -> Period | None:
    """The period whose word stands at `first`, with its number behind or before it."""
    if end < len(words) and words[end].isdigit() and len(words[end]) <= 2:
        count, rest = int(words[end]), words[:first] + words[end + 1 :]
    elif first and words[first - 1].isdigit() and len(words[first - 1]) <= 2 and grain != "milestone":
        count, rest = int(words[first - 1]), words[: first - 1] + words[end:]
    else:
        return None
    year = next((word for word in rest if re.fullmatch(r"20\d\d", word)), "")
    kept = " ".join(word for word in rest if word != year)
    if grain == "week" and year:
        return Period("week", f"{year}-W{count:02d}", kept)
    return Period(grain, f"{_PREFIX[grain]}{count}", kept)


def _year_within(bare: str) -> Period | None:
    """A year or quarter among other words: `Budget 2024`, `FY2024 Plan`, `Q1 Actual`."""
    words = re.sub(r"\bfy\s?'?(\d{2})\b", r"20\1", bare).replace("fy", " ").split()
    if not 2 <= len(words) <= 5:
        return None
    for at, word in enumerate(words):
        rest = " ".join(words[:at] + words[at + 1 :])
        if not any(char.isalpha() for char in rest):
            continue
        if re.fullmatch(r"\(?20\d\d(?:[/\-]\d{2,4})?\)?", word):
            return Period("year", word.strip("()")[:4], rest)
        if re.fullmatch(r"q[1-4]", word):
            return Period("quarter", word.upper(), rest)
    return None


def _month_within(bare: str) -> Period | None:
    """A month among other words: `July Forecast`, `Hours Jan 24`."""
    words = words_of(bare)
    if not 2 <= len(words) <= 6:
        return None
    for at, word in enumerate(words):
        number = NOTATION.months.get(word)
        if number is None:
            continue
        year = ""
        rest = list(words[:at])
        after = words[at + 1 :]
        if after and (after[0] in {"'", "-"}):
            after = after[1:]
        if after and re.fullmatch(r"'?(?:20)?\d\d", after[0]):
            year, after = after[0].strip("'"), after[1:]
        elif rest and re.fullmatch(r"20\d\d", rest[-1]):
            year = rest.pop()
        if word in _COMMON_WORDS and not year and not (at == 0 and len(words) == 2):
            continue
        key = f"{year if len(year) == 4 else '20' + year}-{number:02d}" if year else f"--{number:02d}"
        return Period("month", key, " ".join([*rest, *after]))
    return None

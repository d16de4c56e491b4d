"""Boolean conditions: of conditional formats, filters and data validation."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.sandbox import formulas
from app.sandbox.formula_dialect import engine_text
from app.sandbox.grid import dates
from app.sandbox.grid.entered import entered
from app.sandbox.grid.formula_text import has_references, shift
from app.sandbox.grid.locale import Conventions, conventions
from app.sandbox.grid.resolve import RangeError, resolve
from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.show import shown
from app.sandbox.grid.spreadsheet import Spreadsheet
from app.sandbox.grid.value import CellError, Formula, Value

JsonDict = dict[str, Any]
Judge = Callable[[Value, str], bool]
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z")
_URL = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?\Z", re.IGNORECASE)


Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ConditionTest:
    """Tells which cells meet a condition; `constant` when the answer is one for all cells."""

    among: Callable[[Sequence[Place]], set[Place]]
    constant: bool | None = None

    def matching(self, places: Sequence[Place]) -> set[Place]:
        """Those of the places, as (row, column), that meet it."""
        if self.constant is None:
            return self.among(places)
        return set(places) if self.constant else set()


def condition_test(
    book: Spreadsheet, sheet: Sheet, condition: JsonDict, anchor: tuple[int, int]
) -> ConditionTest:
    """A test of cells of `sheet`; relative references in formulas count from `anchor`."""
    kind = condition.get("type", "")
    texts = [value.get("userEnteredValue", "") for value in condition.get("values", ())]
    if kind == "CUSTOM_FORMULA":
        return _custom(book, sheet, texts[0] if texts else "", anchor)
    locale = conventions(book.locale)
    judge = _judge(book, sheet, condition, locale)

    def holds(row: int, column: int) -> bool:
        value = sheet.grid.effective(row, column)
        return judge(value, shown(value, sheet.grid.look(row, column), locale))

    return ConditionTest(lambda places: {place for place in places if holds(*place)})


def value_judge(book: Spreadsheet, sheet: Sheet, condition: JsonDict) -> Judge:
    """A test of a value and its text alone (not for CUSTOM_FORMULA)."""
    return _judge(book, sheet, condition, conventions(book.locale))


def _custom(book: Spreadsheet, sheet: Sheet, text: str, anchor: tuple[int, int]) -> ConditionTest:
    formula = text if text.startswith("=") else f"={text.removeprefix('+')}"
    if not has_references(formula):
        holds = _truth(formulas.evaluate_constant(engine_text(book, formula)))
        return ConditionTest(set, constant=holds)

    def among(places: Sequence[Place]) -> set[Place]:
        texts = [shift(formula, row - anchor[0], column - anchor[1]) for row, column in places]
        found = formulas.evaluate(book, sheet, texts)
        return {place for place, value in zip(places, found, strict=True) if _truth(value)}

    return ConditionTest(among)


def _truth(value: Value) -> bool:
    return value is True or (type(value) in {int, float} and value != 0)


def _judge(book: Spreadsheet, sheet: Sheet, condition: JsonDict, locale: Conventions) -> Judge:
    kind = condition.get("type", "")
    values = condition.get("values", ())
    if kind == "BLANK":
        return lambda value, _text: value is None
    if kind == "NOT_BLANK":
        return lambda value, _text: value is not None
    if kind == "BOOLEAN":
        return _boolean([v.get("userEnteredValue", "") for v in values])
    if kind.startswith("ONE_OF"):
        return _one_of(book, sheet, condition, locale)
    if kind.startswith("TEXT_"):
        return _text(kind, _first_text(book, sheet, values))
    if kind == "DATE_IS_VALID":
        return lambda value, _text: _is_number(value)
    if kind.startswith(("NUMBER_", "DATE_")):
        numbers = [_number(book, sheet, value, locale) for value in values]
        return _numeric(kind, numbers)
    return lambda _value, _text: False


def _boolean(allowed: list[str]) -> Judge:
    if not allowed:
        return lambda value, _text: type(value) is bool
    return lambda value, text: text in allowed or str(value) in allowed


def _one_of(book: Spreadsheet, sheet: Sheet, condition: JsonDict, locale: Conventions) -> Judge:
    texts = {value.get("userEnteredValue", "") for value in condition.get("values", ())}
    if condition["type"] == "ONE_OF_RANGE":
        texts = {found for text in texts for found in _range_texts(book, sheet, text, locale)}
    folded = {text.casefold() for text in texts}
    return lambda _value, text: text.casefold() in folded


def _range_texts(book: Spreadsheet, sheet: Sheet, reference: str, locale: Conventions) -> set[str]:
    name = reference.lstrip("=").replace("$", "")
    try:
        area = resolve(book, name if "!" in name else f"'{sheet.title.replace(chr(39), chr(39) * 2)}'!{name}")
    except RangeError:
        try:
            area = resolve(book, name)
        except RangeError:
            return set()
    source = book.sheet(area.sheet_id) or sheet
    texts = set()
    for row in source.grid.result_indices(area.top, area.bottom):
        values = source.grid.effective_row(row)
        for column in range(area.left, min(area.right, len(values))):
            text = shown(values[column], source.grid.look(row, column), locale)
            if text:
                texts.add(text)
    return texts


def _first_text(book: Spreadsheet, sheet: Sheet, values: Any) -> str:
    text = str(values[0].get("userEnteredValue", "")) if values else ""
    if text.startswith("=") and len(text) > 1:
        value = formulas.evaluate(book, sheet, [text])[0]
        return shown(value, None, conventions(book.locale))
    return text


def _text(kind: str, wanted: str) -> Judge:
    needle = wanted.casefold()
    judges: dict[str, Callable[[str], bool]] = {
        "TEXT_CONTAINS": lambda text: needle in text,
        "TEXT_NOT_CONTAINS": lambda text: needle not in text,
        "TEXT_STARTS_WITH": lambda text: text.startswith(needle),
        "TEXT_ENDS_WITH": lambda text: text.endswith(needle),
        "TEXT_EQ": lambda text: text == needle,
        "TEXT_NOT_EQ": lambda text: text != needle,
        "TEXT_IS_EMAIL": lambda text: bool(_EMAIL.match(text)),
        "TEXT_IS_URL": lambda text: bool(_URL.match(text)),
    }
    judge = judges.get(kind, _never)
    return lambda _value, text: judge(text.casefold())


def _never(_text: str) -> bool:
    return False


def _is_number(value: Value) -> bool:
    return type(value) is int or type(value) is float


def _number(book: Spreadsheet, sheet: Sheet, held: JsonDict, locale: Conventions) -> float | None:
    if "relativeDate" in held:
        return _relative(held["relativeDate"], today(book))
    text = str(held.get("userEnteredValue", ""))
    value, _ = entered(text, locale, today(book))
    if type(value) is Formula:
        value = formulas.evaluate(book, sheet, [value.text])[0]
    return float(value) if _is_number(value) else None  # type: ignore[arg-type]


def _relative(name: str, day: date) -> float:
    back = {"PAST_YEAR": 365, "PAST_MONTH": 30, "PAST_WEEK": 7, "YESTERDAY": 1, "TODAY": 0, "TOMORROW": -1}
    return float(dates.serial_of(day - timedelta(days=back.get(name, 0))))


def today(book: Spreadsheet) -> date:
    """The date now where the workbook is."""
    try:
        zone = ZoneInfo(book.time_zone)
    except (KeyError, ValueError, OSError):
        zone = ZoneInfo("UTC")
    return datetime.now(zone).date()


def _numeric(kind: str, numbers: list[float | None]) -> Judge:
    first = numbers[0] if numbers else None
    second = numbers[1] if len(numbers) > 1 else None
    if first is None:
        return lambda _value, _text: False
    low, high = sorted((first, second if second is not None else first))
    between = kind in {"NUMBER_BETWEEN", "DATE_BETWEEN"}
    outside = kind in {"NUMBER_NOT_BETWEEN", "DATE_NOT_BETWEEN"}
    compare: dict[str, Callable[[float], bool]] = {
        "NUMBER_GREATER": lambda x: x > first,
        "NUMBER_GREATER_THAN_EQ": lambda x: x >= first,
        "NUMBER_LESS": lambda x: x < first,
        "NUMBER_LESS_THAN_EQ": lambda x: x <= first,
        "NUMBER_EQ": lambda x: x == first,
        "NUMBER_NOT_EQ": lambda x: x != first,
        "DATE_EQ": lambda x: int(x) == int(first),
        "DATE_NOT_EQ": lambda x: int(x) != int(first),
        "DATE_BEFORE": lambda x: x < first,
        "DATE_AFTER": lambda x: x >= int(first) + 1,
        "DATE_ON_OR_BEFORE": lambda x: x < int(first) + 1,
        "DATE_ON_OR_AFTER": lambda x: x >= first,
    }
    judge = compare.get(kind)

    def test(value: Value, _text: str) -> bool:
        if isinstance(value, CellError) or not _is_number(value):
            return False
        number = float(value)  # type: ignore[arg-type]
        if between or outside:
            return (low <= number <= high) is between
        return judge is not None and judge(number)

    return test

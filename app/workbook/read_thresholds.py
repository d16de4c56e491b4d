"""Thresholds on the Settings tab: a row each, such as `V1.amber` with its limit, `V1.off` with a yes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from app.workbook.book import CellError, CellValue
from app.workbook.cells import number_of, text_of, yes_or_no

_KEY = re.compile(r"^[a-z]\d{0,2}\.[a-z_]+$", re.IGNORECASE)
_SWITCH = re.compile(r"^l\.either$|\.off$", re.IGNORECASE)  # 1, TRUE or yes; 0, FALSE or no


class _Row(Protocol):
    @property
    def row(self) -> int: ...
    @property
    def value(self) -> CellValue: ...


R = TypeVar("R", bound=_Row)


@dataclass(slots=True)
class Thresholds:
    """What the rows say, by key as it is spelled in the list of checks."""

    values: dict[str, float] = field(default_factory=dict)  # "V1.amber" -> 0.05; a switch: 1 or 0
    unread: dict[str, str] = field(default_factory=dict)  # key -> what stands there and is no limit
    twice: dict[str, tuple[int, str]] = field(default_factory=dict)  # key -> a further row, and its value


def is_threshold(typed: str) -> bool:
    """Whether a key has the shape of a check's threshold."""
    return bool(_KEY.match(typed))


def spelled(typed: str) -> str:
    """`v1.AMBER` as `V1.amber`."""
    check, name = typed.split(".")
    return f"{check.upper()}.{name.lower()}"


def limit_of(key: str, value: CellValue, decimal: str) -> float | None:
    """The limit that a cell sets, 1 or 0 for a switch; None when it sets none."""
    if value is None or isinstance(value, CellError):
        return None
    if _SWITCH.search(key) and (meant := yes_or_no(value)) is not None:
        return float(meant)
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        reading = number_of(text_of(value), decimal)
        return reading.value if reading.other is None else None
    return float(value)


def is_text_number(key: str, value: CellValue) -> bool:
    """Whether a limit stands there as text: worth a note, which a yes or no is not."""
    return isinstance(value, str) and not (_SWITCH.search(key) and yes_or_no(value) is not None)


def counting(rows: Sequence[R]) -> tuple[R, R | None]:
    """Of rows with one key the first that holds something, and a further one that says otherwise."""
    filled = [one for one in rows if one.value is not None] or list(rows)
    return filled[0], next((one for one in filled[1:] if one.value != filled[0].value), None)

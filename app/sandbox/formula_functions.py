"""Google's functions that the engine lacks and that work on plain values."""

from __future__ import annotations

import re
from typing import Any

from app.sandbox.formula_operators import OPERATORS
from app.sandbox.regular_expressions import compiled, expanded


def register(workbook: Any) -> None:
    """Teach an engine workbook the functions below."""
    for name, function, least, most in (*_FUNCTIONS, *OPERATORS):
        workbook.register_function(
            name, function, min_args=least, max_args=most, allow_override_builtin=name == "SORT"
        )


def _flat(arguments: tuple[Any, ...]) -> list[Any]:
    flat: list[Any] = []
    for argument in arguments:
        if isinstance(argument, (list, tuple)):
            flat.extend(_flat(tuple(argument)))
        else:
            flat.append(argument)
    return flat


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def count_unique(*arguments: Any) -> float:
    """COUNTUNIQUE: how many different values there are, blanks left out."""
    return float(len({(type(v), v) for v in _flat(arguments) if v is not None and v != ""}))


def join(delimiter: Any, *arguments: Any) -> str:
    """JOIN: texts with a delimiter between them."""
    return _text(delimiter).join(_text(v) for v in _flat(arguments))


def split(text: Any, delimiter: Any, each: Any = True, drop_empty: Any = True) -> list[list[Any]]:
    """SPLIT: one row of the parts of a text, numbers as numbers."""
    marks = re.escape(_text(delimiter))
    pattern = f"[{marks}]" if each else marks
    parts = re.split(pattern, _text(text))
    return [[_number_or_text(part) for part in parts if part or not drop_empty]]


def _number_or_text(part: str) -> Any:
    try:
        return float(part)
    except ValueError:
        return part


def regex_match(text: Any, pattern: Any) -> bool:
    """REGEXMATCH: whether a pattern occurs."""
    return compiled(_text(pattern)).search(_text(text)) is not None


def regex_extract(text: Any, pattern: Any) -> Any:
    """REGEXEXTRACT: the first match, or its first group."""
    match = compiled(_text(pattern)).search(_text(text))
    if match is None:
        raise ValueError(f'Function REGEXEXTRACT parameter 2 value "{pattern}" does not match text.')
    return match[1] if match.groups() else match[0]


def regex_replace(text: Any, pattern: Any, replacement: Any) -> str:
    """REGEXREPLACE: every match replaced; `$1` is the first group."""
    spelled = _text(replacement)
    return str(compiled(_text(pattern)).sub(lambda match: expanded(match, spelled), _text(text)))


def same(value: Any) -> Any:
    """TO_PERCENT and its like: the number itself, the look is the cell's."""
    return value


def to_text(value: Any) -> str:
    """TO_TEXT: the value as text."""
    return _text(value)


def is_email(value: Any) -> bool:
    """ISEMAIL: whether a text has the shape of an address."""
    return re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", _text(value)) is not None


def is_url(value: Any) -> bool:
    """ISURL: whether a text has the shape of a web address."""
    return re.fullmatch(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?", _text(value)) is not None


_FUNCTIONS = (
    ("COUNTUNIQUE", count_unique, 1, None),
    ("JOIN", join, 2, None),
    ("SPLIT", split, 2, 4),
    ("REGEXMATCH", regex_match, 2, 2),
    ("REGEXEXTRACT", regex_extract, 2, 2),
    ("REGEXREPLACE", regex_replace, 3, 3),
    ("TO_PERCENT", same, 1, 1),
    ("TO_DOLLARS", same, 1, 1),
    ("TO_DATE", same, 1, 1),
    ("TO_PURE_NUMBER", same, 1, 1),
    ("TO_TEXT", to_text, 1, 1),
    ("ISEMAIL", is_email, 1, 1),
    ("ISURL", is_url, 1, 1),
)

"""Month names in every language that is read, as one notation: no two of them disagree."""

from __future__ import annotations

from app.intake.labels import folded
from app.workbook.notation import Notation, notation_of

LOCALES = ("en", "he", "es", "fr", "pt", "de", "ru", "ja", "it", "nl", "pl", "ka")


def _all_months() -> dict[str, int]:
    names: dict[str, int] = {}
    for locale in LOCALES:
        names |= notation_of(locale).months
    return {folded(name).rstrip("."): number for name, number in names.items()} | names


NOTATION = Notation(locale="any", decimal=".", day_first=True, months=_all_months())

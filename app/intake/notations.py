"""Month names in every language that is read, as one notation: no two of them disagree."""

from __future__ import annotations

from functools import reduce

from app.workbook.notation import Notation, notation_of

LOCALES = ("en", "he", "es", "fr", "pt", "de", "ru", "ja", "it", "nl", "pl", "ka")


def _all_months() -> dict[str, int]:
    return reduce(lambda found, locale: found | dict(notation_of(locale).months), LOCALES, {})


NOTATION = Notation(locale="any", decimal=".", day_first=True, months=_all_months())

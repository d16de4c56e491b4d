"""Which language the tabs that Plumbline writes are in."""

from __future__ import annotations

from app.project.model import Settings
from app.workbook.adoption import adoption_of
from app.workbook.book import Book

_BY_SETTING = {"English": "en", "Hebrew": "he"}
_HEBREW = ("he", "iw")


def language_of(book: Book, settings: Settings) -> str:
    """`en` or `he`: what Settings say; else Hebrew where the workbook's locale or its adopted tables are."""
    if settings.language:
        return _BY_SETTING[settings.language]
    adoption = adoption_of(book)
    return "he" if adoption and adoption.language == "he" else by_locale(book)


def by_locale(book: Book) -> str:
    """What the workbook's locale speaks: `iw_IL` is Google's name for Hebrew."""
    return "he" if book.locale.split("_")[0] in _HEBREW else "en"

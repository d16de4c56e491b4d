"""What a workbook's locale decides: separators, order of dates, currency, names of months."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import get_day_names, get_month_names, get_period_names
from babel.numbers import get_currency_symbol, get_territory_currencies

_OLD_LANGUAGES = {"iw": "he", "in": "id", "no": "nb", "ji": "yi", "tl": "fil"}
_DATE_SEPARATORS = {"he": "/"}
"""Where Sheets writes dates otherwise than CLDR does."""
_CURRENCY_SIGNS = [
    "$",
    "€",
    "£",
    "¥",
    "₪",
    "₹",
    "₩",
    "₽",
    "₺",
    "₫",
    "฿",
    "₴",
    "zł",
    "kr",
    "R$",
    "Kč",
    "Ft",
    "CHF",
    "EUR",
    "USD",
    "GBP",
]


@dataclass(frozen=True, slots=True, eq=False)
class Conventions:
    """How one locale writes numbers and dates; `date_order` is `mdy`, `dmy` or `ymd`.

    One object a locale, so they compare by identity.
    Names run January first and Monday first, as CLDR spells them within a date.
    """

    name: str
    decimal: str
    group: str
    date_order: str
    date_separator: str
    currency: str
    currency_after: bool
    months: tuple[str, ...]
    months_short: tuple[str, ...]
    days: tuple[str, ...]
    days_short: tuple[str, ...]
    am: str
    pm: str
    hours_24: bool

    @property
    def argument_separator(self) -> str:
        """Between a formula's arguments: `;` where the comma is the decimal sign."""
        return ";" if self.decimal == "," else ","

    @property
    def date_pattern(self) -> str:
        """The automatic date format."""
        separator = self.date_separator
        if self.date_order == "mdy":
            return f"m{separator}d{separator}yyyy"
        if self.date_order == "ymd":
            return f"yyyy{separator}mm{separator}dd"
        return f"dd{separator}mm{separator}yyyy"

    @property
    def time_pattern(self) -> str:
        """The automatic time format."""
        return "h:mm:ss" if self.hours_24 else "h:mm:ss am/pm"

    @property
    def date_time_pattern(self) -> str:
        """The automatic format of a date with its time."""
        return f"{self.date_pattern} h:mm:ss"

    def currency_pattern(self, sign: str, *, after: bool, decimals: int) -> str:
        """`"$"#,##0.00`, or `#,##0.00 "€"` where the sign follows."""
        digits = "#,##0" + ("." + "0" * decimals if decimals else "")
        return f'{digits} "{sign}"' if after else f'"{sign}"{digits}'


def known(name: str) -> bool:
    """Whether a locale name means anything."""
    return _babel(name) is not None


def _babel(name: str) -> Locale | None:
    parts = name.replace("-", "_").split("_")
    parts[0] = _OLD_LANGUAGES.get(parts[0].lower(), parts[0].lower())
    try:
        return Locale.parse("_".join(part for part in parts if part))
    except (ValueError, UnknownLocaleError, TypeError):
        return None


@lru_cache(maxsize=256)
def conventions(name: str) -> Conventions:
    """Conventions of a locale such as `en_US`, `de_DE`, `iw_IL`; an unknown one counts as `en_US`."""
    locale = _babel(name) or Locale.parse("en_US")
    symbols = locale.number_symbols.get("latn") or locale.number_symbols
    short = str(locale.date_formats["short"].pattern)
    letters = [letter for letter in short.lower() if letter in "ymd"]
    order = "".join(dict.fromkeys(letters))
    separator = next((letter for letter in short if letter in "/.-"), "/")
    separator = _DATE_SEPARATORS.get(locale.language, separator)
    code = next(iter(get_territory_currencies(locale.territory)), "USD") if locale.territory else "USD"
    periods = get_period_names(locale=locale)
    return Conventions(
        name=name,
        decimal=str(symbols["decimal"]),
        group=_plain(str(symbols["group"])),
        date_order=order if order in {"mdy", "dmy", "ymd"} else "mdy",
        date_separator=separator,
        currency=get_currency_symbol(code, locale=locale),
        currency_after=str(locale.currency_formats["standard"].pattern).rstrip().split(";")[0].endswith("¤"),
        months=tuple(get_month_names("wide", locale=locale)[m] for m in range(1, 13)),
        months_short=tuple(get_month_names("abbreviated", locale=locale)[m] for m in range(1, 13)),
        days=tuple(get_day_names("wide", locale=locale)[d] for d in range(7)),
        days_short=tuple(get_day_names("abbreviated", locale=locale)[d] for d in range(7)),
        am=str(periods.get("am", "AM")),
        pm=str(periods.get("pm", "PM")),
        hours_24="h" not in str(locale.time_formats["short"].pattern),
    )


def _plain(separator: str) -> str:
    """Narrow spaces count as the no-break space people can type."""
    return "\u00a0" if separator in {"\u202f", "\u2009", " "} else separator


def currency_signs(locale: Conventions) -> tuple[str, ...]:
    """Signs taken for a currency in typed text, longest first, the locale's own among them."""
    return tuple(sorted({*_CURRENCY_SIGNS, locale.currency}, key=len, reverse=True))

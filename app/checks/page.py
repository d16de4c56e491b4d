"""The page of all checks, for docs/checks.md."""

from __future__ import annotations

from typing import Any

from app.checks.catalogue import catalogue
from app.checks.many import APART
from app.checks.rag import CHECKS

_HEAD = """# What Plumbline checks

Made from the code (`python -m app.checks.page`); a test fails when the two differ.

Every refresh runs these checks. Each flag names its rule, the figure, the threshold, the cell, the money at
stake and a remedy with a number. *error*: a row or figure is left out of the forecast; *red* and *amber*:
beyond a limit; *note*: worth knowing. Flags stand in that order, and inside it by money at stake, largest
first.

**Thresholds** are typed on the Settings tab, a row each: `V1.amber` | `7 %`. `V1.off` | `yes` (or 1, or
a tick) switches a check off; the Flags tab then lists it as not checked. A check whose input is missing is
listed there too, with what it wants: that is never a pass.

**The money floor** is the larger of `L.amount` (1,000 in the project's currency) and `L.share` (0.5 %) of
the budget. A check that names it speaks only when both its limit and the floor are passed; `L.either` | `yes`
makes one of the two enough; the flag then tells the one that was broken. A flag that already stood clears
1 point inside its limit, or at half of a limit under 2 points.

**One flag for one cause**: where two checks tell the same matter, the narrower or more severe one speaks.
More than {apart} lines with one fault: the {apart} costliest are told one by one, the rest together.
What follows from a cell that cannot be read is told with that cell: hours without a rate, entries in no line.
A figure of the whole project whose gap is no larger than what is withheld is not told; a larger one says how
much is withheld. **Withheld hours** are worth the rate in force, else the nearest rate of the person or role,
else what the lines they own are budgeted at an hour, else the project's average.

**Months before** are what the last refresh in each month reported: progress, cost and forecast of up to
five month ends are remembered for that; budgets, rates and closed months as first reported, for good.
**Sheet sense** (T, R6) reads the formulas and the hidden rows of your own tabs.
M1 is told by the refresh itself, which stops.

**The lights.** Each is as bad as the worst flag of its checks, whether somebody accepted the flag or not:
scope of {scope}; schedule of {schedule}; cost of {cost}; resources of {resources}; margin of {margin}; a
light is grey when it cannot be judged; where some of its checks are switched off, it says which and rests
on the others. Overall is the worst of the five, and at least amber when what is left out of the figures is
worth more than the money floor, or nobody can say what it is worth. Beside each light stands what it showed
before. A light can be **set by hand** on the Settings tab, with its reason: `Cost light` | `amber: the
supplier has agreed to pay for it`. It is shown as set by hand, with the colour of the rule beside it, and
counts in overall as it is shown.
"""


def page() -> str:
    """The whole page, as Markdown."""
    text = _HEAD.format(apart=APART, **{name: ", ".join(checks) for name, checks in CHECKS.items()})
    family = ""
    for entry in catalogue():
        if entry["family"] != family:
            family = entry["family"]
            text += f"\n## {entry['id'][0]}. {family}\n\n"
            text += "| id | name | rule | severity | thresholds | wants |\n|---|---|---|---|---|---|\n"
        text += _row(entry)
    return text


def _row(entry: dict[str, Any]) -> str:
    thresholds = "; ".join(f"`{key}` {limit['text']}" for key, limit in entry["thresholds"].items())
    cells = (
        entry["id"],
        entry["title"],
        entry["rule"],
        ", ".join(entry["severity"]),
        thresholds,
        entry["wants"],
    )
    return f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201

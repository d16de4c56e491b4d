"""S. Settings: thresholds that cannot be meant, so the default stands."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from app.checks.case import FLOOR, Case
from app.checks.check import Check, check
from app.checks.flag import Severity
from app.checks.found import Found
from app.checks.limits import Limit


def settings_check(checks: tuple[Check, ...]) -> Check:
    """S1, which knows the thresholds of all the other checks."""
    known: dict[str, Limit | None] = {f"l.{name}": limit for name, limit in FLOOR.items()}
    for each in checks:
        known[f"{each.id}.off".casefold()] = None
        known |= {f"{each.id}.{name}".casefold(): limit for name, limit in each.limits.items()}

    @check(
        "S1",
        title="A threshold that is not used",
        rule="A threshold in Settings names no check or none of its limits, or cannot be meant",
        severities=(Severity.NOTE,),
    )
    def s1_unused_threshold(case: Case) -> Iterator[Found]:
        for key, value in case.project.settings.thresholds.items():
            yield from _unusable(case, key, value, known)

    return s1_unused_threshold


def _unusable(case: Case, key: str, value: float, known: Mapping[str, Limit | None]) -> Iterator[Found]:
    folded = key.casefold().strip()
    limit = known.get(folded)
    if folded in known and (limit is None or limit.takes(value)):
        return
    if folded not in known:
        said = f"{key} is no threshold"
        mend = f"Take a name from the list of checks, such as V1.amber; {key} changes nothing."
    else:
        default = limit.text(limit.default) if limit else ""
        typed = f"{value:g}" if math.isfinite(value) else "no number"
        said = f"{key} is {typed}"
        mend = f"The default of {default} is used. Type a share as 5 % or 0.05, and nothing below 0."
    yield Found(
        severity=Severity.NOTE,
        figure=said,
        threshold=limit.text(limit.default) if limit else "a known name",
        places=case.setting(key),
        subject=key,
        remedy=mend,
    )

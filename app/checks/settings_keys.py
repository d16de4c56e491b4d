"""S. Settings: thresholds that cannot be meant, so the default stands, or that contradict one another."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from app.checks.case import FLOOR, Case
from app.checks.check import Check, check
from app.checks.flag import Severity
from app.checks.found import Found
from app.checks.limits import SWITCH, Limit, Limits, in_force

_A_NAME = "Take a name from the list of checks, such as V1.amber"


def settings_check(checks: tuple[Check, ...]) -> Check:
    """S1, which knows the thresholds of all the other checks."""
    known: dict[str, Limit] = {f"l.{name}": limit for name, limit in FLOOR.items()}
    for each in checks:
        known[f"{each.id}.off".casefold()] = SWITCH
        known |= {f"{each.id}.{name}".casefold(): limit for name, limit in each.limits.items()}

    @check(
        "S1",
        title="A threshold that is not used",
        rule="A threshold in Settings names no check or none of its limits, cannot be meant, stands twice, "
        "or turns red before it turns amber",
        severities=(Severity.NOTE,),
    )
    def s1_unused_threshold(case: Case) -> Iterator[Found]:
        settings = case.project.settings
        for key, value in settings.thresholds.items():
            yield from _unusable(case, key, value, known)
        for key, shown in settings.unread_thresholds.items():
            yield from _unread(case, key, shown, known)
        for key, (row, shown) in settings.double_thresholds.items():
            yield _twice(case, key, row, shown)
        for each in checks if case.typed_limits else ():
            yield from _turned_round(case, each)

    return s1_unused_threshold


def _unusable(case: Case, key: str, value: float, known: Mapping[str, Limit]) -> Iterator[Found]:
    limit = known.get(key.casefold().strip())
    if limit is None:
        yield _unknown(case, key)
    elif not limit.takes(value):
        typed = f"{value:g}" if math.isfinite(value) else "no number"
        yield _default_stands(case, key, typed, limit)


def _unread(case: Case, key: str, shown: str, known: Mapping[str, Limit]) -> Iterator[Found]:
    limit = known.get(key.casefold().strip())
    yield _unknown(case, key) if limit is None else _default_stands(case, key, shown, limit)


def _unknown(case: Case, key: str) -> Found:
    return Found(
        severity=Severity.NOTE,
        figure=f"{key} is no threshold",
        threshold="a known name",
        places=case.setting(key),
        subject=key,
        remedy=f"{_A_NAME}; {key} changes nothing.",
    )


def _default_stands(case: Case, key: str, typed: str, limit: Limit) -> Found:
    default = limit.text(limit.default)
    stands = f"The default, {default}, is used" if limit is SWITCH else f"The default of {default} is used"
    return Found(
        severity=Severity.NOTE,
        figure=f"{key} is {typed}",
        threshold=default,
        places=case.setting(key),
        subject=key,
        remedy=f"{stands}. Type {limit.how}.",
    )


def _twice(case: Case, key: str, row: int, shown: str) -> Found:
    return Found(
        severity=Severity.NOTE,
        title="A threshold stands twice",
        figure=f"{key} stands in two rows, with two values",
        threshold="one row",
        places=(*case.setting(key), *case.cell("settings", row, "value")),
        subject=f"{key} twice",
        remedy=f"The upper row counts; delete one of the two: {shown} in the lower one changes nothing.",
    )


def _turned_round(case: Case, each: Check) -> Iterator[Found]:
    """Amber beyond red, where both are of one unit and one of them is typed: nothing is amber any more."""
    amber, red = each.limits.get(Severity.AMBER), each.limits.get(Severity.RED)
    if amber is None or red is None or amber.unit is not red.unit:
        return
    typed = [name for name in ("amber", "red") if f"{each.id}.{name}".casefold() in case.typed_limits]
    at = in_force(each.limits, each.id, case.typed_limits)
    if not typed or not _beyond(at, rising=red.default > amber.default):
        return
    first = f"{each.id}.{typed[0]}"
    side = "at or under" if red.default > amber.default else "at or over"
    yield Found(
        severity=Severity.NOTE,
        title="A threshold turns red before it turns amber",
        figure=f"{each.id}.amber is {at.text('amber')}, {each.id}.red {at.text('red')}",
        threshold=f"{side} {at.text('red')}",
        places=case.setting(first),
        subject=f"{each.id} amber and red",
        remedy=f"Nothing of {each.id} is amber: it is red from {at.text('red')} on. Type {each.id}.amber "
        f"{side} {at.text('red')}, or move {each.id}.red.",
    )


def _beyond(at: Limits, *, rising: bool) -> bool:
    return at["amber"] > at["red"] if rising else at["amber"] < at["red"]

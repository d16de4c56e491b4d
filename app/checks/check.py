"""What a check is: a small function with its id, its rule in words, its thresholds and what it wants."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from app.checks.case import Case
from app.checks.flag import Flag, NotChecked, Severity
from app.checks.found import Found
from app.checks.limits import Limit, Limits, by_default, in_force

FAMILIES = {
    "A": "Records",
    "B": "Earned value",
    "V": "Variance",
    "C": "Forecast realism",
    "D": "Schedule",
    "E": "Money",
    "M": "Month-end",
    "R": "Reconciliation",
    "P": "People and follow-up",
    "T": "Sheet sense",
    "S": "Settings",
}


Find = Callable[..., Iterable[Found]]
"""Takes the case and, when the check has thresholds, those in force."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One entry of the catalogue. `rule` may name its thresholds in braces, `{floor}`, and the `{and}` before
    it, which is an or where one of the two limits is enough."""

    id: str
    title: str
    rule: str
    severities: tuple[Severity, ...]
    find: Find
    limits: Mapping[str, Limit]
    usual: Limits  # the defaults of `limits`
    usual_rule: str  # the rule with them, `{floor}` and `{and}` left open
    not_checked: NotChecked  # what it is without its input
    wants: str = ""  # the input without which it says nothing
    has: Callable[[Case], bool] | None = None  # whether that input is there
    of_flags: bool = False  # it looks at what the others found

    @property
    def family(self) -> str:
        """The family's name, by the letter of the id."""
        return FAMILIES[self.id[0]]

    def rule_in_words(self, at: Limits, floor: str, *, either: bool = False) -> str:
        """The rule with the thresholds in force."""
        told = self.usual_rule if at is self.usual else _rule_with(self.rule, at)
        return told.replace("{floor}", floor).replace("{and}", "or" if either else "and")

    def flags(self, case: Case) -> list[Flag]:
        """Run the check on one project."""
        at = in_force(self.limits, self.id, case.typed_limits) if case.typed_limits else self.usual
        found = list(self.find(case, at) if self.limits else self.find(case))
        if not found:
            return []
        rule = self.rule_in_words(at, case.floor_in_words, either=case.either)
        return [
            Flag(
                check=self.id,
                severity=each.severity,
                title=each.title or self.title,
                rule=rule,
                figure=each.figure,
                threshold=each.threshold,
                places=each.places,
                subject=each.subject,
                line=each.line,
                owner=each.owner,
                period=each.period,
                stake=abs(each.stake) if each.stake is not None else None,
                hours=each.hours,
                remedy=each.remedy,
            )
            for each in found
        ]


def check(
    id_: str,
    *,
    title: str,
    rule: str,
    severities: tuple[Severity, ...],
    limits: Mapping[str, Limit] | None = None,
    wants: str = "",
    has: Callable[[Case], bool] | None = None,
    of_flags: bool = False,
) -> Callable[[Find], Check]:
    """Make a function a check of the catalogue."""

    usual = by_default(limits or {})

    def made(find: Find) -> Check:
        return Check(
            id=id_,
            title=title,
            rule=rule,
            severities=severities,
            find=find,
            limits=limits or {},
            usual=usual,
            usual_rule=_rule_with(rule, usual),
            not_checked=NotChecked(id_, wants),
            wants=wants,
            has=has,
            of_flags=of_flags,
        )

    return made


def _rule_with(rule: str, at: Limits) -> str:
    return rule.format(**{"floor": "{floor}", "and": "{and}"}, **{name: at.text(name) for name in at.limits})

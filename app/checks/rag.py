"""The lights: scope, schedule, cost, resources, margin; overall the worst of them and of the data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.checks.case import Case
from app.checks.flag import LIGHTS, Colour, Flag, Light, Rag, Severity
from app.checks.wording import counted, index, listed, percent

SCOPE = ("B20", "E6", "M15", "M14", "M17", "B13")
SCHEDULE = ("D2", "D1", "D3")
COST = ("V1", "V2", "V3", "B21")
RESOURCES = ("C8", "P1", "P3")
MARGIN = ("E1", "E2", "E3", "V7")
CHECKS = {"scope": SCOPE, "schedule": SCHEDULE, "cost": COST, "resources": RESOURCES, "margin": MARGIN}

_COLOURS = {Severity.ERROR: Colour.RED, Severity.RED: Colour.RED, Severity.AMBER: Colour.AMBER}
_RANK = {Colour.RED: 0, Colour.AMBER: 1, Colour.GREEN: 2, Colour.GREY: 3}


def lights(case: Case, flags: Sequence[Flag], told: Sequence[Flag], off: Collection[str]) -> Rag:
    """The written rule: each light is as bad as the worst flag of its checks, else green.

    `flags` are all that were raised, `told` those that do not keep silent: a light names one of those where
    it can. Grey where it cannot be judged. A light that Settings sets by hand shows that, and the rule's own
    word beside it. Overall is the worst of the others as they are shown; grey when cost cannot be judged; at
    least amber when rows left out are worth more than the money floor, or nobody can say.
    """
    raised = _Raised.of(flags, told, off)
    judges = (_scope, _schedule, _cost, _resources, _margin)
    named = {
        name: _by_hand(case, name, judge(case, raised)) for name, judge in zip(LIGHTS, judges, strict=True)
    }
    return Rag(overall=_by_hand(case, "overall", _overall(case, flags, named)), **named)


def _by_hand(case: Case, name: str, ruled: Light) -> Light:
    """What Settings sets, with its reason; the rule's light where it sets nothing."""
    hand = case.project.settings.lights.get(name)
    if hand is None:
        return ruled
    rule = f"{ruled.reason[:1].lower()}{ruled.reason[1:]}"
    return Light(
        Colour(hand.colour),
        f"Set by hand: {hand.reason.rstrip('.')}. By the rule {ruled.colour.value}: {rule}",
        ruled.check,
        by_rule=ruled.colour,
    )


@dataclass(frozen=True, slots=True)
class _Raised:
    by_check: Mapping[str, Sequence[Flag]]  # without mere notes
    told: frozenset[str]
    off: Collection[str]

    @classmethod
    def of(cls, flags: Sequence[Flag], told: Sequence[Flag], off: Collection[str]) -> _Raised:
        by_check: defaultdict[str, list[Flag]] = defaultdict(list)
        for flag in flags:
            if flag.severity in _COLOURS:
                by_check[flag.check].append(flag)
        return cls(by_check, frozenset(flag.id for flag in told), off)

    def worst(self, checks: Sequence[str]) -> Light | None:
        """The worst flag of `checks`; of several, one that is told, then in order of `checks`, then of money.

        Grey when all of them are switched off; None when they found nothing.
        """
        mine = [flag for check in checks for flag in self.by_check.get(check, ())]
        if not mine:
            off = all(check in self.off for check in checks)
            return Light(Colour.GREY, "Not judged: its checks are switched off in Settings.") if off else None
        worst = min(
            mine,
            key=lambda flag: (
                _RANK[_COLOURS[flag.severity]],
                flag.id not in self.told,
                checks.index(flag.check),
                -(flag.stake or 0.0),
            ),
        )
        limit = f" (limit {worst.threshold})" if any(sign.isdigit() for sign in worst.threshold) else ""
        return Light(_COLOURS[worst.severity], f"{worst.title}: {worst.figure}{limit}.", worst.check)

    def green(self, checks: Sequence[str], named: str, facts: str, judged: str) -> Light:
        """Green by `checks`: `judged` is what they say of the `facts` together, else which of them say it."""
        on = [check for check in checks if check not in self.off]
        if len(on) == len(checks):
            return Light(Colour.GREEN, f"{facts}{judged}", named)
        without = listed(check for check in checks if check in self.off)
        by = f"nothing found by {listed(on)}; {without} switched off in Settings."
        begin = f"{facts}: {by}" if facts else f"{by[:1].upper()}{by[1:]}"
        return Light(Colour.GREEN, begin, named if named in on else on[0])


def _scope(case: Case, raised: _Raised) -> Light:
    if light := raised.worst(SCOPE):
        return light
    changes = case.forecast.changes
    if changes is not None:
        approved = case.say.amount(abs(changes.approved.cost))
        return raised.green(
            SCOPE,
            "M14",
            f"Approved changes of {approved} are in the budget",
            ", none waits too long and none is counted before it is approved.",
        )
    return Light(Colour.GREY, "Not judged: no Change orders tab with rows.")


def _resources(case: Case, raised: _Raised) -> Light:
    if light := raised.worst(RESOURCES):
        return light
    if case.project.plan is None:
        return Light(Colour.GREY, "Not judged: no Resource plan.")
    said = "Nobody is planned beyond their hours, and no planned week lacks its timesheet."
    return raised.green(RESOURCES, "C8", "", said)


def _cost(case: Case, raised: _Raised) -> Light:
    if case.bac <= 0:
        return Light(Colour.GREY, "Not judged: no line has a budget.")
    if light := raised.worst(COST):
        return light
    cpi = case.total.cpi.at(0).value
    efficiency = f", CPI {index(cpi)}" if cpi is not None else ""
    against = f"Forecast {case.say.money(case.eac)} against a budget of {case.say.amount(case.bac)}"
    return raised.green(COST, "V1", f"{against}{efficiency}", ": within limits.")


def _schedule(case: Case, raised: _Raised) -> Light:
    if light := raised.worst(SCHEDULE):
        return light
    pace = case.schedule.spi_t.value if case.schedule else None
    if pace is not None:
        return raised.green(SCHEDULE, "D1", *_on_time(case, pace))
    if case.start and case.today < case.start:
        return Light(Colour.GREY, f"Not judged: the project starts on {case.start}.")
    milestones = "No milestone is overdue, but the" if case.project.milestones else "Not judged: the"
    return Light(
        Colour.GREY,
        f"{milestones} pace cannot be told without planned dates (or month columns) on the lines.",
    )


def _on_time(case: Case, pace: float) -> tuple[str, str]:
    """Facts, and why nothing is late.

    SPI(t) alone goes on falling after the end, and where dear lines ran ahead.
    """
    finish = case.forecast.finish_forecast
    if not case.open.any():
        dated = finish is not None and bool(case.lines.actual_finish.all())
        return f"All work is done{f', on {finish}' if dated else ''}", "."
    behind = max(0.0, case.behind_plan)
    work = f"work worth {case.say.money(behind)} behind" if behind else "no work behind the plan"
    until = f", forecast finish {finish}" if finish else ""
    return f"SPI(t) {index(pace)}, {work}{until}", ": within limits."


def _margin(case: Case, raised: _Raised) -> Light:
    money = case.forecast.finance
    margin = money.margin_percent_at_completion.value
    if margin is None:
        return Light(Colour.GREY, "Not judged: no contract price in Settings and no revenue on the lines.")
    if light := raised.worst(MARGIN):
        return light
    sold = money.budget_margin_percent.value
    beside = f", sold with {percent(sold)}" if sold is not None else ""
    return raised.green(MARGIN, "E2", f"Margin at completion {percent(margin)}{beside}", ": within limits.")


def _data(case: Case, flags: Sequence[Flag]) -> Light | None:
    """Amber when what is left out may matter."""
    errors = [flag for flag in flags if flag.severity is Severity.ERROR]
    known = sum(flag.stake or 0.0 for flag in errors)
    untold = [flag for flag in errors if flag.stake is None]
    if known <= case.floor and not untold:
        return None
    worst = max(errors, key=lambda flag: (flag.stake is None, flag.stake or 0.0))
    left = f"{case.say.money(known)} is left out" if known > case.floor else "what is left out cannot be told"
    return Light(
        Colour.AMBER,
        f"Data: {counted(len(errors), 'error')}, {left} of the figures (floor "
        f"{case.say.amount(case.floor)}); "
        f"first {worst.title[:1].lower()}{worst.title[1:]}.",
        worst.check,
    )


def _overall(case: Case, flags: Sequence[Flag], named: dict[str, Light]) -> Light:
    candidates = [
        Light(light.colour, f"{name.capitalize()}: {light.reason}", light.check)
        for name, light in sorted(named.items(), key=lambda item: _TOLD_FIRST.index(item[0]))
        if light.colour in (Colour.RED, Colour.AMBER)
    ]
    if data := _data(case, flags):
        candidates.append(data)
    if candidates:
        return min(candidates, key=lambda light: _RANK[light.colour])
    cost = named["cost"]
    if cost.colour is Colour.GREY:
        return Light(Colour.GREY, f"Cost: {cost.reason}", cost.check)
    grey = [name for name, light in named.items() if light.colour is Colour.GREY]
    listed = " and ".join(part for part in (", ".join(grey[:-1]), *grey[-1:]) if part)
    unjudged = f" {listed.capitalize()} not judged." if grey else ""
    return Light(Colour.GREEN, f"{cost.reason}{unjudged}", cost.check)


_TOLD_FIRST = ("cost", "schedule", "margin", "scope", "resources")
"""Of lights equally bad, the one that overall names."""

"""Rules on what follows from the published numbers together: no combination of up to three tells a secret.

Numbers of one part of the report are added, subtracted, and multiplied or divided by its shares and counts.
Rounding is carried along: a result counts only where it is known to a ten-thousandth, and it hits where a
secret lies within what rounding leaves open. Amounts that were not rounded leave nothing open but a cent:
what truly follows from them holds to the cent, and what comes near by chance does not. What follows from a
share of whole hundredths is known to half a per cent at best, and is not counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from app.sharing.allow_list import COMPUTED
from app.sharing.client_view import FEW_PEOPLE
from app.sharing.content import Content
from app.sharing.scan.case import Case, Found, Rule

KNOWN_TO = 1e-4
HALF_UNIT = 0.5


@dataclass(frozen=True, slots=True)
class Published:
    """A number that the report shows: its name, its value, half of what rounding leaves open, its unit."""

    name: str
    value: float
    half: float
    unit: str  # money | share | count


@dataclass(frozen=True, slots=True)
class Derived:
    """What some of them come to."""

    equation: str
    value: float
    half: float


def groups_of(content: Content, *, half: float = HALF_UNIT) -> Iterator[tuple[Published, ...]]:
    """The numbers that stand together, by part."""
    figures = [
        Published(
            one.key,
            float(one.value),
            half if one.unit == "money" else 0.005 if one.unit == "percent" else 0.05,
            {"money": "money", "percent": "share"}.get(one.unit, "count"),
        )
        for one in (*content.figures, *content.order)
        if isinstance(one.value, int | float)
    ]
    yield tuple(figures)
    ends = [one for one in figures if one.name in {"original", "current"}]
    yield (
        *ends,
        *(Published(f"change {at + 1}", one.price, half, "money") for at, one in enumerate(content.changes)),
    )
    yield (
        *ends,
        *(
            Published(f"milestone {at + 1}", one.amount, half, "money")
            for at, one in enumerate(content.milestones)
            if one.amount is not None
        ),
    )
    phases = [(at, one) for at, one in enumerate(content.phases) if one.price is not None]
    yield (
        *ends,
        *(Published(f"phase {at + 1}", one.price or 0, half, "money") for at, one in phases),
        *(Published(f"tasks of phase {at + 1}", one.tasks, 0.0, "count") for at, one in phases),
    )


def derived(group: tuple[Published, ...]) -> Iterator[Derived]:
    """Sums and differences of two and three amounts; amounts by counts and by shares."""
    different = {(one.value, one.unit): one for one in group if one.value}
    money = [one for one in different.values() if one.unit == "money"]
    for first, second in combinations(money, 2):
        yield from _sums(first, second)
    for first, second, third in combinations(money, 3):
        for pair in _sums(first, second):
            yield Derived(f"{pair.equation} + {third.name}", pair.value + third.value, pair.half + third.half)
            yield Derived(f"{pair.equation} - {third.name}", pair.value - third.value, pair.half + third.half)
    for one in money:
        for factor in (one for one in different.values() if one.unit != "money"):
            yield from _scaled(one, factor)


def _sums(first: Published, second: Published) -> Iterator[Derived]:
    half = first.half + second.half
    yield Derived(f"{first.name} + {second.name}", first.value + second.value, half)
    yield Derived(f"{first.name} - {second.name}", first.value - second.value, half)


def _scaled(one: Published, factor: Published) -> Iterator[Derived]:
    loss = one.half / abs(one.value) + factor.half / abs(factor.value)
    product, part = one.value * factor.value, one.value / factor.value
    yield Derived(f"{one.name} x {factor.name}", product, abs(product) * loss)
    yield Derived(f"{one.name} / {factor.name}", part, abs(part) * loss)
    if factor.unit == "share" and factor.value < 1:
        left = one.value * (1 - factor.value)
        yield Derived(f"{one.name} x (1 - {factor.name})", left, one.half + abs(one.value) * factor.half)


def inference(case: Case) -> Iterable[Found]:
    """The equation, in names of published figures, and the name of what it would tell."""
    half = 0.0 if case.expected.whole_money else HALF_UNIT
    for group in groups_of(case.expected.content, half=half):
        yield from _told(group, case)


def _told(group: tuple[Published, ...], case: Case) -> Iterator[Found]:
    published = {round(abs(one.value)) for one in group}
    told = set()
    for result in derived(group):
        if (
            not result.value
            or result.half > KNOWN_TO * abs(result.value)
            or round(abs(result.value)) in published
        ):
            continue
        for secret in case.secrets.amounts:
            if (
                abs(abs(result.value) - abs(secret.value)) <= max(result.half, 0.005)
                and secret.name not in told
            ):
                told.add(secret.name)
                yield Found("figures of the report", f"{result.equation} = {secret.name}")


def few_people(case: Case) -> Iterable[Found]:
    """Hours of one or two people are nobody else's business."""
    content = case.expected.content
    hours = [one.hours for one in content.months] + [
        one.value for one in content.figures if one.unit == "hours"
    ]
    if case.expected.people_with_hours < FEW_PEOPLE and any(value is not None for value in hours):
        yield Found("hours of the report")


def commercial_model(case: Case) -> Iterable[Found]:
    """Hours and values of work are shown under time and materials alone."""
    content = case.expected.content
    shown = {one.key for one in content.figures if one.value is not None}
    allowed = {model.value for model in COMPUTED["hours_to_date"]}
    if content.header.model not in allowed and shown & {
        "hours",
        "value_to_date",
        "value_to_come",
        "at_completion",
    }:
        yield Found("figures of the report")


INFERENCE_RULES = (
    Rule("inference", "inference", inference),
    Rule("few_people", "inference", few_people),
    Rule("commercial_model", "commercial model", commercial_model),
)

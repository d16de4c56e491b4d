"""What a client may be shown, field by field, and under which commercial model.

Two locks, both must open: the field stands in this list, and the contract gives it the audience `client`.
Cost, rates, margin and people's pay stand behind a third one: names that are refused whatever the list or the
contract says, so that a column marked `client` by mistake stops the sharing instead of reaching anybody.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from app.errors import NotForClients
from app.project.model import CommercialModel
from sheets_schema.model import Schema


class Section(StrEnum):
    """What can be left out of a report; the header and the lights always stand in it."""

    FIGURES = "figures"  # price or fee, changes, billed, to come
    PROGRESS = "progress"  # by phase and by month
    MILESTONES = "milestones"
    WORK = "work"  # done, next, planned but not done
    RISKS = "risks"
    DECISIONS = "decisions"
    CHANGES = "changes"
    ORDER = "order"  # value, invoiced, remaining, months left


ALL = frozenset(Section)
FIXED, TIME, RETAINER = (
    CommercialModel.FIXED_PRICE,
    CommercialModel.TIME_AND_MATERIALS,
    CommercialModel.RETAINER,
)
EVERY = frozenset(CommercialModel)


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of the contract. `sections`: it is read only if one of them is wanted; none: always."""

    tab: str
    field: str
    sections: frozenset[Section] = frozenset()
    models: frozenset[CommercialModel] = EVERY

    def __str__(self) -> str:
        return f"{self.tab}.{self.field}"


def _of(
    tab: str, fields: str, *sections: Section, models: Collection[CommercialModel] = EVERY
) -> list[Entry]:
    return [Entry(tab, name, frozenset(sections), frozenset(models)) for name in fields.split()]


ENTRIES: tuple[Entry, ...] = (
    *_of(
        "settings", "project code client manager sponsor currency status_date start finish commercial_model"
    ),
    *_of("settings", "status_overall status_scope status_schedule status_budget status_resources"),
    *_of("settings", "contract_price approved_changes billed_to_date", Section.FIGURES, Section.ORDER),
    *_of("settings", "monthly_fee", Section.FIGURES, Section.ORDER, models=[RETAINER]),
    *_of("budget", "line title phase start finish progress"),
    *_of("budget", "revenue", Section.PROGRESS, models=[FIXED]),
    *_of("milestones", "milestone title baseline forecast actual"),
    *_of("milestones", "amount", Section.MILESTONES, models=[FIXED]),
    *_of("change_orders", "order title raised status price days approved_on approver"),
    *_of("invoices", "amount raised", Section.FIGURES, Section.ORDER),
    *_of("risks_and_actions", "item title due", Section.RISKS, Section.DECISIONS),
)

COMPUTED: dict[str, frozenset[CommercialModel]] = {
    "finish_forecast": EVERY,  # the day on which the work is now expected to end
    "hours_to_date": frozenset({TIME}),  # all hours booked; never those of one or two people
    "value_to_date": frozenset({TIME}),  # hours at the agreed bill rates
    "value_at_completion": frozenset({TIME}),  # the same with the hours to come, up to the limit
    "hours_by_month": frozenset({TIME}),
}
"""Figures that no cell holds and a client may see, by commercial model."""

NEVER = re.compile(
    r"(^|_)(cost|costs|rate|rates|margin|profit|weight|salary|pay|loss|contingency|reserve|eac|bac|etc|cpi)(_|$)"
)
NEVER_UNITS = frozenset({"rate"})


def approved(
    schema: Schema,
    model: CommercialModel | None,
    sections: Collection[Section] = ALL,
    *,
    entries: Collection[Entry] = ENTRIES,
) -> frozenset[tuple[str, str]]:
    """The (tab, field) pairs that may be read for this client; raises NotForClients naming a wrong entry.

    Without a commercial model nothing about money is shown: only what every model may show.
    """
    found = set()
    for entry in entries:
        tab = schema.tabs.get(entry.tab)
        known = {field.name: field for field in (*tab.fields, *tab.keys)} if tab else {}
        field = known.get(entry.field)
        if field is None:
            raise NotForClients(f"{entry} is not known to the contract, so nobody can say who may see it.")
        if field.audience != "client":
            raise NotForClients(f"{entry} is internal, and the list of what clients may see names it.")
        if NEVER.search(entry.field) or field.unit in NEVER_UNITS:
            raise NotForClients(
                f"{entry} is cost, rate or margin: that is never shared, however it is marked."
            )
        fits = model in entry.models or (model is None and entry.models == EVERY)
        if fits and (not entry.sections or entry.sections & set(sections)):
            found.add((entry.tab, entry.field))
    return frozenset(found)


def marked_by_mistake(schema: Schema) -> tuple[str, ...]:
    """Fields that the contract shows to clients although they are cost, rate or margin."""
    return tuple(
        f"{tab.name}.{field.name}"
        for tab in schema.tabs.values()
        for field in (*tab.fields, *tab.keys)
        if field.audience == "client" and (NEVER.search(field.name) or field.unit in NEVER_UNITS)
    )

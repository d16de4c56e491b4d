"""Every check Plumbline knows, in the order of its id."""

from __future__ import annotations

import re
from types import ModuleType
from typing import Any

from app.checks import (
    accruals,
    agreed_budgets,
    billing,
    chances,
    closing,
    earned_value,
    earned_value_to_go,
    exports,
    follow_up,
    money,
    month_end,
    orders,
    own_sums,
    past_months,
    people,
    realism,
    realism_of_plan,
    reconcile,
    records,
    rewritten_months,
    schedule,
    sheet_sense,
    trends,
    variance,
)
from app.checks.check import FAMILIES, Check
from app.checks.settings_keys import settings_check

_FAMILY_MODULES = (
    records,
    earned_value,
    earned_value_to_go,
    past_months,
    rewritten_months,
    agreed_budgets,
    variance,
    realism,
    realism_of_plan,
    chances,
    schedule,
    trends,
    money,
    billing,
    month_end,
    closing,
    accruals,
    orders,
    reconcile,
    exports,
    own_sums,
    people,
    follow_up,
    sheet_sense,
)
FLOOR_IN_WORDS = "the money floor"


def _of(module: ModuleType) -> list[Check]:
    return [each for each in vars(module).values() if isinstance(each, Check)]


def _order(check: Check) -> tuple[int, int]:
    return list(FAMILIES).index(check.id[0]), int(re.sub(r"\D", "", check.id))


_PLAIN = tuple(sorted((each for module in _FAMILY_MODULES for each in _of(module)), key=_order))
CATALOGUE: tuple[Check, ...] = (*_PLAIN, settings_check(_PLAIN))


def catalogue() -> list[dict[str, Any]]:
    """The catalogue as plain data: id, title, family, rule, severity, thresholds, wants."""
    return [
        {
            "id": check.id,
            "title": check.title,
            "family": check.family,
            "rule": default_rule(check),
            "severity": [str(severity) for severity in check.severities],
            "thresholds": {
                f"{check.id}.{name}": {
                    "default": limit.default,
                    "unit": str(limit.unit),
                    "text": limit.text(limit.default),
                }
                for name, limit in check.limits.items()
            },
            "wants": check.wants,
        }
        for check in CATALOGUE
    ]


def default_rule(check: Check) -> str:
    """The rule in words with the default thresholds."""
    return check.rule_in_words(check.usual, FLOOR_IN_WORDS)

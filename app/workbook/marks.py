"""The marks by which Plumbline knows its own again: metadata keys, rule formulas, ids."""

from __future__ import annotations

import re

TAB = "plumbline.tab"  # on a tab: which tab of the contract it is
SHAPE = "plumbline.shape"  # on an output tab: the rectangle and row styles last written (JSON)
CHARTS = "plumbline.charts"  # on the Dashboard: the hash of each chart's spec (JSON)
ADOPTION = "plumbline.adoption"  # on the file: the mapping that a person confirmed (JSON)
RUN = "plumbline.run"  # on the file: the last refresh (JSON)
TURN = "plumbline.turn"  # on the file: the numbers that the latest writes took, as ids of these marks

SEVERITIES = ("error", "red", "amber")  # worst first: the order of our rules

_RULE = re.compile(r'^=N\("plumbline:(error|red|amber)"\)=0$')


def rule_formula(severity: str) -> str:
    """A formula that is true in every cell and carries our name."""
    return f'=N("plumbline:{severity}")=0'


def rule_severity(formula: str) -> str | None:
    """Whose rule it is: the severity of ours, None for a person's."""
    found = _RULE.match(formula.strip())
    return found[1] if found else None

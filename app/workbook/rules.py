"""Rules of people's that were deleted by mistake: Google names rules by their place in a list.

Who adds a rule between our read and our write moves ours in that list, and the rule that is then deleted is
not ours. Google's reply holds it whole, so it can be put back.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.workbook.highlights import TabRules
from app.workbook.marks import rule_severity
from app.workbook.sheets_types import Reply

Rule = dict[str, Any]


def foreign_rules(replies: Iterable[Reply]) -> list[Rule]:
    """Deleted rules that did not carry our mark."""
    deleted = [reply.delete_conditional_format_rule for reply in replies]
    return [one.rule for one in deleted if one is not None and one.rule and not _is_ours(one.rule)]


def put_back(changes: Iterable[TabRules], replies: Iterable[Reply]) -> list[dict[str, Any]]:
    """Requests that add them again, right behind ours."""
    ours = {change.sheet_id: len(change.add) for change in changes}
    return [
        {"addConditionalFormatRule": {"rule": rule, "index": ours.get(_sheet_of(rule), 0)}}
        for rule in foreign_rules(replies)
    ]


def _is_ours(rule: Rule) -> bool:
    condition = rule.get("booleanRule", {}).get("condition", {})
    formula = next((value.get("userEnteredValue", "") for value in condition.get("values", ())), "")
    return condition.get("type") == "CUSTOM_FORMULA" and rule_severity(formula) is not None


def _sheet_of(rule: Rule) -> int:
    return next((int(area.get("sheetId", 0)) for area in rule.get("ranges", ())), 0)

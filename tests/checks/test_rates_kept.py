"""What is kept of the rate card at a month's end."""

from __future__ import annotations

from dataclasses import replace

from app.checks.history import rates_by_start
from app.project.model import Rate
from tests.support.factory import make_project


def test_two_roles_of_a_person_are_told_apart_by_nothing_and_left_out() -> None:
    card = (("Ana", "Developer", 100.0), ("Ana", "Lead", 120.0), ("Ben", "", 90.0))
    rates = tuple(
        Rate(person=person, role=role, cost_rate=rate, bill_rate=None, currency="EUR", effective_from=None)
        for person, role, rate in card
    )
    assert rates_by_start(replace(make_project(), rates=rates)) == {"ben|": 90.0}

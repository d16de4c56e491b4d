"""Which figures are money: every field is one or the other, so that a new one can't slip by."""

from __future__ import annotations

from dataclasses import fields

from app.forecast.result import Finance, Measures
from app.jobs.figures_json import PLAIN, RATIOS

AMOUNTS = {
    "bac", "pv", "ev", "ac", "etc", "eac", "eac_pf1", "eac_cpi", "eac_floor", "vac", "cv", "sv",
    "ac_finished",
}  # fmt: skip
MONEY = {
    "price", "revenue_to_date", "cost_to_date", "margin_to_date", "revenue_at_completion",
    "margin_at_completion", "expected_loss", "loss_provision", "bill_value", "over_billed", "under_billed",
    "backlog", "burn", "run_rate_eac",
}  # fmt: skip


def test_every_measure_is_an_amount_or_a_ratio() -> None:
    names = {field.name for field in fields(Measures)}
    assert names == AMOUNTS | RATIOS
    assert not AMOUNTS & RATIOS


def test_every_figure_of_finance_is_money_or_not() -> None:
    names = {field.name for field in fields(Finance)}
    assert names == MONEY | PLAIN
    assert not MONEY & PLAIN

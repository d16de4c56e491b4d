"""The page on the night says what the code does."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client import REGISTRY

from app import metrics  # noqa: F401 - so that they are there
from app.api.schedule import RENEWED_AFTER
from app.bucket import BACK_A_SECOND, HOLD_SECONDS, SLOWER
from app.google.quota import NIGHT_BURST, PROJECT_BURST, rate_of
from app.jobs.chores import KEEP_JOBS, MAX_RESUMES
from app.jobs.night import LONGEST, QUIET, SETTLED
from app.jobs.pauses import REASONS
from app.jobs.shift import STOP_SECONDS
from app.jobs.upkeep import BEAT_SECONDS, DEAD_AFTER
from app.settings import Settings
from app.workbook.undisturbed import MOST_CELLS

PAGE = " ".join((Path(__file__).parents[2] / "docs" / "nightly.md").read_text("utf-8").split())


def test_its_numbers_are_the_codes_own() -> None:
    for said in (
        f"{RENEWED_AFTER.days} days old",
        f"`PLUMBLINE_CONFIRM_DAYS` ({Settings.model_fields['confirm_days'].default})",
        f"within {QUIET // timedelta(minutes=1)} minutes of each other",
        f"({LONGEST // timedelta(hours=1)} hours at most)",
        f"every {BEAT_SECONDS:.0f} seconds",
        f"{DEAD_AFTER.seconds} seconds after the last one",
        f"taken over {MAX_RESUMES} times",
        f"for {STOP_SECONDS} seconds",
        f"forgotten after {KEEP_JOBS.days} days",
        f"a second time {SETTLED.seconds} seconds later",
        f"more than {MOST_CELLS:,} cells",
        f"to {rate_of(60, NIGHT_BURST).per_minute:.0f} workbooks a minute",
        f"several to {rate_of(300, PROJECT_BURST).per_minute:.0f}",
        f"stands still for {HOLD_SECONDS:.0f} seconds",
    ):
        assert said in PAGE, said


def test_its_shares_are_the_codes_own() -> None:
    assert (0.7, pytest.approx(0.1)) == (SLOWER, BACK_A_SECOND * 60)
    assert "at seven tenths of its pace" in PAGE
    assert "grows back by a tenth a minute" in PAGE
    assert PROJECT_BURST == 10
    assert "one part in ten is there for them" in PAGE


def test_its_counters_are_there() -> None:
    told = set(re.findall(r"plumbline_[a-z_]+?(?=_total)", PAGE))
    assert told <= {metric.name for metric in REGISTRY.collect()}


def test_it_names_every_reason_and_no_setting_that_is_none() -> None:
    assert set(re.findall(r"\| `([a-z-]+)` \|", PAGE)) == set(REASONS)
    settings = set(re.findall(r"`PLUMBLINE_([A-Z_]+)", PAGE))
    assert settings <= {name.upper() for name in Settings.model_fields}

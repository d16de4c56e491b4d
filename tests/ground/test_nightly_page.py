"""The page on the night says what the code does."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

from app.api.schedule import RENEWED_AFTER
from app.jobs.chores import KEEP_JOBS, MAX_RESUMES
from app.jobs.night import LONGEST, QUIET
from app.jobs.pauses import REASONS
from app.jobs.shift import STOP_SECONDS
from app.jobs.upkeep import BEAT_SECONDS, DEAD_AFTER
from app.settings import Settings

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
    ):
        assert said in PAGE, said


def test_it_names_every_reason_and_no_setting_that_is_none() -> None:
    assert set(re.findall(r"\| `([a-z-]+)` \|", PAGE)) == set(REASONS)
    settings = set(re.findall(r"`PLUMBLINE_([A-Z_]+)", PAGE))
    assert settings <= {name.upper() for name in Settings.model_fields}

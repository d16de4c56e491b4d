"""The page on failures says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from app.api.visits import AT_ONCE
from app.google import retry
from app.jobs.interactive import MOST_WAITING
from tests.ground.test_errors import TREE

PAGE = (Path(__file__).parents[2] / "docs" / "failures.md").read_text("utf-8")


def test_the_table_of_what_is_asked_again_is_the_codes_own() -> None:
    table = [line for line in (retry.__doc__ or "").splitlines() if line.startswith("|")]
    assert len(table) == 7
    assert "\n".join(table) in PAGE


def test_its_numbers_are_the_codes_own() -> None:
    told = " ".join(PAGE.split())
    assert (
        f"A read is asked {retry.READS.attempts} times at most, a write {retry.WRITES.attempts} times."
        in told
    )
    assert retry.READS.first_seconds == retry.WRITES.first_seconds == 1
    assert f"from 1 second to {retry.READS.longest_seconds:.0f}" in told
    assert f"{retry.STAMP_SECONDS:.0f} seconds of its own" in told
    assert f"have {AT_ONCE} answered at a time" in told
    assert MOST_WAITING == 20
    assert "the others wait, twenty at most" in told


def test_its_problems_are_there() -> None:
    slugs = set(re.findall(r"`([a-z]+(?:-[a-z]+)+)`", PAGE.split("## What is told")[1].split("##")[0]))
    assert len(slugs) == 9
    assert slugs <= {one.slug for one in TREE}

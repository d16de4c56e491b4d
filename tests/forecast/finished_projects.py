"""Finished projects to test against: made here from a seed, and published ones where they are at hand."""

from __future__ import annotations

import gzip
import lzma
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

PUBLISHED = Path(__file__).parents[3] / "shared" / "oracles" / "cesaw"
AT_HAND = [PUBLISHED] if (PUBLISHED / "README.md").exists() else []

_TASK = "project_key,person_key,plan_item_key,task_actual_start_date,task_actual_complete_date,"
_LOG = "organization,project_key,person_key,plan_item_key,time_log_start_date,time_log_delta_minutes"


def made(
    folder: Path, *, projects: int = 14, lines: int = 60, seed: int = 3, style: str = "%m/%d/%Y %H:%M"
) -> Path:
    """A folder of task and time logs in the published shape; organisations A and B in turn."""
    chance = random.Random(seed)
    tasks, log = [_TASK + "task_plan_time_minutes"], [_LOG]
    for project in range(1, projects + 1):
        dear = chance.uniform(0.8, 1.5)
        for item in range(lines):
            begin = datetime(2024, 1, 8, 9, 0, tzinfo=UTC) + timedelta(days=item + chance.randint(0, 6))
            end = begin + timedelta(days=chance.randint(1, 20))
            plan = chance.randint(60, 900)
            who = item % 4
            finish = r"\N" if item == lines - 1 else f"{end:{style}}"
            tasks.append(f"{project},{who},{item},{begin:{style}},{finish},{plan}")
            for share, day in ((0.7, begin), (0.3, end)):
                minutes = round(plan * dear * share * chance.uniform(0.7, 1.3))
                organisation = "AB"[project % 2]
                log.append(f"{organisation},{project},{who},{item},{day:{style}},{minutes}")
    with gzip.open(folder / "made_task_fact.csv.gz", "wt") as file:
        file.write("\n".join(tasks))
    with lzma.open(folder / "made_time_fact.csv.xz", "wt") as file:
        file.write("\n".join(log))
    return folder

"""Which tests are asked about which mutant of a check: those that name the check, else those of the room.

Every test of the checks runs every check: by what they reach, all would be asked about each mutant.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

_ID = re.compile(r"= check\(\s*\"([A-Z]\d+)\"")
_OF_FUNCTION = re.compile(r"x_([a-z]\d+)_")


def tests_of(functions: Iterable[str], folder: Path) -> Mapping[str, set[str]]:
    """Function (`app.checks.variance.x_v1_over_budget`) -> node ids."""
    in_room = [test for test in collected(folder) if test.startswith("tests/checks/")]
    return {function: set(_tests(function, in_room, folder)) for function in functions}


def _tests(function: str, in_room: list[str], folder: Path) -> list[str]:
    module = function.split(".")[2]
    own = _OF_FUNCTION.match(function.split(".")[3])
    code = (folder / "app" / "checks" / f"{module}.py").read_text("utf-8")
    ids = [own[1].upper()] if own else _ID.findall(code)
    general = [test for test in in_room if "test_every_check" not in test and "test_together" not in test]
    if not ids:
        return general
    wanted = re.compile("|".join(rf"test_{check.lower()}_|\[{check}[\]-]" for check in ids))
    return [test for test in in_room if wanted.search(test)] or general


def collected(folder: Path) -> list[str]:
    """Node ids of the selected tests."""
    chosen = (folder / "setup.cfg").read_text().partition("pytest_add_cli_args_test_selection=\n")[2].split()
    told = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-m", "not soak", *chosen],
        cwd=folder, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return [line for line in told.splitlines() if "::" in line and " " not in line]

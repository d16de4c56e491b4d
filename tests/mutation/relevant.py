"""Which tests are asked about which mutant: those that name the check, else those of the room.

Every test of the checks runs every check, so that coverage would ask all of them about each mutant.
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
    known = collected(folder)
    rooms = {
        room: [test for test in known if test.startswith(f"tests/{room}/")] for room in ("checks", "forecast")
    }
    return {function: set(_tests(function, rooms, folder)) for function in functions}


def _tests(function: str, rooms: Mapping[str, list[str]], folder: Path) -> list[str]:
    _, room, module = function.split(".")[:3]
    in_room = rooms[room]
    if room != "checks":
        return in_room
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

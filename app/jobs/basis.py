"""What a result rests on besides the workbook: our rules, the contract, the version, as one hash."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

APP = Path(__file__).parents[1]
ROOMS = ("project", "forecast", "checks", "workbook")
STORY = (APP / "refresh.py", APP / "changes.py", APP / "memory.py")


@cache
def basis() -> str:
    """Of the source itself, and of the tables beside it: no one has to remember to count a number up.

    A deployment that changes any of it has every workbook refreshed once.
    """
    files = [*STORY, *(APP.parent / "sheets_schema").rglob("*")]
    for room in ROOMS:
        files += (APP / room).rglob("*")
    digest = hashlib.sha256()
    for file in sorted(file for file in files if file.is_file() and file.suffix != ".pyc"):
        digest.update(file.relative_to(APP.parent).as_posix().encode() + b"\0")
        digest.update(file.read_bytes())
    return digest.hexdigest()

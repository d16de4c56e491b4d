"""What the person is told of the workbook after a click, to be held against the workbook."""

from __future__ import annotations

from enum import Enum
from typing import Any

import requests

from app.errors import NOTHING_CHANGED, WHOLE_OR_NOT

Json = dict[str, Any]
WHEN_LOOKED_AT = "When last looked at, nothing in the workbook was changed."


class Told(Enum):
    """`LOOKED`: not written when last looked at, so it may come yet. `OPEN`: whole or not at all."""

    WRITTEN = "written"
    UNTOUCHED = "untouched"
    LOOKED = "untouched when looked at"
    OPEN = "whole or not at all"


_SENTENCES = {NOTHING_CHANGED: Told.UNTOUCHED, WHEN_LOOKED_AT: Told.LOOKED, WHOLE_OR_NOT: Told.OPEN}


def told(answer: requests.Response) -> Told:
    """From the answer to a click, or to the question what became of its run."""
    body: Json = answer.json()
    if answer.status_code == 200 and body["state"] == "done":
        return Told.WRITTEN
    problem = body["error"] if answer.status_code == 200 else body
    assert problem["status"] != 500, problem
    assert problem["mend"], problem
    return _SENTENCES[problem["unchanged"]]


def fits(said: Told, *, written: bool, settled: bool) -> bool:
    """Whether the sentence is true of the workbook; `settled`: nothing was under way at Google by then."""
    if said is Told.WRITTEN:
        return written
    if said is Told.UNTOUCHED or (said is Told.LOOKED and settled):
        return not written
    return True

"""The kinds that are implemented, and what a handler is given."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.sandbox import formulas
from app.sandbox.gate import Caller
from app.sandbox.grid.spreadsheet import Spreadsheet

JsonDict = dict[str, Any]


@dataclass(slots=True)
class Context:
    """One batch at work: the draft it changes, who asked, and when."""

    book: Spreadsheet
    caller: Caller
    owner: str
    now: datetime
    settled: bool = True

    def new_id(self) -> int:
        """An id as Google gives them, the same in every run of the same requests."""
        seed = f"{self.book.spreadsheet_id}/{self.book.next_number}"
        self.book.next_number += 1
        return random.Random(seed).randrange(10_000_000, 2**31)  # noqa: S311 - ids, not secrets

    def settle(self) -> None:
        """Make formula results current, for requests that read values earlier ones wrote."""
        if not self.settled:
            formulas.recalculate(self.book)
            for sheet in self.book.sheets:
                sheet.grid.owner = object()  # what the engine has been fed is copied before it is changed
            self.settled = True


Handler = Callable[[Context, JsonDict], JsonDict | None]
HANDLERS: dict[str, Handler] = {}


def kind(name: str) -> Callable[[Handler], Handler]:
    """Make a function the handler of a request kind; what it answers is the reply's content."""

    def register(handler: Handler) -> Handler:
        HANDLERS[name] = handler
        return handler

    return register

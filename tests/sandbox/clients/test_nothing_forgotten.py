"""Every public method of gspread is driven: the tests beside this one are run again, and counted."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

import gspread
import pytest

from tests.sandbox.clients import test_gspread_client, test_gspread_worksheet
from tests.sandbox.clients.conftest import filled
from tests.support.google_session import gspread_for
from tests.support.sandbox import RunningSandbox

KINDS = (gspread.Client, gspread.Spreadsheet, gspread.Worksheet)


def public(kind: type) -> set[str]:
    """Methods and properties."""
    return {
        name
        for name in dir(kind)
        if not name.startswith("_")
        and (callable(getattr(kind, name)) or isinstance(getattr(kind, name), property))
    }


def scenarios() -> list[Callable[..., None]]:
    return [
        held
        for module in (test_gspread_client, test_gspread_worksheet)
        for name, held in vars(module).items()
        if name.startswith("test_")
    ]


def test_no_method_was_forgotten(sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[type, set[str]] = {kind: set() for kind in KINDS}
    for kind in KINDS:
        for name in public(kind):
            monkeypatch.setattr(kind, name, _noting(getattr(kind, name), seen[kind], name))
    for scenario in scenarios():
        client = gspread_for(sandbox)
        book = client.create("Plan")
        held = {"client": client, "book": book, "sandbox": sandbox}
        wanted = inspect.signature(scenario).parameters
        if "sheet" in wanted:
            held["sheet"] = filled(book)
        scenario(**{name: held[name] for name in wanted})
        client.http_client.session.close()
    assert {kind.__name__: public(kind) - seen[kind] for kind in KINDS} == {
        "Client": set(),
        "Spreadsheet": set(),
        "Worksheet": set(),
    }


def _noting(held: Any, seen: set[str], name: str) -> Any:
    if isinstance(held, property):

        def get(self: Any) -> Any:
            seen.add(name)
            assert held.fget is not None
            return held.fget(self)

        return property(get, held.fset)

    @functools.wraps(held)
    def called(*args: Any, **more: Any) -> Any:
        seen.add(name)
        return held(*args, **more)

    return called

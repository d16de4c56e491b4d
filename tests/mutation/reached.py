"""Which tests reach which function: one run of the tests, each call noted by the tool's own trampolines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Mapping
from typing import Any

import pytest


class Reached:
    """A pytest plugin that sorts the calls by test, as they are added to the set `called`.

    What a fixture calls counts for every test that asks for it. What importing the project and its tests
    calls is kept apart: a mutant of that acts in a fresh import only.
    """

    def __init__(self, called: set[str]) -> None:
        self.tests: dict[str, set[str]] = defaultdict(set)
        self.seconds: dict[str, float] = defaultdict(float)
        self.at_import: frozenset[str] = frozenset()
        self._called = called
        self._of_fixture: dict[tuple[str, str], frozenset[str]] = {}

    def pytest_collection_finish(self) -> None:
        self.at_import = frozenset(self._called)
        self._called.clear()

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Generator[None, object, object]:
        before = frozenset(self._called)
        self._called.clear()
        made = yield
        self._of_fixture[fixturedef.baseid, fixturedef.argname] = frozenset(self._called)
        self._called |= before
        return made

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Function) -> Generator[None, object, object]:
        self._called.clear()
        done = yield
        for name, definitions in item._fixtureinfo.name2fixturedefs.items():
            for each in definitions:
                self._called |= self._of_fixture.get((each.baseid, name), frozenset())
        for function in self._called:
            self.tests[function].add(item.nodeid)
        return done

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += report.duration

    def of(self, functions: set[str]) -> Mapping[str, set[str]]:
        """Function -> node ids; of one that importing alone calls, every test."""
        importing = {function: set(self.seconds) for function in functions & self.at_import}
        return importing | {function: self.tests[function] for function in functions & self.tests.keys()}

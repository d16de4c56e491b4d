"""A running sandbox for every test that asks for one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.sandbox import RunningSandbox, running_sandbox


@pytest.fixture(scope="module")
def module_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """One sandbox for a module; files of its tests live beside each other."""
    with running_sandbox(tmp_path_factory.mktemp("sandbox")) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(module_sandbox: RunningSandbox) -> RunningSandbox:
    """That sandbox without trouble, limits or log entries of an earlier test."""
    module_sandbox.faults()
    module_sandbox.quota()
    module_sandbox.clear_requests()
    return module_sandbox

"""A sandbox for all of these tests, and workbooks in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.refresh.at_sandbox import SandboxWorkbook
from tests.support.sandbox import RunningSandbox, running_sandbox


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    data: Path = tmp_path_factory.mktemp("sandbox")
    with running_sandbox(data) as running:
        yield running


@pytest.fixture
def workbook(sandbox: RunningSandbox) -> Callable[..., SandboxWorkbook]:
    """Makes a workbook from rows by tab (default: the small project)."""

    def make(tables: dict[str, list[dict[str, Any]]] | None = None) -> SandboxWorkbook:
        return SandboxWorkbook.filled(sandbox, tables)

    return make

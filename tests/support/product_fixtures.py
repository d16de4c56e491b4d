"""The fixture of a running product, for the test folders that share one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.product import Product, running_product


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """One product for all tests of a run: each makes its own workbook."""
    with running_product(tmp_path_factory.mktemp("product")) as running:
        yield running

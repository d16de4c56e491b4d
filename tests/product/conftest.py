from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.product import Product, running_product


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """One product for all these tests: each makes its own workbook, and none waits for Google's quotas."""
    data: Path = tmp_path_factory.mktemp("product")
    with pytest.MonkeyPatch.context() as environment:
        for kind in ("reads", "writes"):
            for whose in ("user", "project"):
                environment.setenv(f"PLUMBLINE_{kind}_per_minute_{whose}".upper(), "60000")
        with running_product(data) as running:
            yield running

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sharing.desk import SharingDesk, sharing_desk
from tests.support.product import Product
from tests.support.product_fixtures import product

__all__ = ["product"]


@pytest.fixture(scope="session")
def desk(product: Product, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharingDesk]:
    with sharing_desk(product, tmp_path_factory.mktemp("sharing")) as made:
        yield made


@pytest.fixture
def one_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every PDF is the same one, for tests that are not about what stands in it: Chromium takes a second."""
    monkeypatch.setattr("app.sandbox.drive.exporting.as_pdf", lambda _book: ONE_PDF)


ONE_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    b"xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \n"
    b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n161\n%%EOF\n"
)

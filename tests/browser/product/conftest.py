"""The demo on the desk, with the service itself behind the add-on: nothing is played."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.desk.conftest import Desk, watch
from tests.support.browser import chromium
from tests.support.product import Product, demo, running_product


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    with running_product(tmp_path) as running:
        yield running


@pytest.fixture
def desk(browser: Browser, product: Product) -> Iterator[Desk]:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    desk = Desk(page, product.google, demo(product))
    watch(page, desk.troubles)
    desk.open()
    yield desk
    page.close()
    assert desk.troubles == []

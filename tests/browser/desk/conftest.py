"""The desk in Chromium, over a running sandbox and a service of our own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FloatRect, FrameLocator, Locator, Page, expect

from app.sandbox.app import state_of
from app.sandbox.desk.routes import install
from tests.browser.desk.book import build, copy
from tests.browser.desk.service import Service, running_service
from tests.support.browser import chromium
from tests.support.sandbox import BEN, RunningSandbox, running_sandbox

ADDON = Path(__file__).parents[3] / "deploy" / "apps_script"


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="package")
def service_running() -> Iterator[Service]:
    with running_service() as service:
        yield service


@pytest.fixture(scope="package")
def sandbox(tmp_path_factory: pytest.TempPathFactory, service_running: Service) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path_factory.mktemp("desk")) as sandbox:
        state = state_of(sandbox.app)
        install(
            sandbox.app,
            files=state.store,
            doorkeepers=state.traffic,
            scripts=ADDON,
            backend=service_running.url,
        )
        yield sandbox


@pytest.fixture
def service(service_running: Service) -> Service:
    service_running.reset()
    return service_running


@dataclass
class Desk:
    """The page on one workbook, and what must stay empty: errors, and requests that leave this machine."""

    page: Page
    sandbox: RunningSandbox
    book: str
    troubles: list[str] = field(default_factory=list)

    @property
    def panel(self) -> FrameLocator:
        return self.page.frame_locator("#frame")

    def cell(self, row: int, column: int) -> Locator:
        """A drawn cell, rows and columns from 0."""
        return self.page.locator(f"#c-{row}-{column}")

    def box(self, row: int, column: int) -> FloatRect:
        """Where a cell is drawn; asked again when it was just being drawn anew."""
        cell = self.cell(row, column)
        expect(cell).to_be_visible()
        boxes = (cell.bounding_box() for _ in range(20))
        return next(box for box in boxes if box is not None)

    def tab(self, title: str) -> None:
        self.page.get_by_role("tab", name=title, exact=True).click()
        expect(self.page.get_by_role("grid")).to_have_attribute("aria-label", title)

    def go(self, a1: str) -> None:
        name = self.page.get_by_label("Cell or range")
        name.fill(a1)
        name.press("Enter")

    @contextmanager
    def expected_troubles(self) -> Iterator[None]:
        """What the browser logs of a refused request inside this block is meant."""
        before = len(self.troubles)
        yield
        del self.troubles[before:]

    def open(self, book: str | None = None) -> None:
        self.page.goto(f"{self.sandbox.url}/desk/{book or self.book}")
        self.page.wait_for_selector("body[data-ready]")


def watch(page: Page, troubles: list[str]) -> None:
    """Notes errors of the page, its workers and frames, and requests to anywhere else."""
    page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
    page.on(
        "console", lambda said: troubles.append(f"console: {said.text}") if said.type == "error" else None
    )

    def leaves(url: str) -> bool:
        return not url.startswith(("http://127.0.0.1:", "http://localhost:", "data:", "blob:"))

    page.on("request", lambda asked: troubles.append(f"left: {asked.url}") if leaves(asked.url) else None)


@pytest.fixture(scope="package")
def pattern(sandbox: RunningSandbox) -> str:
    return build(sandbox)


@pytest.fixture
def desk(browser: Browser, sandbox: RunningSandbox, pattern: str, service: Service) -> Iterator[Desk]:
    """A fresh workbook on a fresh desk; afterwards nothing may have gone wrong."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    desk = Desk(page, sandbox, copy(sandbox, pattern, reader=BEN))
    watch(page, desk.troubles)
    desk.open()
    yield desk
    page.close()
    assert desk.troubles == []

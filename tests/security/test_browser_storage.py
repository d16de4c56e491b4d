"""After a refresh and an error, the browser keeps no token and no cell: in no store, of no frame."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.desk.conftest import Desk
from tests.security.canaries import CELLS, planted, spotted
from tests.support.browser import chromium
from tests.support.product import running_product

pytestmark = pytest.mark.browser

KEPT = """async () => {
  const kept = [];
  for (const name of ['localStorage', 'sessionStorage']) {
    try { kept.push(JSON.stringify({...window[name]})); } catch (closed) { kept.push(''); }
  }
  try { kept.push(document.cookie); } catch (closed) { kept.push(''); }
  for (const {name} of await indexedDB.databases().catch(() => [])) kept.push(`database ${name}`);
  const names = await (window.caches ? caches.keys() : []).catch(() => []);
  return [...kept, ...names.map((name) => `cache ${name}`), window.name, location.href];
}"""


def test_the_browser_keeps_nothing(tmp_path: Path) -> None:
    with running_product(tmp_path) as product, chromium() as browser:
        context = browser.new_context()
        desk = Desk(context.new_page(), product.google, product.workbook(planted()))
        desk.open()
        desk.panel.get_by_role("button", name="Refresh forecast").click()
        expect(desk.panel.get_by_role("status")).to_contain_text("Done", timeout=60_000)
        desk.panel.locator(".history").get_by_text("History").click()
        expect(desk.panel.locator(".act").first).to_be_visible(timeout=30_000)
        kept = [str(frame.evaluate(KEPT)) for frame in desk.page.frames]
        kept.append(str(context.storage_state()))
        assert len(kept) >= 3  # the desk, the panel's frame, and what the browser itself says it keeps
        tokens = [token for email in ("ana@northlight.example",) for token in product.google.token(email)]
        assert spotted("\n".join(kept), (*tokens, "ya29.", "eyJ", *CELLS)) == []
        context.close()

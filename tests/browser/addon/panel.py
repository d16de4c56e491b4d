"""The add-on's own pages in Chromium, with Google's `google.script.run` played by a script of answers."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route

ADDON = Path(__file__).parents[3] / "deploy" / "apps_script"
ADDRESS = "http://addon.test/"

# Each call takes the next answer of its function; the last one repeats. An answer is {ok, ...}, or
# {fail: message} for an error of Google's own, or {hang: true} for one that never comes; `after` delays it.
FAKE_GOOGLE = """
window.calls = []; window.inFlight = {}; window.mostInFlight = {};
window.google = {script: {run: (function runner(onSuccess, onFailure) {
  return new Proxy({}, {get(_, name) {
    if (name === 'withSuccessHandler') return (f) => runner(f, onFailure);
    if (name === 'withFailureHandler') return (f) => runner(onSuccess, f);
    return (...args) => {
      if (!onSuccess || !onFailure) throw new Error('a call without both handlers: ' + name);
      window.calls.push({name, args});
      window.inFlight[name] = (window.inFlight[name] || 0) + 1;
      window.mostInFlight[name] = Math.max(window.mostInFlight[name] || 0, window.inFlight[name]);
      const queue = window.answers[name];
      if (!queue) throw new TypeError(name + ' is not a function');
      const answer = queue.length > 1 ? queue.shift() : queue[0];
      if (answer.hang) return;
      setTimeout(() => {
        window.inFlight[name] -= 1;
        if (answer.fail) onFailure(new Error(answer.fail));
        else onSuccess(JSON.parse(JSON.stringify(answer)));
      }, answer.after || 0);
    };
  }});
})()}};
"""

# Sections that a test may open without being about them.
UNASKED = {"readHistory": [{"hang": True}], "readShares": [{"hang": True}]}


def ok(value: Any, **more: Any) -> dict[str, Any]:
    return {"ok": True, "value": value, **more}


def refused(problem: Any, **more: Any) -> dict[str, Any]:
    return {"ok": False, "problem": problem, **more}


def page_source(email: str) -> str:
    """Sidebar.html as Google would evaluate it: includes taken in, the e-mail escaped."""
    text = (ADDON / "Sidebar.html").read_text(encoding="utf-8")
    text = re.sub(
        r"<\?!= include_\('(\w+)'\) \?>",
        lambda found: (ADDON / f"{found[1]}.html").read_text(encoding="utf-8"),
        text,
    )
    return text.replace("<?= email ?>", html.escape(email))


def open_panel(
    browser: Browser,
    answers: Mapping[str, Sequence[Mapping[str, Any]]],
    *,
    email: str = "ana@northlight.example",
    height: int = 640,
    clock: bool = False,
) -> Page:
    """The sidebar at 300 px. With `clock`, time stands still until the test moves it."""
    context = browser.new_context(
        viewport={"width": 300, "height": height}, locale="en-GB", timezone_id="Europe/Berlin"
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.faults = faults  # type: ignore[attr-defined]

    def serve(route: Route) -> None:
        if route.request.url == ADDRESS:
            route.fulfill(content_type="text/html; charset=utf-8", body=page_source(email))
        else:
            faults.append(f"asked for {route.request.url}")
            route.abort()

    context.route("**/*", serve)
    if clock:
        page.clock.install(time="2026-09-02T08:10:00Z")
    page.add_init_script(f"window.answers = {json.dumps(UNASKED | dict(answers))};" + FAKE_GOOGLE)
    page.goto(ADDRESS)
    if clock:
        page.clock.pause_at("2026-09-02T08:11:00Z")
    return page

"""All tabs of a report, and their hash: exactly what the client will see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.sharing.content import Content
from app.sharing.page import Page
from app.sharing.report_page import report_page
from app.sharing.table_pages import changes_page, milestones_page, progress_page
from app.sharing.wording import Words
from app.store.bodies import canonical, digest


def pages_of(content: Content, words: Words) -> tuple[Page, ...]:
    """The report first; further tabs where they have something to say."""
    behind = (progress_page(content, words), milestones_page(content, words), changes_page(content, words))
    return (report_page(content, words), *(page for page in behind if page is not None))


def bundle_of(content: Content, pages: Sequence[Page], *, language: str) -> dict[str, Any]:
    """What is kept of a publication, so that what a client saw on any day has an exact answer."""
    return {"language": language, "content": content.json(), "pages": [page.json() for page in pages]}


def sha256_of(bundle: dict[str, Any]) -> str:
    """Of the canonical JSON."""
    return digest(canonical(bundle))

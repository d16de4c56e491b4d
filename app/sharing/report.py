"""A report made ready: what is said, the pages, what must not be found in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import orjson

from app.forecast.finance import commercial_model
from app.sharing.allow_list import Section, approved
from app.sharing.client_view import client_view, whole_money
from app.sharing.content import Content
from app.sharing.page import Page
from app.sharing.pages import bundle_of, pages_of, sha256_of
from app.sharing.scan.case import Case, Evidence, Expected, Rule
from app.sharing.scan.inference_rules import INFERENCE_RULES
from app.sharing.scan.scan import Scan, scan
from app.sharing.scan.secret import Secrets
from app.sharing.scan.secrets_of import secrets_of
from app.sharing.scan.value_rules import marked_by_mistake
from app.sharing.select import FIRST, Before, select
from app.sharing.source import Source
from app.sharing.wording import Words, words_of
from sheets_schema.model import Schema

FOLDER = "Client reports"
MARK = "plumbline"
PURE_RULES = (Rule("marked_by_mistake", "allow-list", marked_by_mistake),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything about one report before a file exists. `bundle` is kept, `sha256` is its hash."""

    source: Source
    content: Content
    pages: tuple[Page, ...]
    words: Words
    title: str
    bundle: dict[str, Any]
    sha256: str
    secrets: Secrets
    schema: Schema
    people_with_hours: int
    whole_money: bool

    def case(self, seen: Evidence, *, roles: dict[str, str], mark: str) -> Case:
        """What a scan of a file built from it expects."""
        return Case(
            seen=seen,
            expected=Expected(
                title=self.title,
                folder=FOLDER,
                pages=self.pages,
                words=self.words,
                number=self.content.header.number,
                roles=roles,
                mark={MARK: mark},
                content=self.content,
                people_with_hours=self.people_with_hours,
                whole_money=self.whole_money,
            ),
            secrets=self.secrets,
            schema=self.schema,
        )


def report_of(
    source: Source,
    sections: Collection[Section],
    language: str,
    *,
    schema: Schema,
    before: Before = FIRST,
    others: Iterable[str] = (),
) -> Report:
    """Select and lay out; raises NotForClients when the allow-list and the contract are at odds."""
    project, forecast = source.project, source.forecast
    view = client_view(project, forecast, approved(schema, commercial_model(project), sections))
    content, words = select(view, sections, before=before), words_of(language)
    pages = pages_of(content, words)
    bundle = bundle_of(content, pages, language=language)
    ledger = project.ledger
    return Report(
        source=source,
        content=content,
        pages=pages,
        words=words,
        title=f"{content.header.project or words.of('title')} – {words.of('title')}",
        bundle=bundle,
        sha256=sha256_of(bundle),
        secrets=secrets_of(project, forecast, content, pages, words, ids=[source.workbook_id], others=others),
        schema=schema,
        whole_money=whole_money(view),
        people_with_hours=len(np.unique(ledger.person[(ledger.hours != 0) & (ledger.person >= 0)])),
    )


def scan_before_building(report: Report) -> Scan:
    """The rules that need no file, so that a preview says already what would be refused."""
    case = report.case(Evidence(spreadsheet={}, file={}, permissions=()), roles={}, mark="")
    found = scan(case, (*INFERENCE_RULES, *PURE_RULES))
    return Scan(hits=tuple(hit for hit in found.hits if hit.leak_class != "not read"), not_covered=())


def before_of(bundle: bytes, number: int, history: Iterable[bytes] = ()) -> Before:
    """What the next report needs of the last one, from the bundle that was kept; `history`: all of them."""
    content = orjson.loads(bundle)["content"]
    known = [orjson.loads(one)["content"] for one in history]
    done = [
        (date.fromisoformat(one["header"]["as_at"]), one["progress"])
        for one in known
        if one["progress"] is not None
    ]
    return Before(
        as_at=date.fromisoformat(content["header"]["as_at"]),
        lights=tuple((row["area"], row["now"]) for row in content["lights"]),
        done=tuple(sorted(done)),
        number=number,
    )

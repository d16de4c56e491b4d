"""The Totals tab: by currency, by client, by project manager; currencies never added together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.portfolio.standing import Standing
from app.portfolio.table_page import money, share, table_page
from app.portfolio.totals import Total, by_client, by_currency, by_manager
from app.project.currency import minor_digits
from app.workbook.output.page import Page, PageRow, Value, padded
from sheets_schema import Tab
from sheets_schema.spoken import Spoken

NEVER_ADDED = "Currencies are never added together: no rate joins two projects' workbooks."


def totals_page(tab: Tab, standings: Sequence[Standing], words: Spoken) -> Page:
    """The page, in three blocks."""
    width, said = len(tab.fields), words.said
    rows = [
        *_block(said("All projects"), by_currency(standings), said("All projects"), width),
        *_block(said("By client"), by_client(standings), said("(no client named)"), width),
        *_block(said("By project manager"), by_manager(standings), said("(no manager named)"), width),
    ]
    return table_page(tab, said(NEVER_ADDED), rows, words=words, frozen_columns=1)


def _block(title: str, totals: Sequence[Total], unnamed: str, width: int) -> Iterable[PageRow]:
    if not totals:
        return
    yield PageRow(padded([title], width), "block")
    for total in totals:
        yield PageRow(_values(total, unnamed), "line")
    yield PageRow(padded([], width), "blank")


def _values(total: Total, unnamed: str) -> tuple[Value, ...]:
    digits = minor_digits(total.currency)
    return (
        total.group or unnamed,
        total.currency,
        total.projects,
        money(total.bac, digits),
        money(total.eac, digits),
        money(total.vac, digits),
        share(total.over_share),
        money(total.margin, digits),
        share(total.margin_percent),
        total.priced,
        total.red,
        total.amber,
        total.green,
    )

"""The digest as an HTML mail: one column, inline styles, tables: what mail programs show alike."""

from __future__ import annotations

from html import escape
from itertools import groupby

from app.notify.crossing import Crossing, CrossingKind
from app.notify.digest import Digest, News
from app.notify.plain import one_line, shown
from app.portfolio.words import counted
from app.workbook.output.words import day_words
from sheets_schema.formats import ACCENT, AMBER, BAND, GREEN, GREY, INK, PAPER, QUIET, RED, RULE

MOST_PROJECTS = 60

_LIGHTS = {"red": RED, "amber": AMBER, "green": GREEN, "grey": GREY}
_KINDS = {
    CrossingKind.RED: ("new red flag", RED),
    CrossingKind.MARGIN: ("margin under its floor", AMBER),
    CrossingKind.FAILED: ("refresh failed", RED),
    CrossingKind.PAUSED: ("refresh paused", GREY),
    CrossingKind.BOOKINGS: ("no bookings from NetSuite", AMBER),
}
UNTITLED = (CrossingKind.FAILED, CrossingKind.PAUSED, CrossingKind.BOOKINGS)  # the chip says it
_FONT = "font-family:Arial,Helvetica,sans-serif"


def html_of(digest: Digest) -> str:
    """The whole mail; people's texts are escaped."""
    heading, _, _ = digest.subject.rpartition(" - ")
    rows = [
        _row(
            f'<span style="font-size:20px;line-height:27px;font-weight:bold">{escape(heading)}</span>', top=28
        ),
        _row(f'<span style="color:{QUIET}">{escape(_under(digest))}</span>', top=4),
    ]
    rows += [_project(one) for one in digest.news[:MOST_PROJECTS]]
    left = len(digest.news) - MOST_PROJECTS
    if left > 0:
        rows.append(_row(f"and news of {left} more projects, in the Portfolio", top=20))
    if digest.portfolio:
        rows.append(_row(_button("Open the Portfolio", digest.portfolio), top=24))
    told = "Each of these is told once, when it begins; it is told again only if it ends and comes back."
    rows.append(_row(f'<span style="color:{QUIET};font-size:12px">{told}</span>', top=24, bottom=28))
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"></head>'
        f'<body style="margin:0;background:{BAND}">'
        f'<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:{BAND}">'
        '<tr><td align="center" style="padding:24px 12px">'
        '<table role="presentation" width="640" cellpadding="0" cellspacing="0" '
        f'style="max-width:640px;width:100%;background:{PAPER};border:1px solid {RULE};border-radius:8px;'
        f'{_FONT};font-size:14px;line-height:20px;color:{INK}">{"".join(rows)}</table>'
        "</td></tr></table></body></html>"
    )


def _under(digest: Digest) -> str:
    projects = f"{digest.projects:,} {'project' if digest.projects == 1 else 'projects'}"
    return f"{digest.workspace} · {projects} · after the night of {day_words(digest.at.date())}"


def _row(inside: str, *, top: int = 0, bottom: int = 0) -> str:
    return f'<tr><td style="padding:{top}px 28px {bottom}px">{inside}</td></tr>'


def _project(one: News) -> str:
    listed, more = shown(one)
    lines: list[str] = []
    for kind, same in groupby(listed, key=lambda crossing: crossing.kind):
        word, fill = _KINDS[kind]
        count = sum(crossing.kind is kind for crossing in one.crossings)
        said = counted(count, word) if kind is CrossingKind.RED else word[0].upper() + word[1:]
        lines.append(f'<div style="padding-top:12px">{_chip(said, fill)}</div>')
        lines += [_crossing(crossing) for crossing in same]
    if more:
        lines.append(f'<div style="color:{QUIET};padding-top:8px">{more}</div>')
    fill = _LIGHTS.get(one.light, GREY)
    name = (
        f'<a href="{escape(one.link)}" style="color:{ACCENT};font-size:16px;font-weight:bold;'
        f'text-decoration:none">{escape(one_line(one.name))}</a>'
    )
    light = _chip(one.light, fill) if one.light else ""
    about = f'<div style="color:{QUIET};font-size:12px">{escape(one_line(one.about))}</div>'
    return _row(
        f'<div style="border-top:1px solid {RULE};padding-top:16px">{name} {light}'
        f"{about if one.about else ''}</div>{''.join(lines)}",
        top=20,
    )


def _crossing(crossing: Crossing) -> str:
    title = "" if crossing.kind in UNTITLED else crossing.title
    said = ": ".join(escape(one_line(part)) for part in (title, crossing.detail) if part)
    mend = f'<div style="color:{QUIET}">{escape(one_line(crossing.mend))}</div>' if crossing.mend else ""
    return f'<div style="padding-top:6px">{said}{mend}</div>'


def _chip(word: str, fill: str) -> str:
    return (
        f'<span style="background:{fill};border-radius:4px;padding:2px 7px;font-size:12px;'
        f'font-weight:bold;color:{INK}">{escape(word)}</span>'
    )


def _button(words: str, address: str) -> str:
    return (
        f'<a href="{escape(address)}" style="display:inline-block;background:{ACCENT};color:{PAPER};'
        f'padding:10px 18px;border-radius:6px;text-decoration:none;font-weight:bold">{escape(words)}</a>'
    )

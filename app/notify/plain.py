"""The digest as plain text and as the light markup that chats read, cut to what a channel takes.

People's texts stay texts: line breaks become blanks, and for chats every sign that could become a link, a
mention or an emphasis is replaced by one that looks like it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from app.notify.crossing import Crossing, CrossingKind
from app.notify.digest import Digest, News
from app.workbook.output.words import day_words

MOST_OF_A_PROJECT = 5
LONGEST_TEXT = 240

Clean = Callable[[str], str]
Link = Callable[[str, str], str]
"""(words, address) -> the link as it is written."""

_LOOKS_LIKE = str.maketrans(
    {"<": "‹", ">": "›", "[": "(", "]": ")", "*": "∗", "_": "‗", "`": "'", "~": "∼", "\\": "/", "|": "¦"}
)


def text_of(digest: Digest, *, most: int) -> str:
    """Plain text of at most `most` characters."""
    return _fitted(digest, most, clean=one_line, link=lambda words, address: f"{words}: {address}")


def markdown_of(digest: Digest, *, most: int) -> str:
    """For chats, of at most `most` characters."""
    return _fitted(digest, most, clean=harmless, link=lambda words, address: f"[{words}]({address})")


def one_line(text: str) -> str:
    """The text without line breaks and control characters, cut where it is very long."""
    flat = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return flat if len(flat) <= LONGEST_TEXT else f"{flat[: LONGEST_TEXT - 3]}..."


def harmless(text: str) -> str:
    """The same with nothing in it that a chat would act on."""
    return one_line(text).translate(_LOOKS_LIKE)


def shown(one: News) -> tuple[tuple[Crossing, ...], str]:
    """The crossings of a project that are listed, and a word about the rest."""
    more = len(one.crossings) - MOST_OF_A_PROJECT
    return one.crossings[:MOST_OF_A_PROJECT], f"and {more} more" if more > 0 else ""


def _fitted(digest: Digest, most: int, *, clean: Clean, link: Link) -> str:
    """As many projects as there is room for; the rest are counted, and stand in the Portfolio."""
    tail = _foot(digest, link)
    blocks = ["\n".join(_project(one, clean, link)) for one in digest.news]
    for count in range(len(blocks), -1, -1):
        left = len(blocks) - count
        rest = [f"and news of {left} more {'project' if left == 1 else 'projects'}"] if left else []
        text = "\n\n".join([*blocks[:count], *rest, tail])
        if len(text) <= most:
            return text
    return f"News of {len(blocks)} projects."[:most]


def _project(one: News, clean: Clean, link: Link) -> Iterable[str]:
    about = f" ({clean(one.about)})" if one.about else ""
    yield f"{clean(one.name)}{about}"
    listed, more = shown(one)
    for crossing in listed:
        red = "Red" if crossing.kind is CrossingKind.RED else ""
        said = ": ".join(clean(part) for part in (red, crossing.title, crossing.detail) if part)
        yield f"- {said}"
        if crossing.mend:
            yield f"  {clean(crossing.mend)}"
    if more:
        yield f"- {more}"
    yield link("Open the workbook", one.link)


def _foot(digest: Digest, link: Link) -> str:
    night = f"After the night of {day_words(digest.at.date())}. Each of these is told once."
    return f"{night}\n{link('The Portfolio', digest.portfolio)}" if digest.portfolio else night

"""What is new and how it reads: once a crossing, nothing on a quiet night, texts that stay texts."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from app.notify.crossing import CrossingKind, crossings_of
from app.notify.digest import Digest, Told, digest_of
from app.notify.html import html_of
from app.notify.plain import LONGEST_TEXT, markdown_of, text_of
from app.portfolio.standing import Kind, Standing
from tests.portfolio.standings import AT, WORKSPACE, figures, flag, standing, trouble, workspace

FLOOR = flag("E1", "amber", title="Margin under the floor", figure="margin 8.1 % of EUR 500,000")
BOOK = "https://docs.google.com/spreadsheets/d/portfolio/edit"


def told(*standings: Standing, known: object = ()) -> Told:
    return digest_of(WORKSPACE, standings, known=set(known), at=AT, portfolio=BOOK)  # type: ignore[call-overload]


def with_flags(*flags: object, **changes: object) -> Standing:
    return standing(figures=figures(flags=flags), **changes)


def news(found: Told) -> list[tuple[str, str]]:
    assert found.digest
    return [(one.kind.value, one.key) for each in found.digest.news for one in each.crossings]


def test_red_flags_margins_failures_and_pauses_are_news_and_nothing_else() -> None:
    found = told(
        with_flags(flag("V1"), flag("D2", "amber"), flag("R1", "error"), flag("N", "note"), FLOOR),
        standing("failed", trouble=trouble()),
        standing("paused", trouble=trouble(Kind.PAUSED, slug="unconfirmed")),
    )
    assert sorted(news(found)) == [
        ("failed", "no-status-date"),
        ("margin", "E1"),
        ("paused", "unconfirmed"),
        ("red", "V1"),
    ]
    assert found.digest
    assert found.digest.subject == (
        "1 new red flag, 1 margin under its floor, 1 refresh failed, 1 refresh paused - northlight.example"
    )


def test_a_crossing_is_told_once_and_again_when_it_has_ended_and_come_back() -> None:
    first = told(with_flags(flag("V1")))
    assert first.digest
    known = set(first.begun)
    moved = told(with_flags(flag("V1", figure="another figure")), known=known)
    assert (moved.digest, set(moved.begun), set(moved.ended)) == (None, set(), set())
    gone = told(with_flags(), known=known)
    assert gone.digest is None
    assert set(gone.ended) == known
    assert news(told(with_flags(flag("V1")), known=known - set(gone.ended))) == [("red", "V1")]


def test_a_quiet_night_has_no_digest() -> None:
    assert told(standing(), standing("amber", figures=figures(colour="amber"))).digest is None


def test_another_reason_for_a_failure_is_another_crossing() -> None:
    first = told(standing(trouble=trouble()))
    second = told(standing(trouble=trouble(slug="no-budget-tab")), known=first.begun)
    assert news(second) == [("failed", "no-budget-tab")]
    assert set(second.ended) == set(first.begun)


def test_a_margin_under_the_floor_that_is_red_is_one_piece_of_news() -> None:
    red = replace(FLOOR, severity="red")
    assert news(told(with_flags(red))) == [("margin", "E1")]
    before = told(with_flags(FLOOR)).begun
    assert news(told(with_flags(red), known=before)) == [("red", "E1")]  # under 0 now: that is worse


def test_of_a_project_without_figures_nothing_has_ended_and_a_removed_one_has() -> None:
    known = told(with_flags(flag("V1"))).begun
    blind = told(standing(figures=None), known=known)
    assert set(blind.ended) == set()
    assert set(told(known=known).ended) == set(known)


def test_the_mark_of_a_crossing_tells_nothing_of_it() -> None:
    (one,) = crossings_of(with_flags(flag("C8:Ana Ruiz")))
    assert re.fullmatch(r"[0-9a-f]{64}", one.mark)
    other = replace(one, kind=CrossingKind.MARGIN)
    assert other.mark != one.mark
    assert replace(one, detail="x", title="y").mark == one.mark


def test_a_digest_is_stored_and_comes_back() -> None:
    digest = told(*workspace()).digest
    assert digest
    assert Digest.from_json(digest.to_json()) == digest


HOSTILE = '<users/all> [pay](http://evil.test) *b* `x`\n\n- Refresh failed: "</td><script>alert(1)</script>'


@pytest.fixture
def hostile() -> Digest:
    bad = flag("V1", title=HOSTILE, figure=HOSTILE, remedy=HOSTILE)
    digest = told(standing(figures=figures(name=HOSTILE, client=HOSTILE, flags=(bad,)))).digest
    assert digest
    return digest


def test_texts_stay_texts_in_mails(hostile: Digest) -> None:
    mail = html_of(hostile)
    assert "<script" not in mail
    assert mail.count("<a ") == 2  # the project and the Portfolio
    assert "&lt;users/all&gt;" in mail


def test_texts_stay_texts_in_chats(hostile: Digest) -> None:
    text = markdown_of(hostile, most=4000)
    assert re.findall(r"\]\(([^)]*)\)", text) == [standing().link, BOOK]
    assert not set("<>*`") & set(text)
    assert len([line for line in text.splitlines() if line.startswith("- ")]) == 1


def test_plain_texts_keep_to_their_lines(hostile: Digest) -> None:
    lines = text_of(hostile, most=4000).splitlines()
    assert len(lines) == 7
    assert all(len(line) < 3 * LONGEST_TEXT for line in lines)


def test_what_does_not_fit_is_counted() -> None:
    many = [standing(f"b{at}", figures=figures(name=f"P{at}", flags=(flag(),))) for at in range(200)]
    digest = told(*many).digest
    assert digest
    for most in (60, 300, 1_000, 4_000, 30_000):
        for made in (text_of(digest, most=most), markdown_of(digest, most=most)):
            assert len(made) <= most
            listed = made.count("Open the workbook")
            left = re.search(r"news of (\d+) more", made)
            assert not left or listed + int(left[1]) == 200
    whole = text_of(digest, most=100_000)
    assert whole.count("Open the workbook") == 200
    assert "140 more projects" in html_of(digest)


def test_the_flags_of_one_project_are_cut_too() -> None:
    digest = told(with_flags(*(flag(f"V{at}") for at in range(9)))).digest
    assert digest
    assert "and 4 more" in text_of(digest, most=4000)
    assert "and 4 more" in html_of(digest)
    assert digest.subject.startswith("9 new red flags")

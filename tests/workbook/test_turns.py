"""Each write takes the next turn; what it read tells which that is."""

from __future__ import annotations

from app.workbook.book import Book, Metadata, Tab
from app.workbook.marks import RUN, TURN
from app.workbook.turns import FIRST, KEPT, Turn, requests_of, turn_of


def book(*ids: int, others: tuple[int, ...] = (), on_tab: tuple[int, ...] = ()) -> Book:
    tab = Tab(
        sheet_id=1,
        title="Budget",
        index=0,
        rows=(),
        row_count=1,
        column_count=1,
        metadata=tuple(Metadata(id_, "theirs", "") for id_ in on_tab),
    )
    marks = [Metadata(id_, TURN, "") for id_ in ids] + [Metadata(id_, RUN, "") for id_ in others]
    return Book(id="b", title="Book", tabs=(tab,), metadata=tuple(marks))


def test_the_first_and_the_next() -> None:
    assert turn_of(book()) == Turn(FIRST)
    assert turn_of(book(FIRST)) == Turn(FIRST + 1)
    assert turn_of(book(FIRST + 7, FIRST + 6)) == Turn(FIRST + 8)


def test_who_read_the_same_wants_the_same() -> None:
    assert turn_of(book(FIRST, FIRST + 1)).id == turn_of(book(FIRST + 1, FIRST)).id


def test_an_id_that_is_somebody_elses_is_passed_over() -> None:
    assert turn_of(book(others=(FIRST,), on_tab=(FIRST + 1,))) == Turn(FIRST + 2)
    assert turn_of(book(FIRST, others=(FIRST + 1,))) == Turn(FIRST + 2)


def test_the_latest_stay_and_the_oldest_go() -> None:
    ids = tuple(range(FIRST, FIRST + KEPT))
    assert turn_of(book(*ids[:-1])).gone == ()
    assert turn_of(book(*ids)) == Turn(FIRST + KEPT, (FIRST,))
    many = tuple(range(FIRST, FIRST + KEPT + 5))
    assert turn_of(book(*many)) == Turn(FIRST + KEPT + 5, many[:6])


def test_the_requests_of_a_turn() -> None:
    made, gone = requests_of(Turn(FIRST + 9, (FIRST,)))
    mark = made["createDeveloperMetadata"]["developerMetadata"]
    assert (mark["metadataId"], mark["metadataKey"]) == (FIRST + 9, TURN)
    lookup = gone["deleteDeveloperMetadata"]["dataFilter"]["developerMetadataLookup"]
    assert lookup == {"metadataId": FIRST}

"""What people have answered on the Flags tab, for the checks that look at what the others found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.checks.catalogue import CATALOGUE
from app.checks.flag import Flag
from app.checks.run import Answers
from app.workbook.book import Book
from app.workbook.flags_tab.laid import Laid
from app.workbook.flags_tab.standing import bind, stand
from app.workbook.notation import notation_of
from app.workbook.shape import shape_of
from app.workbook.targets import targets_of
from sheets_schema import Schema, load


def answered(book: Book, laid: Laid | None = None, schema: Schema | None = None) -> Answers | None:
    """Tells by flag id the columns that are filled; None before the tab has columns for people.

    `laid`: what an attempt before this one wrote while somebody changed the workbook.
    """
    schema = schema or load()
    tab, _, _ = targets_of(book, schema)["flags"]
    shape = shape_of(tab)
    if tab is None or shape is None or shape.kept is None:
        return None
    standing = stand(tab, schema.tabs["flags"], shape, least=len(laid.names) if laid else 0)
    standing = laid.settled(standing) if laid else standing

    def of(flags: Sequence[Flag]) -> Mapping[str, frozenset[str]]:
        # a row whose flag can't be told by its name may be told by what it says, as when it is written
        bound = bind(standing, flags, notation_of(book.locale), (check.id for check in CATALOGUE))
        return {id_: known.answers for id_, known in bound.known.items()}

    return of

"""What the Flags tab says when it is read: for the checks that look at what the others found before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.checks.catalogue import CATALOGUE
from app.checks.flag import Flag
from app.workbook.book import Book
from app.workbook.flags_tab.laid import Laid
from app.workbook.flags_tab.overwritten import stand_again
from app.workbook.flags_tab.standing import Standing, bind
from app.workbook.notation import Notation, notation_of
from app.workbook.shape import shape_of
from app.workbook.targets import targets_of
from sheets_schema import Schema, load


@dataclass(frozen=True, slots=True)
class Answered:
    """The tab as people left it."""

    standing: Standing
    notation: Notation

    def answers(self, flags: Sequence[Flag]) -> Mapping[str, frozenset[str]]:
        """By flag the columns that are filled. A row whose flag can't be told by its name may be told by what
        it says, as when it is written."""
        bound = bind(self.standing, flags, self.notation, (check.id for check in CATALOGUE))
        return {id_: known.answers for id_, known in bound.known.items()}

    @property
    def known(self) -> Mapping[str, str]:
        """The figure that each flag was last told with, by its name."""
        return {id_: row.text("figure") for row in self.standing.rows if (id_ := row.text("id"))}


def answered(book: Book, laid: Laid | None = None, schema: Schema | None = None) -> Answered | None:
    """None before the tab has columns for people.

    `laid`: what an attempt before this one wrote while somebody changed the workbook.
    """
    schema = schema or load()
    tab, _, _ = targets_of(book, schema)["flags"]
    shape = shape_of(tab)
    if tab is None or shape is None or shape.kept is None:
        return None
    standing, _ = stand_again(tab, schema.tabs["flags"], shape, laid)
    return Answered(standing, notation_of(book.locale))

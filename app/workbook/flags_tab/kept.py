"""Flags and people's notes on them, read from the one read: what the Flags tab is made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.checks.catalogue import CATALOGUE
from app.checks.flag import Flag
from app.checks.life import Life, lives
from app.workbook.book import Book
from app.workbook.flags_tab.laid import Laid
from app.workbook.flags_tab.overwritten import stand_again
from app.workbook.flags_tab.standing import Bound, Standing, bind
from app.workbook.notation import notation_of
from app.workbook.restored import Restored
from app.workbook.shape import shape_of
from app.workbook.targets import targets_of
from sheets_schema import Schema, load


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The flags' lives by id, and what stands on the tab; `standing` is None where nothing of ours does.

    `restored`: people's cells that an attempt before this one overwrote.
    """

    lives: Mapping[str, Life] = field(default_factory=dict)
    bound: Bound = field(default_factory=Bound)
    standing: Standing | None = None
    restored: tuple[Restored, ...] = ()

    def quiet(self, flag: Flag) -> bool:
        """Whether somebody accepted it for now."""
        life = self.lives.get(flag.id)
        return life is not None and life.accepted


def keep(
    book: Book,
    flags: Sequence[Flag],
    *,
    since: Mapping[str, date],
    status_date: date,
    laid: Laid | None = None,
    schema: Schema | None = None,
) -> Kept:
    """`since`: first seen by id, as the last refresh remembers it; `laid`: what an attempt before this one
    wrote while somebody changed the workbook."""
    schema = schema or load()
    tab, _, _ = targets_of(book, schema)["flags"]
    shape = shape_of(tab)
    if tab is None or (shape is not None and shape.kept is None):
        # None of ours, or one from before people had columns on it: nothing there is theirs.
        return Kept(lives=lives(flags, {}, since, status_date=status_date))
    standing, restored = stand_again(tab, schema.tabs["flags"], shape, laid)
    bound = bind(standing, flags, notation_of(book.locale), (check.id for check in CATALOGUE))
    return Kept(
        lives=lives(flags, bound.known, since, status_date=status_date),
        bound=bound,
        standing=standing,
        restored=restored,
    )

"""How much of a file is taken in, so that a hostile one costs little."""

from __future__ import annotations

import re
import zlib
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from app.errors import DamagedFile, TooBigToRead, UnsafeFile

FILE_BYTES = 100_000_000
UNPACKED_BYTES = 600_000_000
PART_RATIO = 400  # a sheet of equal rows packs 100 to 1; a bomb 1000 to 1
RATIO_COUNTS_FROM = 20_000_000  # bytes: small parts may pack as they like
PARTS = 10_000
CELLS = 6_000_000
COLUMNS = 3_000
BLANK_ROWS = 1_000  # what lies beyond so many blank rows is no part of the table
_PROLOG = 65_536  # bytes before the first element; a workbook needs a hundred
_ROOT = re.compile(rb"<[A-Za-z_]")
_DOCTYPE = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


def check_size(path: Path) -> None:
    """Refuses a file that is empty or above the limit."""
    size = path.stat().st_size
    if not size:
        raise DamagedFile(f"{path.name} is empty")
    if size > FILE_BYTES:
        raise TooBigToRead(
            f"{path.name} holds {size / 1e6:,.0f} MB; files up to {FILE_BYTES / 1e6:,.0f} MB are read"
        )


def check_archive(path: Path) -> None:
    """Refuses archives that unpack to too much, or whose XML declares entities of its own."""
    try:
        with ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > PARTS:
                raise TooBigToRead(f"{path.name} holds {len(parts):,} parts; no workbook needs that many")
            total = sum(part.file_size for part in parts)
            swollen = any(
                part.file_size > max(RATIO_COUNTS_FROM, PART_RATIO * part.compress_size) for part in parts
            )
            if total > UNPACKED_BYTES or swollen:
                raise TooBigToRead(f"{path.name} unpacks to {total / 1e6:,.0f} MB, far more than it holds")
            if any(part.flag_bits & 1 for part in parts):
                raise UnsafeFile(f"{path.name} is an encrypted archive")
            for part in parts:
                if part.filename.endswith((".xml", ".rels", ".vml")):
                    with archive.open(part) as source:
                        check_prolog(source.read(_PROLOG), path.name)
    except (BadZipFile, EOFError, NotImplementedError, OSError, zlib.error) as error:
        raise DamagedFile(f"{path.name} is damaged: {error}") from error


def check_prolog(start: bytes, name: str) -> None:
    """Refuses XML with a document type: workbooks have none, attacks with entities need one."""
    bare = start.replace(b"\0", b"")
    root = _ROOT.search(bare)
    if _DOCTYPE.search(bare[: root.start()] if root else bare) or (root is None and len(start) >= _PROLOG):
        raise UnsafeFile(f"{name} declares XML entities, which no workbook needs; it was not read")


class CellBudget:
    """Counts what is taken in, and ends it when it is too much."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.left = CELLS

    def spend(self, cells: int, columns: int) -> None:
        """One row of so many cells, the last of them in so many columns."""
        self.left -= cells
        if self.left < 0:
            raise TooBigToRead(f"{self.name} holds more than {CELLS:,} cells")
        if columns > COLUMNS:
            raise TooBigToRead(
                f"{self.name} has a tab of {columns:,} columns; tabs of up to {COLUMNS:,} columns are read"
            )

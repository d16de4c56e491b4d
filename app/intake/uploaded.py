"""A file that came over HTTP, read like one on the disk: it lies in a folder of its own while it is read."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile

from app.errors import DamagedFile, TooBigToRead
from app.intake.sheet import Received
from app.intake.sniff import receive

LARGEST = 5_000_000  # bytes
LARGEST_UNPACKED = 100_000_000  # bytes: many people are served by one process
_LONGEST_NAME = 200  # bytes; file systems take 255
_ODD = re.compile(r"[^\w .()-]+")


def receive_upload(name: str, content: bytes) -> Received:
    """The file's tabs; raises the `FileNotRead` kinds."""
    bare = _ODD.sub("_", name).encode()[-_LONGEST_NAME:].decode(errors="ignore")
    shown = bare.strip(" .") or "file"
    if len(content) > LARGEST:
        raise TooBigToRead(
            f"{shown} holds {len(content) / 1e6:,.1f} MB; files up to {LARGEST / 1e6:,.0f} MB are imported.",
            mend="Export a shorter period, or save it as CSV, then try again.",
        )
    if content.startswith(b"PK"):
        _check_unpacked(shown, content)
    with TemporaryDirectory() as folder:
        path = Path(folder) / shown
        path.write_bytes(content)
        return receive(path)


def _check_unpacked(name: str, content: bytes) -> None:
    try:
        with ZipFile(BytesIO(content)) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except (BadZipFile, OSError) as error:
        raise DamagedFile(f"{name} is damaged: {error}") from error
    if size > LARGEST_UNPACKED:
        raise TooBigToRead(f"{name} unpacks to {size / 1e6:,.0f} MB, which is too much to import.")

"""What kind of file this is, told by its content and never by its suffix, and its reader."""

from __future__ import annotations

from pathlib import Path

from app.errors import DamagedFile, PasswordProtected, UnreadableKind
from app.intake.limits import check_archive, check_prolog, check_size
from app.intake.sheet import Received

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")  # old .xls without its container
_KNOWN_OTHERS = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"{\\rtf": "a text document",
    b"\x1f\x8b": "a gzip archive",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
}


def receive(path: Path) -> Received:
    """The file's tabs; raises the `FileNotRead` kinds for what can't or should not be read."""
    check_size(path)
    with path.open("rb") as source:
        start = source.read(65_536)
    if start.startswith(_ZIP):
        check_archive(path)
        from app.intake.read_xlsx import read_xlsx

        return read_xlsx(path)
    if start.startswith(_OLE):
        return _compound(path)
    if start[:2] in _BIFF and b"\0" in start[:32]:
        from app.intake.read_xls import read_xls

        return read_xls(path)
    for mark, what in _KNOWN_OTHERS.items():
        if start.startswith(mark):
            raise UnreadableKind(f"{path.name} is {what}, not a workbook")
    if _is_xml(start):
        check_prolog(start, path.name)
        from app.intake.read_spreadsheetml import read_spreadsheetml

        return read_spreadsheetml(path)
    if b"<html" in start[:2048].lower() or b"<table" in start[:2048].lower():
        raise UnreadableKind(f"{path.name} is a web page; save it as .xlsx or CSV")
    if b"\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableKind(f"{path.name} is neither a workbook nor text")
    from app.intake.read_csv import read_csv

    return read_csv(path)


def _is_xml(start: bytes) -> bool:
    bare = start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")
    return bare.startswith((b"<?xml", b"<Workbook", b"<ss:Workbook", b"<!DOCTYPE", b"<!doctype"))


def _compound(path: Path) -> Received:
    """An OLE container: an old .xls, or a new workbook behind a password."""
    with path.open("rb") as source:
        content = source.read()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise PasswordProtected(f"{path.name} is protected by a password")
    streams = ("Workbook", "Book")
    if not any(name.encode("utf-16-le") in content for name in streams):
        raise DamagedFile(f"{path.name} is an Office file, but holds no workbook")
    from app.intake.read_xls import read_xls

    return read_xls(path)

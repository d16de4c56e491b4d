"""Damaged and hostile files: a clear answer, within time and memory, and nothing changed."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from app.errors import (
    DamagedFile,
    FileNotRead,
    PasswordProtected,
    TooBigToRead,
    UnreadableKind,
    UnsafeFile,
)
from app.intake.adopt import adopt
from app.intake.limits import CELLS, COLUMNS

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOMB = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d SYSTEM "file:///etc/passwd">]>"""


def workbook(path: Path, rows: list[list[object]] | None = None) -> Path:
    book = Workbook()
    for row in rows or [["Task", "Hours", "Cost"], ["A", 1, 2.5], ["B", 2, 3.5]]:
        book.active.append(row)
    book.save(path)
    return path


def rewritten(path: Path, change: dict[str, bytes]) -> Path:
    """The workbook with some of its parts replaced or added."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()} | change
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def spoiled(path: Path, part: str, before: bytes, after: bytes) -> Path:
    with zipfile.ZipFile(path) as archive:
        content = archive.read(part)
    assert before in content
    return rewritten(path, {part: content.replace(before, after, 1)})


def answer(path: Path) -> str:
    """The mapping's file, or what stopped it: nothing else may come."""
    try:
        return adopt(path).file
    except FileNotRead as fault:
        return fault.detail


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.touch()
    with pytest.raises(DamagedFile, match="empty"):
        adopt(path)


def test_blanks_alone(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(" \n ,, \n")
    assert adopt(path).sheets[0].tables == ()
    path.write_text("  \n\n")
    with pytest.raises(DamagedFile):
        adopt(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_cut_short(tmp_path: Path, share: float) -> None:
    path = workbook(tmp_path / "plan.xlsx")
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    with pytest.raises(DamagedFile, match=r"plan\.xlsx"):
        adopt(path)


def test_bits_flipped_anywhere_end_in_an_answer(tmp_path: Path) -> None:
    content = workbook(tmp_path / "plan.xlsx").read_bytes()
    dice = random.Random(7)
    for _ in range(60):
        spoilt = bytearray(content)
        for _ in range(3):
            spoilt[dice.randrange(len(spoilt))] ^= 1 << dice.randrange(8)
        path = tmp_path / "spoilt.xlsx"
        path.write_bytes(spoilt)
        assert "spoilt.xlsx" in answer(path)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("plan.xlsx", b"%PDF-1.7 ...", UnreadableKind),
        ("plan.xls", b"\x89PNG\r\n\x1a\n....", UnreadableKind),
        ("plan.csv", b"\x1f\x8b\x08\x00....", UnreadableKind),
        ("plan.xls", b"<html><body><table><tr><td>1</td></tr></table></body></html>", UnreadableKind),
        ("plan.xlsx", bytes(range(256)) * 20, UnreadableKind),
        ("plan.xlsx", OLE + b"\0" * 600, DamagedFile),
        ("plan.xlsx", OLE + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600, PasswordProtected),
        ("plan.xls", OLE + "Workbook".encode("utf-16-le") + b"\0" * 600, DamagedFile),
        ("plan.xls", b'<?xml version="1.0"?><note>no worksheet</note>', DamagedFile),
        ("plan.xls", b'<?xml version="1.0"?><Workbook><Worksheet>', DamagedFile),
    ],
)
def test_what_is_no_workbook_is_told_by_content(
    tmp_path: Path, name: str, content: bytes, kind: type[FileNotRead]
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(kind, match=name.replace(".", r"\.")):
        adopt(path)
    assert path.read_bytes() == content


def test_a_right_file_with_a_wrong_suffix_is_read(tmp_path: Path) -> None:
    assert workbook(tmp_path / "plan.xlsx").rename(tmp_path / "plan.xls").exists()
    assert len(adopt(tmp_path / "plan.xls").sheets[0].tables) == 1
    text = tmp_path / "actuals.xlsx"
    text.write_text("Task;Hours\nA;1,5\nB;2,25\n")
    assert adopt(text).decimal == ","


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_entities_in_a_part_are_refused(tmp_path: Path, part: str) -> None:
    path = workbook(tmp_path / "plan.xlsx")
    with zipfile.ZipFile(path) as archive:
        content = archive.read(part).decode().removeprefix('<?xml version="1.0"?>')
    with pytest.raises(UnsafeFile, match="entities"):
        adopt(rewritten(path, {part: (BOMB + content).encode()}))
    far = f"<?xml version='1.0'?><!--{'x' * 70_000}-->{BOMB.partition('?>')[2]}{content}"
    with pytest.raises(UnsafeFile):
        adopt(rewritten(path, {part: far.encode()}))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_in_spreadsheetml_are_refused(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "export.xls"
    path.write_bytes(f"{BOMB}<Workbook>&c;&d;</Workbook>".encode(encoding))
    with pytest.raises(UnsafeFile, match="entities"):
        adopt(path)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = workbook(tmp_path / "plan.xlsx")
    with pytest.raises(TooBigToRead, match="unpacks to"):
        adopt(rewritten(path, {"xl/worksheets/sheet2.xml": b"0" * 60_000_000}))
    assert path.stat().st_size < 200_000


def test_thousands_of_parts_are_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "plan.xlsx")
    with pytest.raises(TooBigToRead, match="parts"):
        adopt(rewritten(path, {f"junk/{n}": b"" for n in range(10_001)}))


def test_sixteen_thousand_columns_are_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "wide.xlsx", [["x"] * 16_384, list(range(16_384))])
    with pytest.raises(TooBigToRead, match=f"up to {COLUMNS:,} columns"):
        adopt(path)


def test_a_cell_in_the_last_corner_is_named_and_not_read(tmp_path: Path) -> None:
    path = spoiled(
        workbook(tmp_path / "plan.xlsx"),
        "xl/worksheets/sheet1.xml",
        b"</sheetData>",
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
    )
    mapping = adopt(path)
    assert mapping.sheets[0].tables[0].last_row == 2
    assert [f.places[0].row for f in mapping.findings if f.kind == "stray_cells"] == [1_048_575]


def test_too_many_cells_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.intake.limits.CELLS", 100)
    path = workbook(tmp_path / "long.xlsx", [["Task", "Hours"], *([f"t{n}", n] for n in range(60))])
    with pytest.raises(TooBigToRead, match="100 cells"):
        adopt(path)
    text = tmp_path / "long.csv"
    text.write_text("Task,Hours\n" + "".join(f"t{n},{n}\n" for n in range(60)))
    with pytest.raises(TooBigToRead, match="100 cells"):
        adopt(text)
    assert CELLS > 1_000_000


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        ("xl/worksheets/sheet1.xml", b"<v>1</v>", b"<v>one</v>"),
        ("xl/worksheets/sheet1.xml", b't="n"><v>1</v>', b't="s"><v>999</v>'),
        ("xl/worksheets/sheet1.xml", b'r="A1"', b'r="1A"'),
        ("xl/worksheets/sheet1.xml", b"</row>", b""),
        ("xl/workbook.xml", b"<sheets>", b"<shoots>"),
    ],
)
def test_nonsense_inside_is_damage(tmp_path: Path, part: str, before: bytes, after: bytes) -> None:
    path = spoiled(workbook(tmp_path / "plan.xlsx"), part, before, after)
    assert "plan.xlsx" in answer(path)


def test_formulas_from_outside_are_read_as_text_and_never_run(tmp_path: Path) -> None:
    rows = [
        ["Item", "Cost"],
        ["=cmd|' /C calc'!A0", 5],
        ['=IMPORTDATA("http://127.0.0.1:1/x")', 7],
        ["ok", 9],
    ]
    mapping = adopt(workbook(tmp_path / "plan.xlsx", rows))
    assert mapping.sheets[0].tables


@pytest.mark.parametrize("letter", ["(", ")", "A1+", "SUM(", "$"])
def test_a_formula_made_to_stall_does_not(tmp_path: Path, letter: str) -> None:
    evil = f"=SUM({letter * 4000}!"
    rows = [["Item", "Cost"], *([f"i{n}", evil] for n in range(50))]
    assert adopt(workbook(tmp_path / "plan.xlsx", rows)).remarks


def test_sums_of_whole_columns_on_every_line_are_borne(tmp_path: Path) -> None:
    rows = [["Item", "Cost", "All"], *([f"i{n}", n, "=SUM(B:B)+SUM(C1:C2000)"] for n in range(1500))]
    assert adopt(workbook(tmp_path / "plan.xlsx", rows)).sheets


def test_memory_stays_within_limits(tmp_path: Path) -> None:
    """In a process of its own that may not take more than a gigabyte."""
    path = workbook(tmp_path / "wide.xlsx", [["x"] * 16_384, list(range(16_384))])
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30));"
        "import sys; from app.command.adopt import adopt_file;"
        "sys.exit(adopt_file(sys.argv[1], as_json=True))"
    )
    command = [sys.executable, "-c", code, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1, done.stderr
    assert json.loads(done.stdout)["type"] == "/problems/too-big-to-read"

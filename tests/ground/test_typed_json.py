"""Typed JSON is read by decoders made at import: two threads that make one at once would end the process."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

import app
from app.typed_json import decode, readable
from app.workbook.sheets_types import Spreadsheet

APP = Path(app.__file__).parent
LAZY = {"msgspec.json.decode", "msgspec.json.Decoder", "msgspec.convert", "Decoder"}
RACE = """
import sys, threading
from app.typed_json import decode
from app.workbook.sheets_types import Spreadsheet
sys.setswitchinterval(1e-6)
gate = threading.Barrier(6)
def read():
    gate.wait()
    for _ in range(50):
        decode(b'{"properties": {"title": "a"}, "sheets": [{"data": [{"rowData": []}]}]}', Spreadsheet)
threads = [threading.Thread(target=read) for _ in range(6)]
[each.start() for each in threads]
[each.join() for each in threads]
"""


class Unready(msgspec.Struct):
    name: str


def test_only_what_was_made_readable_at_import_is_read() -> None:
    assert decode('{"spreadsheetId": "b"}', Spreadsheet).spreadsheet_id == "b"
    with pytest.raises(KeyError):
        decode('{"name": "a"}', Unready)
    assert decode('{"name": "a"}', readable(Unready)) == Unready("a")
    with pytest.raises(msgspec.ValidationError):
        decode('{"name": 1}', Unready)


def test_nothing_of_ours_reads_typed_json_in_another_way() -> None:
    found = []
    for path in sorted(APP.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in LAZY:
                typed = len(node.args) > 1 or any(word.arg == "type" for word in node.keywords)
                makes = ast.unparse(node.func).endswith("Decoder")
                if (typed or makes) and path.name != "typed_json.py":
                    found.append(f"{path.relative_to(APP)}:{node.lineno}")
    assert found == []


def test_many_threads_may_read_first_at_once() -> None:
    for _ in range(3):
        assert subprocess.run([sys.executable, "-c", RACE], check=False).returncode == 0

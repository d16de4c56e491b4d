"""Secrets that can be told from anything else, planted in a workbook; and where they must not turn up."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app.sandbox.demo.tables import story, tables
from app.store.engine import make_engine
from sheets_schema import load
from sheets_schema.model import Tab
from sheets_schema.template import Row

WORD = "zq7canary"
AMOUNT = 7654321.25
AMOUNTS = ("7654321", "7,654,321", "765432125")  # as it may be written, and in cents
CELLS = (WORD, *AMOUNTS)
# Texts that mean something to the reader; every other text is a person's own.
MEANING = {"currency", "type", "crediting_rule", "unit", "status", "approved", "kind", "working_days"}


def planted() -> dict[str, list[Row]]:
    """The demo with the word in every text of its own and the amount as one line's cost."""
    contracts = {tab.name: tab for tab in load().inputs}
    rows = {name: [_marked(contracts[name], row) for row in found] for name, found in tables(story()).items()}
    rows["budget"][3] = {**rows["budget"][3], "cost": AMOUNT}
    return rows


def _marked(tab: Tab, row: Row) -> Row:
    if tab.keys:
        named = {"project", "client", "manager", "code"}
        return {**row, "value": f"{row['value']} {WORD}"} if row.get("key") in named else row
    texts = {
        field.name
        for field in tab.fields
        if field.type == "string" and not field.enum and field.name not in MEANING
    }
    return {
        name: f"{value} {WORD}" if name in texts and isinstance(value, str) and value else value
        for name, value in row.items()
    }


def spotted(text: str, secrets: Iterable[str]) -> list[str]:
    """Which of the secrets stand in the text, with what stands around them."""
    return [
        text[max(at.start() - 60, 0) : at.end() + 20]
        for one in secrets
        for at in re.finditer(re.escape(one), text)
    ]


def raw_files(folder: Path) -> str:
    """All bytes of a database's files, write-ahead log included, as text."""
    found = sorted(folder.glob("*.db*"))
    assert found
    return "\n".join(file.read_bytes().decode("latin-1") for file in found)


def columns(url: str) -> list[tuple[str, str]]:
    """Every value of the database as text, with its table and column; what is packed is unpacked."""
    engine = make_engine(url)
    with engine.connect() as db:
        found = [
            (f"{table}.{column}", _text(value))
            for table in sa.inspect(engine).get_table_names()
            for row in db.execute(sa.text(f"SELECT * FROM {table}")).mappings()
            for column, value in row.items()
        ]
    engine.dispose()
    return found


def _text(value: Any) -> str:
    raw = bytes(value) if isinstance(value, bytes | memoryview) else None
    return str(value) if raw is None else zlib.decompress(raw).decode()

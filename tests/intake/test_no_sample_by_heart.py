"""What is read is read by rule: nothing of the sample files stands in the product."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from tests.intake.test_samples import FOLDER, THERE, TRUTHS

APP = Path(__file__).parents[2] / "app"
TEXTS = {
    path: path.read_text(encoding="utf-8", errors="replace")
    for path in APP.rglob("*")
    if path.suffix in {".py", ".yaml", ".json", ".toml", ".js", ".html"}
}
COMMON = {"Overview", "Revenue", "Cost", "Status", "Projects", "Cashflow", "Sheet1", "Servicio"}
"""Titles that are plain words, and stand in vocabularies and prose: only as literals in code they count."""


def found(text: str) -> list[Path]:
    return [path for path, content in TEXTS.items() if text in content]


@pytest.mark.parametrize("name", THERE)
def test_no_file_is_known_by_name_or_hash(name: str) -> None:
    digest = hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()
    assert found(name) == found(Path(name).stem) == found(digest) == found(digest[:16]) == []


@pytest.mark.parametrize("name", THERE)
def test_no_tab_is_known_by_title(name: str) -> None:
    for sheet in TRUTHS[name]["sheets"]:
        title = sheet["name"]
        if title not in COMMON:
            assert found(title) == [], title
        literal = re.compile(rf"""(["']){re.escape(title)}\1""")
        intake = {
            path: text
            for path, text in TEXTS.items()
            if path.relative_to(APP).parts[0] == "intake" and path.suffix == ".py"
        }
        assert [path for path, text in intake.items() if literal.search(text)] == [], title


def test_the_search_would_see_a_name() -> None:
    assert found("def mapping_of")

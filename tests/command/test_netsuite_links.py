"""The operator's links between workbooks and NetSuite's projects."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.command.audit import print_audit
from app.command.netsuite_links import link, print_links, unlink
from app.settings import Settings
from app.store import netsuite_links
from app.store.engine import make_engine
from app.store.migrate import upgrade


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("PLUMBLINE_DATABASE_URL", f"sqlite:///{tmp_path / 'plumbline.db'}")
    found = Settings()
    upgrade(found.database)
    return found


def test_link_look_and_unlink(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert link(settings, "sheet-1", " Acme : Harbour ") == 0
    assert "nothing comes before" in capsys.readouterr().out  # not refreshed by night
    assert link(settings, "sheet-2", " ") == 2
    capsys.readouterr()
    print_links(settings, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert (told["workbook_id"], told["project"], told["read_at"]) == ("sheet-1", "Acme : Harbour", None)
    engine = make_engine(settings.database)
    with engine.begin() as db:
        row = netsuite_links.find(db, "sheet-1")
        assert row
        netsuite_links.failed(db, row, error=json.dumps({"detail": "NetSuite can't be reached."}))
    engine.dispose()
    print_links(settings, as_json=False)
    assert "NetSuite can't be reached." in capsys.readouterr().out
    assert unlink(settings, "sheet-1") == 0
    assert unlink(settings, "sheet-1") == 1
    capsys.readouterr()
    print_audit("sheet-1", days=None, most=10, as_json=True)
    acts = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [act["act"] for act in acts] == ["workbook:netsuite:unlinked", "workbook:netsuite:linked"]
    assert "Acme" not in json.dumps(acts)

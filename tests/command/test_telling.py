"""`plumbline telling`: what waits and why, a trial of every channel; no address in what is printed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.command.telling import print_messages, try_channels
from app.notify.channels import channels_of
from app.settings import Settings
from app.store import telling
from app.store.engine import make_engine
from app.store.migrate import upgrade
from tests.support.post_office import mail_server, web_address
from tests.support.rows import AT

DOMAIN = "northlight.example"


def test_what_waits_is_shown_with_its_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'p.db'}")
    upgrade(settings.database)
    (channel,) = channels_of("json://user:hunter2@host.test", domains={DOMAIN})
    engine = make_engine(settings.database)
    with engine.begin() as db:
        telling.keep(
            db,
            workspace=DOMAIN,
            kind=telling.DIGEST,
            night_id="n",
            body=b"{}",
            channels=[(channel.key, channel.label)],
            at=AT,
        )
        (one,) = telling.due(db, AT, most=9)
        mine = telling.claim(db, one, until=AT)
        assert mine
        telling.again(db, mine, next_at=AT, error="answered 503")
    engine.dispose()
    assert print_messages(as_json=True, settings=settings) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["channel"], told["state"], told["attempts"]) == ("JSON (address 1)", "waiting", 1)
    assert told["error"] == "answered 503"
    assert print_messages(as_json=False, settings=settings) == 0
    said = capsys.readouterr().out
    assert "waiting" in said
    assert "hunter2" not in said


def test_a_trial_reaches_every_channel(capsys: pytest.CaptureFixture[str]) -> None:
    with mail_server() as mail, web_address() as web:
        settings = Settings(
            domains=(DOMAIN,),
            tell=f"mailto://{mail.address}/pmo@{DOMAIN}?from=p@{DOMAIN} nonsense://hunter2",
            heartbeat=f"http://{web.address}/ping/hunter2",
        )
        assert try_channels(settings=settings) == 1
        assert (len(mail.arrived), web.arrived) == (1, [b"Each night will say here that it ran."])
        said = capsys.readouterr().out
        assert said.splitlines() == [
            "PLUMBLINE_TELL: address 2 is none that apprise knows how to use",
            "PLUMBLINE_TELL: E-Mail (address 1): taken",
            "PLUMBLINE_HEARTBEAT: Web address (address 1): taken",
        ]
        web.refusals = 1
        assert try_channels(settings=settings.model_copy(update={"tell": Settings().tell})) == 1
    assert try_channels(settings=Settings()) == 0
    assert "nobody is set" in capsys.readouterr().out
    assert "hunter2" not in repr(settings)

"""Addresses of the settings as channels, and what reaches a real mail server and a real web address."""

from __future__ import annotations

import json
import logging
import socket

import pytest

from app.notify.channels import Channel, ChannelFault, Message, channels_of, usable
from app.notify.digest import digest_of
from tests.portfolio.standings import AT, WORKSPACE, figures, flag, standing, trouble
from tests.support.post_office import PostOffice, mail_server, web_address

ONE = frozenset({WORKSPACE})
TWO = frozenset({WORKSPACE, "brightwater.example"})
SECRET = "hunter2-very-secret"


def message() -> Message:
    projects = [
        standing(figures=figures(name="Harbour – Häfen & Co", flags=(flag("V1"),))),
        standing("b", figures=figures(name="Failed bridge"), trouble=trouble()),
    ]
    digest = digest_of(WORKSPACE, projects, known=set(), at=AT, portfolio="https://docs.google.com/p").digest
    assert digest
    return Message.of(digest)


def mail_channel(office: PostOffice) -> Channel:
    (channel,) = channels_of(
        f"mailto://{office.address}/pmo@northlight.example?from=plumbline@northlight.example", domains=ONE
    )
    return channel


def web_channel(office: PostOffice) -> Channel:
    (channel,) = channels_of(f"json://user:{SECRET}@{office.address}/hook", domains=ONE)
    return channel


def test_a_mail_arrives_with_text_and_html() -> None:
    with mail_server() as office:
        assert mail_channel(office).send(message()) == ""
    (mail,) = office.mails
    assert mail["Subject"] == "Plumbline: 1 new red flag, 1 refresh failed - northlight.example"
    assert office.recipients == ["pmo@northlight.example"]
    html = mail.get_body(("html",))
    text = mail.get_body(("plain",))
    assert html
    assert text
    assert "Harbour – Häfen &amp; Co" in html.get_content()
    assert 'href="https://docs.google.com/spreadsheets/d/b/edit"' in html.get_content()
    assert "Harbour – Häfen & Co" in text.get_content()
    assert "The Settings tab has no status date." in text.get_content()


def test_a_web_address_gets_plain_text() -> None:
    with web_address() as office:
        assert web_channel(office).send(message()) == ""
    (body,) = [json.loads(one) for one in office.arrived]
    assert body["title"].startswith("Plumbline: 1 new red flag")
    assert "Open the workbook: https://docs.google.com/spreadsheets/d/b/edit" in body["message"]


def test_a_refusal_is_told_without_the_address_and_nothing_is_logged() -> None:
    told: list[str] = []

    class Root(logging.Handler):
        """What reaches the service's own log."""

        def emit(self, record: logging.LogRecord) -> None:
            told.append(f"{record.name} {record.getMessage()}")

    root, handler = logging.getLogger(), Root(logging.DEBUG)
    root.addHandler(handler)
    try:
        with mail_server() as office, web_address() as web:
            office.refusals = web.refusals = 1
            assert mail_channel(office).send(message()) == "not taken"
            assert web_channel(web).send(message()) == "answered 503"
            assert mail_channel(office).send(message()) == ""
            assert web_channel(web).send(message()) == ""
    finally:
        root.removeHandler(handler)
    assert (len(office.arrived), len(web.arrived)) == (1, 1)
    assert not [line for line in told if line.startswith("apprise") or SECRET in line]


def test_where_nobody_listens_it_is_not_taken() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{nobody.getsockname()[1]}"
        for address in (f"mailto://{place}/a@b.example?from=c@d.example", f"json://{place}"):
            (channel,) = channels_of(address, domains=ONE)
            assert channel.send(message()) == "not taken"
        (watch,) = channels_of(f"http://{place}/ping/abc", domains=ONE, web=True)
        assert watch.send(Message.plain("Night", "ran")) == "no answer"


def test_a_watch_is_called_by_post() -> None:
    with web_address() as office:
        (watch,) = channels_of(f"http://{office.address}/ping/abc", domains=TWO, web=True)
        assert watch.label == "Web address (address 1)"
        assert watch.send(Message.plain("Night", "200 refreshed")) == ""
        office.refusals, office.status = 1, 404
        assert watch.send(Message.plain("Night", "ran")) == "answered 404"
    assert office.arrived == [b"200 refreshed"]


def _keep(sent: list[str], title: str, body: str) -> bool:
    sent.append(f"{title}\n{body}")
    return True


def test_chats_get_light_markup_that_fits() -> None:
    import apprise

    sent: list[str] = []
    addresses = {
        "gchat://space/key/token": 4000,
        "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#ops": 35000,
        "workflows://host.example/workflow/signature": 1000,
    }
    many = [standing(f"b{at}", figures=figures(name=f"P_{at}", flags=(flag(),))) for at in range(300)]
    digest = digest_of(WORKSPACE, many, known=set(), at=AT).digest
    assert digest
    for address, most in addresses.items():
        (channel,) = channels_of(address, domains=ONE)
        kind = type(apprise.Apprise.instantiate(address))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                kind, "send", lambda self, body, title="", **_: sent.append(f"{title}\n{body}") or True
            )
            assert channel.send(Message.of(digest)) == ""
        assert len(sent) == 1, channel.label
        text = sent.pop()
        assert len(text) <= most + 60
        assert "https://docs.google.com/spreadsheets/d/b0/edit" in text
        assert "more projects" in text


def test_each_channel_may_be_one_organisations() -> None:
    setting = f"{WORKSPACE}=json://a.test brightwater.example=json://b.test"
    mine, theirs = channels_of(setting, domains=TWO)
    assert mine.takes(WORKSPACE)
    assert not theirs.takes(WORKSPACE)
    (whole,) = channels_of("json://a.test", domains=ONE)
    assert whole.takes(WORKSPACE)
    assert mine.key != theirs.key
    assert "a.test" not in repr(mine)


@pytest.mark.parametrize(
    ("setting", "domains", "why"),
    [
        (f"json://user:{SECRET}@a.test", TWO, "several organisations"),
        (f"nothing://user:{SECRET}@a.test", ONE, "none that apprise knows"),
        (f"https://a.test/{SECRET}", ONE, "none that apprise knows"),
        (
            f"json://ok.test mailto://me:{SECRET}@mail.test?to=a@x.example,b@x.example",
            ONE,
            "address 2 has 2 rec",
        ),
    ],
)
def test_what_cannot_be_used_is_refused_without_being_told(
    setting: str, domains: frozenset[str], why: str
) -> None:
    with pytest.raises(ChannelFault) as fault:
        channels_of(setting, domains=domains)
    assert why in str(fault.value)
    assert SECRET not in str(fault.value)
    found, faults = usable(f"{setting} {WORKSPACE}=json://b.test", domains=domains)
    assert found[-1].takes(WORKSPACE)
    assert faults == (str(fault.value),)

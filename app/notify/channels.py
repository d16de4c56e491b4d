"""The channels by which people are told: apprise addresses from the settings, each with one recipient.

An address holds passwords: it is never logged, stored or put into an error. A channel is known by a hash of
it, and called by its kind and its place in the setting.
"""

from __future__ import annotations

import hashlib
import logging
import re
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import cache
from html import escape
from typing import Any

import apprise
import requests
from apprise import NotifyFormat

from app.notify.digest import Digest
from app.notify.html import html_of
from app.notify.plain import markdown_of, text_of

CONNECT_SECONDS, SECONDS = 10.0, 30.0
NOT_TAKEN = "not taken"
_LONGEST_MAIL = 30_000  # of plain text; a chat's own limit is lower
_ROOM = 40  # signs that a channel may add around a title
_STATUS = re.compile(r"error=(\d{3})")
_one_at_a_time = threading.Lock()  # apprise has one log, from which the reason is read


class ChannelFault(ValueError):  # noqa: N818 - named for what it is
    """An address of the settings that can't be used: which one, and why; never the address."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: a title and, for each way of showing it, a body of at most so many characters."""

    title: str
    html: Callable[[], str]
    markdown: Callable[[int], str]
    text: Callable[[int], str]

    @classmethod
    def of(cls, digest: Digest) -> Message:
        """A digest, in all its looks."""
        return cls(
            title=f"Plumbline: {digest.subject}",
            html=lambda: html_of(digest),
            markdown=lambda most: markdown_of(digest, most=most),
            text=lambda most: text_of(digest, most=most),
        )

    @classmethod
    def plain(cls, title: str, body: str) -> Message:
        """One text for all."""
        return cls(
            title, lambda: f"<p>{escape(body)}</p>", lambda most: body[:most], lambda most: body[:most]
        )


@dataclass(frozen=True, slots=True)
class Channel:
    """One recipient. `workspace`: whose digests it gets, "" for every one's (a heartbeat has none)."""

    key: str
    label: str
    workspace: str
    _address: str = field(repr=False)

    def send(self, message: Message) -> str:
        """ "" when it was taken, else why not, in a word that holds nothing of the address."""
        if self._address.startswith(("http://", "https://")):
            return _posted(self._address, message)
        return _notified(self._address, message)

    def takes(self, workspace: str) -> bool:
        """Whether that workspace's digests go here."""
        return self.workspace in {"", workspace}


def channels_of(setting: str, *, domains: Collection[str], web: bool = False) -> tuple[Channel, ...]:
    """The channels of a setting: addresses by blanks, each perhaps as `domain=address`; raises ChannelFault.

    `web`: an http(s) address that apprise doesn't know is one that is called (a heartbeat's).
    """
    words = enumerate(setting.split(), 1)
    return tuple(_channel(word, f"address {place}", domains, web=web) for place, word in words)


def usable(
    setting: str, *, domains: Collection[str], web: bool = False
) -> tuple[tuple[Channel, ...], tuple[str, ...]]:
    """The same, with what is wrong with the others in words."""
    found, faults = [], []
    for place, word in enumerate(setting.split(), 1):
        try:
            found.append(_channel(word, f"address {place}", domains, web=web))
        except ChannelFault as fault:
            faults.append(str(fault))
    return tuple(found), tuple(faults)


def _channel(word: str, which: str, domains: Collection[str], *, web: bool) -> Channel:
    workspace, address = _split(word, domains)
    if len(domains) > 1 and not workspace and not web:
        raise ChannelFault(
            f"{which} must say whose digests it gets, such as {min(domains)}=...: several organisations are "
            "served here, and none may read of another's projects"
        )
    return Channel(_key(word), f"{_label(address, which, web=web)} ({which})", workspace, address)


def _split(word: str, domains: Collection[str]) -> tuple[str, str]:
    domain, equals, address = word.partition("=")
    return (domain.casefold(), address) if equals and domain.casefold() in domains else ("", word)


def _key(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()


def _label(address: str, which: str, *, web: bool) -> str:
    plugin = _plugin(address)
    if plugin is None:
        if web and address.startswith(("http://", "https://")):
            return "Web address"
        raise ChannelFault(f"{which} is none that apprise knows how to use")
    recipients = len(plugin) // (plugin.retry + 1)
    if recipients != 1:
        raise ChannelFault(
            f"{which} has {recipients} recipients; give each an address of its own, so that one who can't be "
            "reached is tried again without the others getting it twice"
        )
    return str(plugin.service_name)


def _plugin(address: str) -> Any:
    _quiet()
    return apprise.Apprise.instantiate(address, asset=_asset(), suppress_exceptions=True)


@cache
def _asset() -> apprise.AppriseAsset:
    return apprise.AppriseAsset(
        app_id="Plumbline",
        app_desc="Plumbline",
        app_url="",
        image_url_mask="",
        image_url_logo="",
        async_mode=False,
        secure_logging=True,
    )


@cache
def _quiet() -> None:
    """apprise's log tells addresses: it goes nowhere."""
    log = logging.getLogger("apprise")
    log.propagate = False
    log.addHandler(logging.NullHandler())


def _notified(address: str, message: Message) -> str:
    plugin = _plugin(address)
    if plugin is None:
        return NOT_TAKEN
    shown = plugin.resolve_format()
    room = min(plugin.body_maxlen, _LONGEST_MAIL) - len(message.title) - _ROOM
    bodies: dict[NotifyFormat, Callable[[], str]] = {
        NotifyFormat.HTML: message.html,
        NotifyFormat.MARKDOWN: lambda: message.markdown(room),
        NotifyFormat.TEXT: lambda: message.text(room),
    }
    plugin.socket_connect_timeout, plugin.socket_read_timeout = CONNECT_SECONDS, SECONDS
    log: Any = apprise.LogCapture(level=logging.WARNING)  # type: ignore[no-untyped-call]
    with _one_at_a_time, log as told:
        taken = plugin.notify(title=message.title, body=bodies[shown](), body_format=shown)
        said = told.getvalue()
    if taken:
        return ""
    status = _STATUS.search(said)
    return f"answered {status[1]}" if status else NOT_TAKEN


def _posted(address: str, message: Message) -> str:
    """A web address that is called, such as a watch that alarms when no call comes."""
    try:
        answer = requests.post(
            address,
            data=message.text(2_000).encode(),
            headers={"Content-Type": "text/plain; charset=utf-8", "User-Agent": "plumbline"},
            timeout=SECONDS,
            allow_redirects=False,
        )
    except requests.RequestException:
        return "no answer"
    return "" if answer.ok else f"answered {answer.status_code}"

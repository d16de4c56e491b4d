"""Tells people what a night found, once: makes the digests, remembers what was told, sends and sends again.

    after a night   what is new in each workspace becomes one message with a delivery a channel, in the
                    transaction that remembers it as told; a quiet workspace has none. Each night has one
                    heartbeat, which says that the night ran.
    each minute     what is due is sent; what is not taken waits longer each time, up to six hours, and is
                    never given up.

A delivery is claimed before it is tried. Where a process dies between a channel's yes and its being written
down, nobody can know that it was taken: it is sent again then, since a message lost is worse than one seen
twice.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime, timedelta

import orjson
import sqlalchemy as sa
import structlog
from sqlalchemy.exc import IntegrityError

from app.jobs.runs import now
from app.jobs.standings import standings_of
from app.notify.channels import Channel, Message
from app.notify.digest import Digest, digest_of
from app.notify.heartbeat import Heartbeat
from app.store import bodies, portfolios, results_as_at, telling
from app.store.nights import Night
from app.store.telling import DIGEST, HEARTBEAT, Delivery, MessageRow

log = structlog.get_logger(__name__)

PATIENCE = timedelta(minutes=5)
"""After which a try whose process says nothing any more counts as failed; a channel answers within one."""
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
KEEP = timedelta(days=90)
AT_ONCE = 200
LONGEST_SECONDS = 45.0  # of one round: other chores wait for it
SHEET = "https://docs.google.com/spreadsheets/d/{}/edit"


class Telling:
    """Digests go to `channels`, heartbeats to `heartbeats`."""

    def __init__(
        self, engine: sa.Engine, channels: Sequence[Channel], heartbeats: Sequence[Channel] = ()
    ) -> None:
        self._engine = engine
        self._channels, self._heartbeats = tuple(channels), tuple(heartbeats)

    def after(self, night: Night) -> None:
        """All that is to be told of a night: made, then sent once; twice for one night comes to the same."""
        with self._engine.connect() as db:
            spaces = sorted({*results_as_at.workspaces(db), *telling.told_workspaces(db)})
        for workspace in spaces:
            self._tell(workspace, night)
        self._beat(night)
        self.send_due()

    def send_due(self) -> int:
        """Try what is due; how many deliveries were taken."""
        with self._engine.connect() as db:
            found = telling.due(db, now(), most=AT_ONCE)
        begun, taken = time.monotonic(), 0
        for one in found:
            if time.monotonic() - begun > LONGEST_SECONDS:
                break  # the rest stays due
            taken += self._try(one)
        return taken

    def prune(self) -> int:
        """Forget messages that arrived long ago."""
        with self._engine.begin() as db:
            return telling.forget_before(db, now() - KEEP)

    def _tell(self, workspace: str, night: Night) -> None:
        channels = [channel for channel in self._channels if channel.takes(workspace)]
        if not channels:
            return  # nobody to tell: nothing may count as told
        standings = standings_of(self._engine, workspace, night=night)
        at = now()
        try:
            with self._engine.begin() as db:
                if telling.has_message(db, workspace=workspace, kind=DIGEST, night_id=night.id):
                    return
                row = portfolios.find(db, workspace)
                made = digest_of(
                    workspace,
                    standings,
                    known=telling.known(db, workspace),
                    at=night.ended_at or night.began_at,
                    portfolio=SHEET.format(row.workbook_id) if row else "",
                )
                telling.remember(db, workspace, begun=made.begun, ended=made.ended, at=at)
                if made.digest is not None:
                    self._keep(db, workspace, DIGEST, night, made.digest.to_json(), channels, at)
        except IntegrityError:  # another process told the same this moment
            return
        log.info("telling.told", new=len(made.begun), ended=len(made.ended), quiet=made.digest is None)

    def _beat(self, night: Night) -> None:
        with self._engine.connect() as db:
            if telling.has_message(db, workspace="", kind=HEARTBEAT, night_id=night.id):
                return
            failed = [row.workspace for row in portfolios.all_of(db) if row.outcome == portfolios.FAILED]
        beat = Heartbeat(
            began_at=night.began_at,
            ended_at=night.ended_at or night.began_at,
            done=night.done,
            unchanged=night.unchanged,
            failed=night.failed,
            portfolios_failed=tuple(failed),
        )
        try:
            with self._engine.begin() as db:
                self._keep(db, "", HEARTBEAT, night, beat.to_json(), self._heartbeats, now())
        except IntegrityError:
            return

    def _keep(
        self,
        db: sa.Connection,
        workspace: str,
        kind: str,
        night: Night,
        body: dict[str, object],
        channels: Sequence[Channel],
        at: datetime,
    ) -> None:
        telling.keep(
            db,
            workspace=workspace,
            kind=kind,
            night_id=night.id,
            body=bodies.canonical(body),
            channels=[(channel.key, channel.label) for channel in channels],
            at=at,
        )

    def _try(self, one: Delivery) -> bool:
        with self._engine.begin() as db:
            mine = telling.claim(db, one, until=now() + PATIENCE)
            row = telling.message_of(db, one.message_id) if mine else None
        if mine is None or row is None:
            return False
        channel = next((each for each in self._of(row) if each.key == mine.channel), None)
        if channel is None:
            self._move(mine, row)
            return False
        try:
            error = channel.send(_shown(row))
        except Exception as broke:  # noqa: BLE001 - whatever a channel does, the message must stay
            # Without its trace and text, which may hold the address.
            error = f"failed in a way nobody foresaw: {type(broke).__name__}"
        at = now()
        with self._engine.begin() as db:
            if not error:
                telling.sent(db, mine, at=at)
            else:
                telling.again(db, mine, next_at=at + _wait(mine.attempts), error=error)
        if error:
            log.warning("telling.not_taken", channel=channel.label, error=error, attempts=mine.attempts)
        return not error

    def _of(self, row: MessageRow) -> Sequence[Channel]:
        """The channels to which that message may go."""
        if row.kind == HEARTBEAT:
            return self._heartbeats
        return [channel for channel in self._channels if channel.takes(row.workspace)]

    def _move(self, mine: Delivery, row: MessageRow) -> None:
        """The address was changed in the settings: those of now that have not had the message get it. Without
        any it waits."""
        at, channels = now(), self._of(row)
        with self._engine.begin() as db:
            if not channels:
                telling.again(db, mine, next_at=at + LONGEST_WAIT, error="no such channel any more")
                return
            had = {delivery.channel for delivery in telling.deliveries_of(db, row.id)}
            telling.moved(db, mine)
            for channel in channels:
                if channel.key not in had:
                    telling.deliver(db, row.id, key=channel.key, label=channel.label, at=at)


def _wait(attempts: int) -> timedelta:
    """A minute, then twice as long each time, up to six hours."""
    return min(FIRST_WAIT * (1 << min(attempts - 1, 20)), LONGEST_WAIT)


def _shown(row: MessageRow) -> Message:
    stored = orjson.loads(row.body)
    if row.kind == HEARTBEAT:
        beat = Heartbeat.from_json(stored)
        return Message.plain(beat.title, beat.text)
    return Message.of(Digest.from_json(stored))

"""Everything one sandbox consists of, put together once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.sandbox.access import Access
from app.sandbox.drive.comment_store import CommentStore
from app.sandbox.drive.roles import FileRoles
from app.sandbox.drive.watched_store import WatchedStore
from app.sandbox.identity.issuer import Issuer
from app.sandbox.identity.people import People, known_people
from app.sandbox.identity.tokens import Tokens
from app.sandbox.traffic.callers import Callers
from app.sandbox.traffic.door import Traffic
from app.sandbox.traffic.faults import Faults
from app.sandbox.traffic.log import RequestLog
from app.sandbox.traffic.quota import Quota


@dataclass(frozen=True, kw_only=True)
class State:
    """The parts; each is safe to use from many threads."""

    data_dir: Path
    public_url: str
    store: WatchedStore
    people: People
    issuer: Issuer
    roles: FileRoles
    comments: CommentStore
    access: Access
    traffic: Traffic
    service_account_file: Path


def open_state(store: WatchedStore, data_dir: Path, *, public_url: str, trust_any_token: bool) -> State:
    """A sandbox on this data folder. `public_url` is where clients reach it, without a final slash."""
    people = known_people()
    tokens = Tokens(store.database, people)
    issuer = Issuer(data_dir, people=people, tokens=tokens)
    roles = FileRoles(store)
    access = Access(roles)
    traffic = Traffic(
        log=RequestLog(),
        faults=Faults(),
        quota=Quota(),
        callers=Callers(tokens, anybody=people.first if trust_any_token else None),
        access=access,
    )
    return State(
        data_dir=data_dir,
        public_url=public_url,
        store=store,
        people=people,
        issuer=issuer,
        roles=roles,
        comments=CommentStore(store.database),
        access=access,
        traffic=traffic,
        service_account_file=issuer.write_key_file(public_url, people.service_account),
    )

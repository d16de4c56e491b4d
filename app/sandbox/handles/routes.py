"""`/sandbox/...`: what a test, a script or the desk asks of the sandbox itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.sandbox.answering import body_first
from app.sandbox.drive.notifications import notifications
from app.sandbox.handles import asked
from app.sandbox.handles.fault import HandleFault
from app.sandbox.handles.files import make_file
from app.sandbox.identity.identity import ADDON_CLIENT, DEFAULT_SCOPES
from app.sandbox.identity.people import Person
from app.sandbox.state import State
from app.sandbox.traffic.faults import Rule
from app.sandbox.traffic.quota import Limits

Handler = Callable[[Request, bytes], Any]


class Handles:
    """What each handle does; an answer of None is 204."""

    def __init__(self, state: State) -> None:
        self._state = state

    def requests(self, _request: Request, _body: bytes) -> Any:
        """The log, oldest first."""
        return [entry.to_json() for entry in self._state.traffic.log.entries()]

    def forget_requests(self, _request: Request, _body: bytes) -> None:
        """Start the log anew."""
        self._state.traffic.log.clear()

    def faults(self, _request: Request, _body: bytes) -> Any:
        """The trouble in force."""
        return self._state.traffic.faults.to_json()

    def set_faults(self, request: Request, body: bytes) -> Any:
        """Other trouble, or none."""
        wanted = asked.FaultsAsked.model_validate_json(body or b"{}")
        rules = [Rule(**entry.model_dump()) for entry in wanted.fail]
        self._state.traffic.faults.set(
            latency_ms=wanted.latency_ms,
            body_ms=wanted.body_ms,
            drive_lag_ms=wanted.drive_lag_ms,
            rules=rules,
        )
        return self.faults(request, body)

    def quota(self, _request: Request, _body: bytes) -> Any:
        """Limits and what this minute has used."""
        return self._state.traffic.quota.to_json()

    def set_quota(self, request: Request, body: bytes) -> Any:
        """Other limits, or none."""
        wanted = asked.QuotaAsked.model_validate_json(body or b"{}")
        self._state.traffic.quota.set(Limits(**wanted.model_dump()))
        return self.quota(request, body)

    def advance_quota(self, request: Request, body: bytes) -> Any:
        """Move the virtual clock on."""
        wanted = asked.AdvanceAsked.model_validate_json(body)
        if not self._state.traffic.quota.advance(wanted.seconds):
            raise HandleFault(409, "The quota runs on the real clock: PUT clock: virtual first.")
        return self.quota(request, body)

    def people(self, _request: Request, _body: bytes) -> Any:
        """Everybody; the first owns the demo workbook."""
        return [{"email": p.email, "name": p.name, "kind": p.kind} for p in self._state.people]

    def add_people(self, request: Request, body: bytes) -> Any:
        """More people, for this sandbox's life."""
        wanted = asked.PeopleAsked.model_validate_json(body)
        made = [_person(one) for one in wanted.people]
        self._state.people.add(made)
        for one in made:
            if one.kind == "service":
                self._state.issuer.write_key_file(self._state.public_url, one)
        return self.people(request, body)

    def tokens(self, _request: Request, body: bytes) -> Any:
        """Tokens of one of them."""
        wanted = asked.TokensAsked.model_validate_json(body)
        return give_tokens(self._state, known(self._state, wanted.email), wanted)

    def files(self, request: Request, body: bytes) -> Any:
        """A new workbook."""
        return make_file(self._state, request, body)

    def notifications(self, _request: Request, _body: bytes) -> Any:
        """What Drive would have mailed."""
        return notifications(self._state.store.database)


def handle_routes(state: State) -> list[Route]:
    """Every handle; none is logged, limited or spoiled."""
    handles = Handles(state)
    table: list[tuple[str, str, Handler]] = [
        ("GET", "/sandbox/requests", handles.requests),
        ("DELETE", "/sandbox/requests", handles.forget_requests),
        ("GET", "/sandbox/faults", handles.faults),
        ("PUT", "/sandbox/faults", handles.set_faults),
        ("GET", "/sandbox/quota", handles.quota),
        ("PUT", "/sandbox/quota", handles.set_quota),
        ("POST", "/sandbox/quota/advance", handles.advance_quota),
        ("GET", "/sandbox/people", handles.people),
        ("PUT", "/sandbox/people", handles.add_people),
        ("POST", "/sandbox/tokens", handles.tokens),
        ("POST", "/sandbox/files", handles.files),
        ("GET", "/sandbox/notifications", handles.notifications),
    ]
    return [Route(path, body_first(_answering(handler)), methods=[verb]) for verb, path, handler in table]


def _person(one: asked.PersonAsked) -> Person:
    domain = one.email.partition("@")[2] if one.hosted is None else one.hosted
    return Person(
        email=one.email,
        name=one.name or one.email.partition("@")[0],
        kind=one.kind,
        hosted="" if one.kind == "service" else domain,
    )


def known(state: State, email: str) -> Person:
    """The person, or a fault that names those there are."""
    person = state.people.find(email)
    if person is None:
        names = ", ".join(person.email for person in state.people)
        raise HandleFault(404, f"Nobody here is called {email}. There are: {names}.")
    return person


def give_tokens(state: State, person: Person, wanted: asked.TokensAsked) -> dict[str, Any]:
    """An access token and an ID token, as the add-on gets them."""
    now, client_id = datetime.now(UTC), wanted.client_id or ADDON_CLIENT
    scopes = wanted.scopes if wanted.scopes is not None else DEFAULT_SCOPES
    access = state.issuer.access_token(
        person, now=now, scopes=scopes, client_id=client_id, lifetime=wanted.expires_in
    )
    identity = state.issuer.id_token(
        person,
        now=now,
        audience=client_id,
        access_token=access,
        lifetime=wanted.expires_in,
        claims=wanted.claims,
    )
    return {"access_token": access, "id_token": identity, "expires_in": wanted.expires_in}


def _answering(handler: Handler) -> Callable[[Request, bytes], Response]:
    def answer(request: Request, body: bytes) -> Response:
        try:
            held = handler(request, body)
        except ValidationError as fault:
            faults = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in fault.errors()]
            return _json({"error": {"code": 400, "message": "; ".join(faults)}}, 400)
        except HandleFault as fault:
            return _json({"error": {"code": fault.code, "message": fault.message}}, fault.code)
        return Response(status_code=204) if held is None else _json(held, 200)

    return answer


def _json(held: Any, status: int) -> Response:
    return Response(orjson.dumps(held), status, media_type="application/json")

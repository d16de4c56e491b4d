"""An account of NetSuite's on this machine, and what reaches it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from starlette.types import Receive, Scope, Send

from app.google.deadline import Deadline
from app.google.retry import Patience
from app.google.transport import Wire
from app.intake.netsuite.connection import Connection
from app.intake.netsuite.sign_in import SignIn
from app.intake.netsuite.suiteql import SuiteQL
from app.settings import Settings
from tests.intake.netsuite.contract import Certificate, NetSuite
from tests.intake.netsuite.ledger import books
from tests.support.database_fixtures import database_url, engine, template
from tests.support.server import free_socket, served, url_of

__all__ = ["database_url", "engine", "template"]
RSA, EC = "certificate-rsa", "certificate-ec"


@dataclass(frozen=True)
class Keys:
    ec: ec.EllipticCurvePrivateKey

    def certificates(self) -> dict[str, Certificate]:
        point = self.ec.public_key().public_numbers()
        return {
            EC: Certificate(algorithm="ES256", public=(point.x, point.y)),
        }


@pytest.fixture(scope="session")
def keys() -> Keys:
    return Keys(ec.generate_private_key(ec.SECP256R1()))


@pytest.fixture(scope="session")
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 3072)


def pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


class Server:
    """One server for all tests; behind its door stands the account of the test that runs."""

    def __init__(self, url: str) -> None:
        self.url, self.account = url, NetSuite(books())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.account.door(scope, receive, send)


@pytest.fixture(scope="session")
def one_server() -> Iterator[Server]:
    place = free_socket()
    found = Server(url_of(place))
    with served(found, place):
        yield found


@pytest.fixture
def netsuite(one_server: Server, keys: Keys) -> NetSuite:
    one_server.account = NetSuite(books(), certificates=keys.certificates(), url=one_server.url)
    return one_server.account


@pytest.fixture
def connection(netsuite: NetSuite, keys: Keys, tmp_path: Path) -> Connection:
    file = tmp_path / "netsuite.pem"
    file.write_bytes(pem(keys.ec))
    return Connection(
        account="1234567_SB1",
        client_id=netsuite.client_id,
        certificate_id=EC,
        key_file=file,
        url=netsuite.url,
    )


@pytest.fixture
def wire() -> Iterator[Wire]:
    found = Wire()
    yield found
    found.close()


@pytest.fixture
def suiteql(connection: Connection, wire: Wire) -> Callable[..., SuiteQL]:
    """Made with waits that take no time; `naps` collects what `quick` slept."""

    def made(**more: object) -> SuiteQL:
        said = {"patience": Patience(attempts=6, first_seconds=0.001, longest_seconds=0.01), **more}
        return SuiteQL(connection, SignIn(connection, wire=wire), wire=wire, **said)  # type: ignore[arg-type]

    return made


def within(seconds: float = 20.0, naps: list[float] | None = None) -> Deadline:
    """So long; naps are noted, not slept."""
    import time

    noted = naps if naps is not None else []
    return Deadline(time.monotonic() + seconds, sleep=noted.append)


@pytest.fixture
def settings(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Settings]:
    """As an operator sets them, nothing taken from outside."""
    for name in list(os.environ):
        if name.startswith("PLUMBLINE_"):
            monkeypatch.delenv(name)

    def made(**more: object) -> Settings:
        said: dict[str, object] = {
            "netsuite_account": connection.account,
            "netsuite_client_id": connection.client_id,
            "netsuite_certificate_id": connection.certificate_id,
            "netsuite_key_file": connection.key_file,
            "netsuite_url": connection.url,
        }
        return Settings(**(said | more))  # type: ignore[arg-type]

    return made

"""Signed in as NetSuite documents it, by either kind of key; what it refuses is told without a secret."""

from __future__ import annotations

import dataclasses
import socket
import ssl
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from app.errors import NetSuiteNotSetUp, NetSuiteSignInRefused, NetSuiteUnavailable
from app.google.transport import Wire
from app.intake.netsuite.assertion import assertion, key_of
from app.intake.netsuite.connection import Connection
from app.intake.netsuite.sign_in import SignIn
from tests.intake.netsuite.conftest import EC, RSA, Keys, pem, within
from tests.intake.netsuite.contract import TOKEN, Certificate, Fault, NetSuite
from tests.intake.netsuite.signatures import es256_holds, ps256_holds


def test_the_servers_arithmetic_tells_a_good_signature_from_others(
    keys: Keys, rsa_key: rsa.RSAPrivateKey
) -> None:
    numbers = rsa_key.public_key().public_numbers()
    pss = padding.PSS(padding.MGF1(SHA256()), 32)
    good = rsa_key.sign(b"word", pss, SHA256())
    assert ps256_holds(numbers.n, numbers.e, b"word", good)
    assert not ps256_holds(numbers.n, numbers.e, b"other", good)
    assert not ps256_holds(numbers.n, numbers.e, b"word", rsa_key.sign(b"word", padding.PKCS1v15(), SHA256()))
    longer = rsa_key.sign(b"word", padding.PSS(padding.MGF1(SHA256()), 64), SHA256())
    assert not ps256_holds(numbers.n, numbers.e, b"word", longer)
    point = keys.ec.public_key().public_numbers()
    as_der = keys.ec.sign(b"word", ec.ECDSA(SHA256()))
    assert not es256_holds((point.x, point.y), b"word", as_der)


@pytest.mark.parametrize("kind", [RSA, EC])
def test_either_key_gets_a_token_once_for_many_uses(
    kind: str, netsuite: NetSuite, connection: Connection, keys: Keys, rsa_key: rsa.RSAPrivateKey, wire: Wire
) -> None:
    numbers = rsa_key.public_key().public_numbers()
    netsuite.certificates[RSA] = Certificate(algorithm="PS256", public=(numbers.n, numbers.e))
    connection.key_file.write_bytes(pem(rsa_key if kind == RSA else keys.ec))
    sign_in = SignIn(dataclasses.replace(connection, certificate_id=kind), wire=wire)
    token = sign_in.token(within())
    assert token in netsuite.tokens
    assert sign_in.token(within()) == token
    assert netsuite.refusals == []
    assert len(netsuite.used) == 1


def test_a_token_about_to_expire_is_replaced(netsuite: NetSuite, connection: Connection, wire: Wire) -> None:
    clock = [time.time()]
    sign_in = SignIn(connection, wire=wire, now=lambda: clock[0])
    first = sign_in.token(within())
    clock[0] += netsuite.token_seconds - 61
    assert sign_in.token(within()) == first
    clock[0] += 2
    netsuite.clock = lambda: clock[0]
    assert sign_in.token(within()) != first


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"certificate_id": "another"}, "no such certificate"),
        ({"client_id": "another"}, "another client"),
    ],
)
def test_what_netsuite_refuses_is_told_without_names(
    change: dict[str, str], why: str, netsuite: NetSuite, connection: Connection, wire: Wire
) -> None:
    sign_in = SignIn(dataclasses.replace(connection, **change), wire=wire)
    with pytest.raises(NetSuiteSignInRefused) as refused:
        sign_in.token(within())
    assert netsuite.refusals == [why]
    assert "400, invalid_grant" in refused.value.detail
    assert "another" not in str(refused.value.document())


def test_another_key_than_the_certificates_is_refused(
    netsuite: NetSuite, connection: Connection, wire: Wire
) -> None:
    connection.key_file.write_bytes(pem(ec.generate_private_key(ec.SECP256R1())))
    with pytest.raises(NetSuiteSignInRefused):
        SignIn(connection, wire=wire).token(within())
    assert netsuite.refusals == ["the signature does not hold"]


def test_the_kind_of_the_key_must_be_the_certificates(
    netsuite: NetSuite, connection: Connection, wire: Wire
) -> None:
    netsuite.certificates[EC] = Certificate(algorithm="PS256", public=(1, 1))
    with pytest.raises(NetSuiteSignInRefused):
        SignIn(connection, wire=wire).token(within())
    assert netsuite.refusals == ["another algorithm than the certificate's"]


def test_an_expired_certificate_and_a_wrong_clock_are_refused(
    netsuite: NetSuite, connection: Connection, keys: Keys, wire: Wire
) -> None:
    netsuite.certificates[EC] = dataclasses.replace(keys.certificates()[EC], until=time.time() - 1)
    with pytest.raises(NetSuiteSignInRefused):
        SignIn(connection, wire=wire).token(within())
    netsuite.certificates = keys.certificates()
    with pytest.raises(NetSuiteSignInRefused):
        SignIn(connection, wire=wire, now=lambda: time.time() - 7200).token(within())
    assert netsuite.refusals == ["the certificate has expired", "too old, or too long"]


def test_an_assertion_serves_once(netsuite: NetSuite, connection: Connection, keys: Keys) -> None:
    words = [assertion(connection, keys.ec, now=1.0) for _ in range(2)]
    assert words[0] != words[1]


@pytest.mark.parametrize("kind", ["503", "429", "cut", "html"])
def test_no_token_at_the_moment_is_told_as_passing(
    kind: str, netsuite: NetSuite, connection: Connection, wire: Wire
) -> None:
    netsuite.faults.append(Fault(kind, path=TOKEN))
    with pytest.raises(NetSuiteUnavailable):
        SignIn(connection, wire=wire).token(within())
    assert SignIn(connection, wire=wire).token(within()) in netsuite.tokens


def test_keys_that_netsuite_would_refuse_are_refused_here(tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    for content, why in (
        (b"-----BEGIN PRIVATE KEY-----\nsecretsecret\n-----END PRIVATE KEY-----", "can't be read"),
        (pem(rsa.generate_private_key(65537, 1024)), "1024 bits"),
        (pem(ec.generate_private_key(ec.SECP384R1())), "neither"),
    ):
        file.write_bytes(content)
        with pytest.raises(NetSuiteNotSetUp, match=why) as refused:
            key_of(file)
        assert "secretsecret" not in str(refused.value.document())
    with pytest.raises(NetSuiteNotSetUp, match="can't be read"):
        key_of(tmp_path / "none.pem")


def test_where_an_account_answers() -> None:
    made = Connection(account="1234567_SB1", client_id="client", certificate_id="kid", key_file=Path("k.pem"))
    assert made.token_url == (
        "https://1234567-sb1.suitetalk.api.netsuite.com/services/rest/auth/oauth2/v1/token"
    )
    assert made.query_url.endswith(".com/services/rest/query/v1/suiteql")
    assert "client" not in repr(made).replace("client_id", "")


def test_an_address_with_another_certificate_than_netsuites_gets_nothing(
    connection: Connection, keys: Keys, tmp_path: Path, wire: Wire
) -> None:
    """The handshake fails, so that no assertion leaves."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    day = datetime.now(UTC)
    made = x509.CertificateBuilder(
        name, name, keys.ec.public_key(), x509.random_serial_number(), day, day + timedelta(days=1)
    ).sign(keys.ec, SHA256())
    files = tmp_path / "certificate.pem", tmp_path / "its-key.pem"
    files[0].write_bytes(made.public_bytes(Encoding.PEM))
    files[1].write_bytes(pem(keys.ec))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*files)
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as place:

        def listen() -> None:
            with suppress(OSError), context.wrap_socket(place.accept()[0], server_side=True) as line:
                heard.append(line.recv(9))

        thread = threading.Thread(target=listen)
        thread.start()
        url = f"https://localhost:{place.getsockname()[1]}"
        with pytest.raises(NetSuiteUnavailable, match="not trusted"):
            SignIn(dataclasses.replace(connection, url=url), wire=wire).token(within())
        thread.join()
    assert heard in ([], [b""])

"""Tokens of the local issuer, checked by google-auth as it comes."""

from __future__ import annotations

import json

import google.auth.transport.requests
import pytest
import requests
from google.auth import exceptions
from google.oauth2 import id_token, service_account

from tests.support.sandbox import ANA, BEN, SERVICE_ACCOUNT, RunningSandbox

CLIENT = "plumbline-addon.apps.googleusercontent.com"
SPREADSHEETS = "https://www.googleapis.com/auth/spreadsheets"


class ToSandbox(google.auth.transport.requests.Request):
    """google-auth asks Google's own address for certificates; here that is the sandbox."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    def __call__(self, url: str, *args: object, **more: object) -> object:
        return super().__call__(url.replace("https://www.googleapis.com", self._url), *args, **more)


def test_people(sandbox: RunningSandbox) -> None:
    people = sandbox.people()
    assert people[0] == {"email": ANA, "name": "Ana Ruiz", "kind": "person"}
    assert {p["kind"] for p in people} == {"person", "service"}


def test_id_token_passes_google_auth(sandbox: RunningSandbox) -> None:
    claims = id_token.verify_oauth2_token(sandbox.token(ANA).id_token, ToSandbox(sandbox.url), CLIENT)
    assert claims["iss"] == "https://accounts.google.com"
    assert claims["email"] == ANA
    assert claims["email_verified"] is True
    assert claims["hd"] == "northlight.example"
    assert claims["azp"] == claims["aud"] == CLIENT
    assert claims["exp"] - claims["iat"] == 3600


def test_expired_and_foreign_id_tokens_are_refused(sandbox: RunningSandbox) -> None:
    old = sandbox.token(ANA, expires_in=-60).id_token
    with pytest.raises(exceptions.GoogleAuthError, match="expired"):
        id_token.verify_oauth2_token(old, ToSandbox(sandbox.url), CLIENT)
    other = sandbox.token(ANA, client_id="other.apps.googleusercontent.com").id_token
    with pytest.raises(exceptions.GoogleAuthError, match="audience"):
        id_token.verify_oauth2_token(other, ToSandbox(sandbox.url), CLIENT)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_tokeninfo(sandbox: RunningSandbox, method: str) -> None:
    token = sandbox.token(BEN).access_token
    where = "params" if method == "GET" else "data"
    answer = requests.request(
        method, f"{sandbox.url}/oauth2/v3/tokeninfo", **{where: {"access_token": token}}, timeout=10
    )
    info = answer.json()
    assert answer.status_code == 200
    assert all(isinstance(value, str) for value in info.values())
    assert (info["email"], info["email_verified"], info["aud"], info["azp"]) == (BEN, "true", CLIENT, CLIENT)
    assert SPREADSHEETS in info["scope"].split()
    assert 3500 < int(info["expires_in"]) <= 3600


def test_tokeninfo_and_the_id_token_name_the_same_subject(sandbox: RunningSandbox) -> None:
    access, identity = sandbox.token(BEN)
    by_access = requests.get(f"{sandbox.url}/oauth2/v3/tokeninfo?access_token={access}", timeout=10).json()
    by_identity = requests.get(f"{sandbox.url}/oauth2/v3/tokeninfo?id_token={identity}", timeout=10).json()
    assert by_access["sub"] == by_identity["sub"]
    assert by_identity["email_verified"] == "true"


def test_tokeninfo_of_nonsense(sandbox: RunningSandbox) -> None:
    answer = requests.post(f"{sandbox.url}/oauth2/v3/tokeninfo", data={"access_token": "ya29.no"}, timeout=10)
    assert answer.status_code == 400
    assert answer.json() == {"error": "invalid_token", "error_description": "Invalid Value"}


def test_email_is_told_only_with_its_scope(sandbox: RunningSandbox) -> None:
    token = sandbox.token(ANA, scopes=[SPREADSHEETS]).access_token
    info = requests.get(f"{sandbox.url}/oauth2/v3/tokeninfo?access_token={token}", timeout=10).json()
    assert "email" not in info
    assert "sub" not in info


def test_revoked_token(sandbox: RunningSandbox) -> None:
    token = sandbox.token(ANA, expires_in=600).access_token
    headers = {"Authorization": f"Bearer {token}"}
    url = f"{sandbox.url}/drive/v3/files"
    assert requests.get(url, headers=headers, timeout=10).status_code == 200
    assert requests.post(f"{sandbox.url}/oauth2/revoke", data={"token": token}, timeout=10).status_code == 200
    assert requests.get(url, headers=headers, timeout=10).status_code == 401


def test_service_account_flow_of_google_auth(sandbox: RunningSandbox) -> None:
    key_file = sandbox.data_dir / "service_account.json"
    credentials = service_account.Credentials.from_service_account_file(key_file, scopes=[SPREADSHEETS])
    credentials.refresh(google.auth.transport.requests.Request())
    assert credentials.token.startswith("ya29.")
    assert credentials.valid
    info = requests.get(
        f"{sandbox.url}/oauth2/v3/tokeninfo?access_token={credentials.token}", timeout=10
    ).json()
    assert info["scope"] == SPREADSHEETS


def test_further_service_accounts_have_keys_of_their_own(sandbox: RunningSandbox) -> None:
    second = "night-2@sandbox-project.iam.gserviceaccount.com"
    sandbox.handle("PUT", "people", json={"people": [{"email": second, "kind": "service"}]})
    key_file = sandbox.data_dir / "service_accounts" / f"{second}.json"
    credentials = service_account.Credentials.from_service_account_file(
        key_file, scopes=[SPREADSHEETS, "https://www.googleapis.com/auth/userinfo.email"]
    )
    credentials.refresh(google.auth.transport.requests.Request())
    info = requests.get(
        f"{sandbox.url}/oauth2/v3/tokeninfo?access_token={credentials.token}", timeout=10
    ).json()
    assert info["email"] == second
    facts = json.loads(key_file.read_text()) | {"client_email": SERVICE_ACCOUNT}
    posing = service_account.Credentials.from_service_account_info(facts, scopes=[SPREADSHEETS])
    with pytest.raises(exceptions.RefreshError):
        posing.refresh(google.auth.transport.requests.Request())


def test_service_account_id_token(sandbox: RunningSandbox) -> None:
    credentials = service_account.IDTokenCredentials.from_service_account_file(
        sandbox.data_dir / "service_account.json", target_audience="https://plumbline.example"
    )
    credentials.refresh(google.auth.transport.requests.Request())
    claims = id_token.verify_oauth2_token(
        credentials.token, ToSandbox(sandbox.url), "https://plumbline.example"
    )
    assert claims["email"] == SERVICE_ACCOUNT


def test_an_assertion_signed_by_another_key_is_refused(sandbox: RunningSandbox) -> None:
    stranger = sandbox.app.state.sandbox.issuer.key  # the issuer's own key, not the account's
    assertion = stranger.sign({"iss": SERVICE_ACCOUNT, "scope": SPREADSHEETS, "iat": 0, "exp": 9_999_999_999})
    answer = requests.post(
        f"{sandbox.url}/oauth2/token",
        data={"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": assertion},
        timeout=10,
    )
    assert answer.status_code == 400
    assert answer.json()["error"] == "invalid_grant"

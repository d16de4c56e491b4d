"""People besides the listed ones, for tests that need a crowd."""

from __future__ import annotations

import pytest
import requests

from tests.support.sandbox import RunningSandbox


def test_more_people_can_sign_in_and_own_workbooks(sandbox: RunningSandbox) -> None:
    known = [person["email"] for person in sandbox.people()]
    asked = [{"email": "crowd-1@northlight.example"}, {"email": "loner@post.example", "hosted": ""}]
    told = sandbox.handle("PUT", "people", json={"people": asked})
    assert [person["email"] for person in told] == [*known, *(one["email"] for one in asked)]
    assert sandbox.people() == told
    for one in asked:
        book = sandbox.create(owner=one["email"])
        assert sandbox.call("GET", f"/v4/spreadsheets/{book}", as_=one["email"]).status_code == 200
        assert sandbox.call("GET", f"/v4/spreadsheets/{book}").status_code == 403


def test_what_is_no_address_is_refused(sandbox: RunningSandbox) -> None:
    with pytest.raises(requests.HTTPError, match="400"):
        sandbox.handle("PUT", "people", json={"people": [{"email": "nobody"}]})

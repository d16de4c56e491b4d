"""Who may schedule, share and close: the operator's word, among those who may edit."""

from __future__ import annotations

from itertools import product

import pytest

from app.errors import NotAllowedToWrite, NotYourRole
from app.roles import Duty, Holders, judge
from app.settings import Settings

ANA, EVE = "ana@northlight.example", "eve@evil.example"


@pytest.mark.parametrize(
    ("duty", "named"), list(product(Duty, (["editors"], [ANA], ["@northlight.example"])))
)
def test_whoever_is_named_may_if_they_may_edit(duty: Duty, named: list[str]) -> None:
    roles = {duty: Holders.of(named)}
    assert judge(duty, roles, email="Ana@Northlight.example", edits=True) is None
    assert isinstance(judge(duty, roles, email=ANA, edits=False), NotAllowedToWrite)


@pytest.mark.parametrize("duty", Duty)
@pytest.mark.parametrize("email", [EVE, "ben@northlight.example", f"{ANA}.evil.example", "", "@", "ana"])
def test_whoever_is_not_named_may_not(duty: Duty, email: str) -> None:
    refused = judge(duty, {duty: Holders.of([ANA])}, email=email, edits=True)
    assert isinstance(refused, NotYourRole)
    assert refused.document()["status"] == 403


LOOKALIKES = [
    "eve@a.northlight.example",
    "eve@northlight.example.evil.example",
    "northlight.example",
    "x@evilnorthlight.example",
]


@pytest.mark.parametrize("email", LOOKALIKES)
def test_a_domain_is_exactly_that(email: str) -> None:
    roles = {Duty.SHARE: Holders.of(["@northlight.example"])}
    assert isinstance(judge(Duty.SHARE, roles, email=email, edits=True), NotYourRole)


@pytest.mark.parametrize("duty", Duty)
def test_what_nobody_was_given_is_nobodys(duty: Duty) -> None:
    for roles in ({}, {duty: Holders()}, {other: Holders.of([ANA]) for other in Duty if other is not duty}):
        assert isinstance(judge(duty, roles, email=ANA, edits=True), NotYourRole)


NOBODY = [
    "",
    "*",
    "*@northlight.example",
    "@*",
    "everyone",
    "@",
    "@localhost",
    "a@b@c.example",
    "a b@c.example",
]


@pytest.mark.parametrize("name", NOBODY)
def test_what_names_nobody_in_particular_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="neither"):
        Holders.of([name])


def test_the_settings_name_them() -> None:
    settings = Settings(may_share=("@northlight.example", ANA), may_close=())
    assert settings.roles[Duty.SCHEDULE] == Holders(editors=True)
    assert settings.roles[Duty.SHARE] == Holders(
        people=frozenset({ANA}), domains=frozenset({"northlight.example"})
    )
    assert settings.roles[Duty.CLOSE] == Holders()
    assert set(settings.roles) == set(Duty)


def test_an_operators_slip_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLUMBLINE_MAY_SHARE", "ana@northlight.example, *")
    with pytest.raises(ValueError, match="neither"):
        Settings()
    monkeypatch.setenv("PLUMBLINE_MAY_SHARE", "")
    assert Settings().roles[Duty.SHARE] == Holders()

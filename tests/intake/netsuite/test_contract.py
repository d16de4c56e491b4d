"""The server is as strict as NetSuite is documented to be: what the client never does, it refuses."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from app.google.transport import Wire
from app.intake.netsuite.connection import Connection
from app.intake.netsuite.sign_in import SignIn
from tests.intake.netsuite.conftest import within
from tests.intake.netsuite.contract import SUITEQL, NetSuite
from tests.intake.netsuite.ledger import LABOUR, post

DAYS = "SELECT t.id AS id, t.trandate AS day, t.posting AS posting FROM transaction t"


@pytest.fixture
def ask(netsuite: NetSuite, connection: Connection, wire: Wire) -> Any:
    token = SignIn(connection, wire=wire).token(within())

    def asked(query: str = DAYS, *, prefer: str = "transient", token: str = token, **page: Any) -> Any:
        headers = {"Authorization": f"Bearer {token}", "Prefer": prefer}
        return requests.post(
            netsuite.url + SUITEQL, params=page, json={"q": query}, headers=headers, timeout=5
        )

    return asked


@pytest.mark.parametrize(
    "wrong",
    [
        {"prefer": "respond-async"},
        {"limit": 1001},
        {"limit": 0},
        {"limit": 100, "offset": 150},
        {"query": "DELETE FROM account"},
        {"query": "SELECT a.id AS id FROM account a; DROP TABLE account"},
        {"query": "SELECT a.nowhere AS id FROM account a"},
        {"query": "SELECT n.id AS id FROM nowhere n"},
    ],
)
def test_what_netsuite_refuses_with_400(wrong: dict[str, Any], ask: Any) -> None:
    answer = ask(**wrong)
    assert answer.status_code == 400
    assert answer.json()["o:errorDetails"][0]["detail"]


def test_tokens_end(netsuite: NetSuite, ask: Any) -> None:
    assert ask(token="another").status_code == 401
    assert ask().status_code == 200
    netsuite.tokens = dict.fromkeys(netsuite.tokens, 0.0)
    assert ask().status_code == 401


def test_values_are_texts_in_the_accounts_own_formats(netsuite: NetSuite, ask: Any) -> None:
    post(netsuite.books, 1, [(LABOUR, 10.5)], day="2026-03-09")
    netsuite.books.execute('UPDATE "transaction" SET posting = NULL')
    found = ask().json()
    assert found["items"] == [{"links": [], "id": "1", "day": "9.3.2026"}]  # null is left out
    assert (found["count"], found["hasMore"], found["totalResults"], found["offset"]) == (1, False, 1, 0)
    asked = "SELECT TO_CHAR(t.trandate, 'YYYY-MM-DD') AS day, BUILTIN.DF(t.entity) AS who FROM transaction t"
    assert ask(asked).json()["items"] == [{"links": [], "day": "2026-03-09", "who": "Ben"}]


def test_without_a_unique_order_each_answer_is_another(netsuite: NetSuite, ask: Any) -> None:
    for number in range(30):
        post(netsuite.books, number, [(LABOUR, 1.0)])
    orders = {tuple(item["id"] for item in ask().json()["items"]) for _ in range(4)}
    assert len(orders) > 1
    assert len({tuple(i["id"] for i in ask(DAYS + " ORDER BY t.id").json()["items"]) for _ in range(4)}) == 1

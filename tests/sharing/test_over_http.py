"""The routes: who is let in, what a preview says, and that it makes nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from app.api.share_schemas import PreviewAnswer, SharesView, ShareView
from app.sharing.allow_list import Section
from app.sharing.publish import BY_CHANCE
from tests.support.product import Product, demo, running_product
from tests.support.sandbox import BEN, CHIARA, NOOR, SAM

pytestmark = pytest.mark.usefixtures("one_pdf")


def ask(
    product: Product, method: str, path: str, email: str = "ana@northlight.example", **more: Any
) -> requests.Response:
    return requests.request(
        method, f"{product.url}/v1/workbooks/{path}", headers=product.headers(email), timeout=120, **more
    )


@pytest.fixture(scope="module")
def workbook(product: Product) -> str:
    return demo(product)


def test_a_preview_is_what_they_would_see_and_makes_nothing(product: Product, workbook: str) -> None:
    before = product.google.json("GET", "/drive/v3/files", params={"fields": "files(id)"})
    answer = ask(
        product, "POST", f"{workbook}/shares", json={"recipients": [], "preview": True, "language": "he"}
    )
    assert answer.status_code == 200, answer.text
    preview = PreviewAnswer.model_validate(answer.json()).preview
    assert preview.right_to_left
    assert preview.pages[0]["rows"][0][0]["text"] == "Claims portal renewal"
    assert product.google.json("GET", "/drive/v3/files", params={"fields": "files(id)"}) == before
    assert "cost" not in answer.text.casefold()


def test_share_look_again_and_take_back(product: Product, workbook: str) -> None:
    made = ask(
        product, "POST", f"{workbook}/shares", json={"recipients": [NOOR.upper()], "sections": ["milestones"]}
    )
    assert made.status_code == 201, made.text
    share = ShareView.model_validate(made.json())
    assert (share.state, share.recipients, share.sections, share.number) == (
        "shared",
        [NOOR],
        ["milestones"],
        1,
    )
    assert share.link
    again = ShareView.model_validate(ask(product, "POST", f"{workbook}/shares/{share.id}", json={}).json())
    assert (again.number, again.link) == (2, share.link)
    known = SharesView.model_validate(ask(product, "GET", f"{workbook}/shares").json())
    assert known.shares[0].reports[0].sha256 == again.reports[0].sha256
    for _ in range(2):
        taken = ShareView.model_validate(ask(product, "DELETE", f"{workbook}/shares/{share.id}").json())
        assert (taken.state, taken.link) == ("revoked", None)
    assert (
        ask(product, "POST", f"{workbook}/shares/{share.id}", json={}).json()["type"]
        == "/problems/share-ended"
    )


@pytest.mark.parametrize(
    ("wish", "problem"),
    [
        ({"recipients": ["nobody"]}, "recipient-not-allowed"),
        ({"recipients": [SAM]}, "recipient-not-allowed"),
        ({"recipients": [NOOR], "until": "2020-01-01"}, "recipient-not-allowed"),
        ({"recipients": [NOOR], "sections": ["costs"]}, "invalid-request"),
        ({"recipients": [NOOR], "audience": "all"}, "invalid-request"),
    ],
)
def test_wishes_that_are_refused(product: Product, workbook: str, wish: dict[str, Any], problem: str) -> None:
    answer = ask(product, "POST", f"{workbook}/shares", json=wish)
    assert (answer.status_code, answer.json()["type"]) == (422, f"/problems/{problem}")


def test_the_last_day_is_the_workbooks(product: Product, workbook: str) -> None:
    change = {
        "updateSpreadsheetProperties": {"properties": {"timeZone": "America/New_York"}, "fields": "timeZone"}
    }
    product.google.json("POST", f"/v4/spreadsheets/{workbook}:batchUpdate", json={"requests": [change]})
    last = (datetime.now(UTC) + timedelta(days=30)).date()
    made = ask(product, "POST", f"{workbook}/shares", json={"recipients": [NOOR], "until": last.isoformat()})
    share = ShareView.model_validate(made.json())
    assert share.until == last
    assert share.link
    file = share.link.rpartition("/")[2]
    held = product.google.json(
        "GET", f"/drive/v3/files/{file}/permissions", params={"fields": "permissions(expirationTime)"}
    )
    [ends] = [one["expirationTime"] for one in held["permissions"] if "expirationTime" in one]
    assert ends.startswith(f"{last + timedelta(days=1)}T0")  # after midnight in UTC
    too_far = {"recipients": [NOOR], "until": (last + timedelta(days=365)).isoformat()}
    refused = ask(product, "POST", f"{workbook}/shares", json=too_far).json()
    assert "too far away" in refused["detail"]


def test_readers_strangers_and_editors_without_the_duty_cannot_share(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PLUMBLINE_MAY_SHARE", "ana@northlight.example")
    wish = {"recipients": [NOOR]}
    with running_product(tmp_path) as product:
        workbook = demo(product)
        for email, role in ((BEN, "reader"), (CHIARA, "writer")):
            body = {"type": "user", "role": role, "emailAddress": email}
            product.google.json("POST", f"/drive/v3/files/{workbook}/permissions", json=body)
        reader = ask(product, "POST", f"{workbook}/shares", BEN, json=wish)
        assert (reader.status_code, reader.json()["type"]) == (403, "/problems/not-allowed-to-write")
        assert ask(product, "GET", f"{workbook}/shares", NOOR).status_code in {401, 403, 404}
        refused = ask(product, "POST", f"{workbook}/shares", CHIARA, json=wish)
        assert (refused.status_code, refused.json()["type"]) == (403, "/problems/not-your-role")
        acts = ask(product, "GET", f"{workbook}/audit").json()["acts"]
        assert (acts[0]["act"], acts[0]["by"]) == ("workbook:share:refused", CHIARA)
        assert ask(product, "GET", f"{workbook}/shares").json()["shares"] == []


def test_sections_are_those_of_the_allow_list() -> None:
    known = ShareView.model_json_schema()["properties"]["sections"]["items"]["enum"]
    assert known == [section.value for section in Section]


def test_a_title_that_is_an_internal_figure_by_chance_is_refused_with_a_way_out(product: Product) -> None:
    workbook = demo(product)
    heading, first, *_ = product.values(workbook, "Budget")
    cost = round(float(first[heading.index("Cost budget")]))
    title = product.values(workbook, "Milestones")[3][1]
    product.put(workbook, "Milestones!B4", [f"Handed over, paper {cost}"])
    refused = ask(product, "POST", f"{workbook}/shares", json={"recipients": [NOOR]}).json()
    product.put(workbook, "Milestones!B4", [title])  # others share this workbook
    assert refused["type"] == "/problems/not-for-clients"
    assert "values (tab " in refused["detail"]
    assert str(cost) not in refused["detail"]
    assert refused["mend"] == BY_CHANCE

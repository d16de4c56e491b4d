"""What the report says: by the allow-list, by commercial model, in the client's terms, rounded."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import NotForClients
from app.forecast.forecast import forecast_project
from app.project.change_order import ChangeOrder, Status
from app.project.model import CommercialModel, Project
from app.sharing.allow_list import ALL, ENTRIES, Entry, Section, approved
from app.sharing.client_view import client_view
from app.sharing.content import Content
from app.sharing.pages import pages_of
from app.sharing.rounding import money, share, tenths
from app.sharing.select import FIRST, Before, select
from app.sharing.wording import words_of
from sheets_schema import load
from sheets_schema.language import LANGUAGES
from sheets_schema.model import Schema
from tests.support.factory import make_project

SECRET = ("cost", "rate", "margin", "profit", "eac", "bac", "owner", "person")


def project_of(model: CommercialModel = CommercialModel.FIXED_PRICE, **typed: Any) -> Project:
    project = make_project()
    wishes = {
        "commercial_model": model,
        "contract_price": 15_000_000,
        "billed_to_date": 6_000_050,
        "client": "C",
    }
    return replace(project, settings=replace(project.settings, **(wishes | typed)))


def report(project: Project, sections: frozenset[Section] = ALL, before: Before = FIRST) -> Content:
    forecast, _ = forecast_project(project)
    allowed = approved(load(), project.settings.commercial_model, sections)
    return select(client_view(project, forecast, allowed), sections, before=before)


def figures(content: Content) -> dict[str, Any]:
    return {one.key: one.value for one in content.figures}


def test_fixed_price_shows_price_and_billing_and_no_hours() -> None:
    shown = figures(report(project_of()))
    assert (shown["original"], shown["current"], shown["billed"]) == (150_000, 150_000, 60_001)
    assert shown["to_bill"] == 89_999 or shown["to_bill"] == 90_000
    assert not {"hours", "value_to_date", "at_completion"} & set(shown)


def test_time_and_materials_shows_hours_only_of_three_people_or_more() -> None:
    project = project_of(CommercialModel.TIME_AND_MATERIALS)
    shown = report(project)
    people = len(
        {person for person, hours in zip(project.ledger.person, project.ledger.hours, strict=True) if hours}
    )
    hours = next(one for one in shown.figures if one.key == "hours")
    assert (hours.value is None) is (people < 3)
    assert people >= 3 or (hours.note is not None and hours.note.key == "few_people")


def test_a_retainer_shows_the_fee_of_its_term() -> None:
    project = project_of(
        CommercialModel.RETAINER,
        contract_price=None,
        monthly_fee=1_000_000,
        start=date(2026, 1, 1),
        finish=date(2026, 12, 31),
    )
    assert figures(report(project))["original"] == 120_000


def test_without_a_commercial_model_nothing_is_said_about_money() -> None:
    project = make_project()
    lines = tuple(replace(line, revenue=None) for line in project.lines)
    bare = replace(
        project, lines=lines, settings=replace(project.settings, commercial_model=None, contract_price=None)
    )
    content = report(bare)
    assert content.figures == ()
    assert dict(content.blanks)["figures"].key == "no_model"


def test_changes_stand_beside_the_price_and_waiting_ones_turn_the_lights() -> None:
    orders = (
        ChangeOrder(id="A", price=1_000_000, status=Status.APPROVED),
        ChangeOrder(id="B", price=500_000, status=Status.PENDING),
    )
    content = report(replace(project_of(), change_orders=orders))
    shown = figures(content)
    assert (shown["original"], shown["changes"], shown["current"]) == (150_000, 10_000, 160_000)
    lights = {one.area: one for one in content.lights}
    assert (lights["scope"].now, lights["budget"].now, lights["resources"].now) == ("amber", "amber", "grey")
    assert lights["overall"].now == "amber"


def test_a_light_set_by_hand_says_so_with_its_reason_and_counts_overall() -> None:
    content = report(project_of(status_by_hand={"resources": "red: two people left, new ones by 1 October"}))
    lights = {one.area: one for one in content.lights}
    assert (lights["resources"].now, lights["resources"].by_hand) == ("red", True)
    assert lights["resources"].reason.text == "two people left, new ones by 1 October"
    assert lights["overall"].now == "red"


def test_the_last_report_stands_beside_this_one() -> None:
    before = Before(
        as_at=date(2026, 5, 31), lights=(("scope", "red"),), done=((date(2026, 5, 31), 0.3),), number=4
    )
    content = report(project_of(), before=before)
    assert (content.header.number, content.header.since) == (5, date(2026, 5, 31))
    assert {one.area: one.before for one in content.lights}["scope"] == "red"
    assert {one.month: one.done for one in content.months}[date(2026, 5, 31)] == 0.3


def test_only_the_sections_that_were_asked_for() -> None:
    content = report(project_of(), frozenset({Section.MILESTONES}))
    assert (content.figures, content.order, content.phases, content.done) == ((), (), (), ())
    tabs = {page.key for page in pages_of(content, words_of("en"))}
    assert tabs <= {"report", "milestones"}


@pytest.mark.parametrize(("value", "said"), [(123_450, 1235), (123_449, 1234), (-50, -1), (None, None)])
def test_money_is_rounded_itself(value: int | None, said: int | None) -> None:
    assert money(value, 2) == said


def test_shares_and_hours_are_rounded_themselves() -> None:
    assert (share(0.4249), share(1.7), share(-0.2), tenths(12.345)) == (0.42, 1.0, 0.0, 12.3)


# The allow-list


def test_nothing_of_cost_rate_margin_or_people_stands_in_the_list() -> None:
    assert not [entry for entry in ENTRIES if any(word in entry.field for word in SECRET)]


@pytest.mark.parametrize(
    "entry",
    [
        Entry(tab.name, field.name)
        for tab in load().inputs
        for field in (*tab.fields, *tab.keys)
        if field.audience == "internal"
    ],
    ids=str,
)
def test_an_internal_field_in_the_list_is_refused_by_name(entry: Entry) -> None:
    with pytest.raises(NotForClients, match=f"{entry.tab}.{entry.field}"):
        approved(load(), CommercialModel.FIXED_PRICE, entries=[*ENTRIES, entry])


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(NotForClients, match=r"budget\.secret is not known"):
        approved(load(), CommercialModel.FIXED_PRICE, entries=[Entry("budget", "secret")])


def _marked(tab: str, field: str) -> Schema:
    schema = load()
    changed = tuple(
        replace(one, audience="client") if one.name == field else one for one in schema.tabs[tab].fields
    )
    return replace(schema, tabs={**schema.tabs, tab: replace(schema.tabs[tab], fields=changed)})


@pytest.mark.parametrize(
    ("tab", "field"), [("budget", "cost"), ("rate_card", "cost_rate"), ("change_orders", "cost")]
)
def test_a_column_marked_for_clients_by_mistake_is_refused_all_the_same(tab: str, field: str) -> None:
    with pytest.raises(NotForClients, match="never shared, however it is marked"):
        approved(_marked(tab, field), CommercialModel.FIXED_PRICE, entries=[*ENTRIES, Entry(tab, field)])


# The servers of other tests' fixtures draw random numbers meanwhile, which Hypothesis takes for its own.
@pytest.mark.filterwarnings("ignore:Do not use the `random` module")
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kept=st.sets(st.sampled_from(ENTRIES)), model=st.sampled_from(list(CommercialModel)))
def test_what_is_not_in_the_list_is_in_no_cell(kept: set[Entry], model: CommercialModel) -> None:
    """Random lists over a workbook whose every text is its own field's name."""
    project = project_of(model)
    lines = tuple(
        replace(one, title=f"TITLE{n}", phase=f"PHASE{n % 2}", owner=f"OWNER{n}")
        for n, one in enumerate(project.lines)
    )
    project = replace(
        project, lines=lines, settings=replace(project.settings, manager="MANAGER", sponsor="SPONSOR")
    )
    forecast, _ = forecast_project(project)
    allowed = approved(load(), model, ALL, entries=kept)
    pages = pages_of(select(client_view(project, forecast, allowed), ALL), words_of("en"))
    shown = json.dumps([page.json() for page in pages])
    for field, word in (
        ("title", "TITLE"),
        ("phase", "PHASE"),
        ("manager", "MANAGER"),
        ("sponsor", "SPONSOR"),
    ):
        tab = "budget" if field in {"title", "phase"} else "settings"
        assert (tab, field) in allowed or word not in shown
    assert "OWNER" not in shown


# The words


def test_every_language_has_the_same_words() -> None:
    def keys(value: Any, path: str = "") -> set[str]:
        if isinstance(value, dict):
            return {key for name, inner in value.items() for key in keys(inner, f"{path}.{name}")}
        return {path}

    english = keys(words_of("en").raw)
    for language in LANGUAGES:
        assert keys(words_of(language).raw) == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_can_be_said_in_every_language(language: str) -> None:
    for model in CommercialModel:
        pages = pages_of(report(project_of(model)), words_of(language))
        assert pages[0].right_to_left is (language == "he")
        assert all(len(row) == page.columns for page in pages for row in page.rows)

"""Every word of our tabs stands in the words of each language; nothing stands there that nobody says."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from app import checks, portfolio
from app.checks.catalogue import CATALOGUE
from app.checks.faults import REPORTS
from app.checks.flag import LIGHTS, Colour, Severity
from app.forecast.cost_to_complete import METHODS
from app.forecast.figure import Undefined
from app.forecast.movement import MEANING
from app.forecast.reference_class import LABEL
from app.project.follow_up import Kind
from app.project.model import CreditingRule
from app.workbook import output
from app.workbook.flags_tab.standing import BLOCKS
from app.workbook.output import effects_block, movement_page
from app.workbook.output.charts import TITLES
from app.workbook.output.words import SIGN
from sheets_schema import Schema, load
from sheets_schema.portfolio import load_portfolio
from sheets_schema.spoken import again, in_every_language, spoken

HEBREW = spoken("he")
ROOMS = [Path(next(iter(room.__path__))) for room in (output, portfolio)]
PAGES = [path for room in ROOMS for path in sorted(room.glob("*.py"))]
PLACE = re.compile(r"\{(\w+)\}")


def said_in(path: Path) -> set[str]:
    """Every text that a page says by itself."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "said":
            first = node.args[0]
            branches = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
            found |= {one.value for one in branches if isinstance(one, ast.Constant)}
    return found


def told_elsewhere() -> set[str]:
    """Texts that the pages say by the name of something, or that other rooms made."""
    named = {light.capitalize() for light in ("overall", *LIGHTS)} | {one.value for one in Severity}
    named |= {colour.value.capitalize() for colour in Colour} | {colour.value for colour in Colour}
    reasons = {each.text for each in Undefined if each.text}
    rules = {rule.value for rule in CreditingRule if rule.value.isalpha()}
    movement = {*movement_page.NAMES.values(), *MEANING.values(), movement_page.NOTHING}
    effects = {*effects_block._WORDS.values(), *effects_block._TITLES.values()}
    return {
        *named, *reasons, *rules, *movement, *effects, *METHODS, *BLOCKS.values(), *TITLES.values(), SIGN,
        LABEL, *(check.wants for check in CATALOGUE if check.wants),
    }  # fmt: skip


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_what_a_page_says_can_be_said_in_hebrew(path: Path) -> None:
    assert said_in(path) <= HEBREW.raw["texts"].keys()


def titles_of_flags() -> set[str]:
    """What flags are called: by their check, by the fault they report, or by the check's own finding."""
    titles = {check.title for check in CATALOGUE} | {report.title for report in REPORTS.values()}
    titles |= {f"{kind.value.capitalize()} overdue" for kind in Kind}
    for path in sorted(Path(next(iter(checks.__path__))).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "title":
                values = [one.value for one in ast.walk(node.value) if isinstance(one, ast.Constant)]
                titles |= {value for value in values if isinstance(value, str)}
    return {title for title in titles if " " in title.strip()} - {" overdue"}


def test_every_flag_has_its_name_in_hebrew() -> None:
    assert titles_of_flags() == HEBREW.raw["flags"].keys()


def test_the_reason_of_a_light_names_its_flag() -> None:
    assert HEBREW.said("Margin: Margin fades: 3.0 points.") == "רווחיות: הרווח נשחק: \u20683.0 points.\u2069"


def test_what_other_rooms_say_can_be_said_in_hebrew() -> None:
    assert told_elsewhere() <= HEBREW.raw["texts"].keys()


def test_nothing_stands_there_that_nobody_says() -> None:
    code = "\n".join(path.read_text("utf-8") for path in Path("app").rglob("*.py"))
    code = re.sub(r'"\s*\n\s*f?"', "", code)
    spoken_of = set().union(*map(said_in, PAGES)) | told_elsewhere()
    areas = {text for text in HEBREW.raw["texts"] if set(re.split(r", | and ", text.lower())) <= set(LIGHTS)}
    lines = {text for text in HEBREW.raw["texts"] if text.startswith(("{lines} line", "the forecast lies"))}
    left = HEBREW.raw["texts"].keys() - spoken_of - areas - lines
    ends = {text: text.rstrip(".")[-50:] for text in left}  # some begin in one of two ways
    assert {text for text, end in ends.items() if end not in code} == set()


@pytest.mark.parametrize("kind", ["texts", "sentences"])
def test_the_places_to_fill_in_are_the_same(kind: str) -> None:
    for english, hebrew in HEBREW.raw[kind].items():
        for text in hebrew.values() if isinstance(hebrew, dict) else [hebrew]:
            allowed = set(PLACE.findall(english))
            found = set(PLACE.findall(text))
            assert found <= allowed, english
            assert allowed - found <= {"count", "lines"}, english


@pytest.mark.parametrize("contract", [load, load_portfolio], ids=["project", "portfolio"])
def test_every_tab_and_heading_is_hebrew(contract: Callable[[str], Schema]) -> None:
    for ours, english in zip(contract("he").outputs, contract("en").outputs, strict=True):
        assert ours.description != english.description
        for one, other in zip(ours.fields, english.fields, strict=True):
            assert one.description != other.description
            assert one.title != other.title or re.fullmatch(r"P\d\d", one.title)
        titles = [field.title for field in ours.fields]
        assert len(set(titles)) == len(titles)
        assert english.title in ours.titles
        assert ours.title in english.titles


def test_numbers_and_names_stay_whole_within_a_hebrew_sentence() -> None:
    assert HEBREW.said("over by {amount}", amount="1,234.50") == "חריגה של 1,234.50"
    assert HEBREW.said("price {amount}", amount="-1,234.50") == "מחיר \u2066-1,234.50\u2069"
    assert HEBREW.said("managed by {name}", name="Mia Brandt") == "בניהול \u2068Mia Brandt\u2069"
    assert HEBREW.said("managed by {name}", name="נועה") == "בניהול נועה"


def test_a_sentence_made_elsewhere_is_known_by_its_template() -> None:
    assert HEBREW.said("1 new flag") == "התראה חדשה אחת"
    assert HEBREW.said("cost light from green to amber, by hand") == (
        "הרמזור של עלות עבר מירוק לכתום, נקבע ידנית"
    )
    assert HEBREW.said("status date moved from 2026-03-31 to 2026-04-30") == (
        "תאריך המצב עבר מ-31.3.2026 ל-30.4.2026"
    )
    assert HEBREW.said("something that has no words") == "something that has no words"


def test_what_was_said_is_said_again() -> None:
    assert again("אדום", spoken("en")) == "red"
    assert again("Hours", HEBREW) == "שעות"
    assert again("Mine", HEBREW) == "Mine"
    assert in_every_language("open") == {"open", "פתוח"}

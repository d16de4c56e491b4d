"""A stored result, read for the Portfolio: the few figures it shows, and nothing of the rest.

Results of earlier versions lack some of them: what is missing is undefined, never 0.
"""

from __future__ import annotations

from datetime import date

import msgspec

from app.forecast.rounding import rounded
from app.portfolio.standing import Before, Figures, Flagged
from app.project.currency import minor_digits
from app.typed_json import decode, readable


class _Workbook(msgspec.Struct):
    title: str = ""


class _Project(msgspec.Struct):
    currency: str
    status_date: date
    name: str = ""
    client: str = ""
    manager: str = ""


class _Light(msgspec.Struct):
    colour: str
    reason: str = ""


class _Rag(msgspec.Struct):
    overall: _Light


class _Headline(msgspec.Struct):
    key: str
    value: float | str | None = None
    note: str = ""


class _Cost(msgspec.Struct):
    bac: float
    eac: float


class _Finance(msgspec.Struct):
    price: float | None = None
    margin_at_completion: float | None = None
    margin_percent_at_completion: float | None = None


class _Outlook(msgspec.Struct):
    p10: float | None = None
    p90: float | None = None


class _People(msgspec.Struct):
    planned: dict[str, dict[str, float]] = {}
    capacity: dict[str, float] = {}


class _AllFigures(msgspec.Struct):
    cost: _Cost
    finance: _Finance = msgspec.field(default_factory=_Finance)
    outlook: _Outlook = msgspec.field(default_factory=_Outlook)
    people_ahead: _People = msgspec.field(default_factory=_People)


class _Flag(msgspec.Struct):
    id: str
    check: str
    severity: str
    title: str = ""
    figure: str = ""
    remedy: str = ""


@readable
class _Result(msgspec.Struct):
    project: _Project
    rag: _Rag
    figures: _AllFigures
    workbook: _Workbook = msgspec.field(default_factory=_Workbook)
    headline: list[_Headline] = []
    flags: list[_Flag] = []


def figures_of(body: bytes) -> Figures:
    """The figures of a result's JSON; msgspec's errors when it is none."""
    result = decode(body, _Result)
    project, found, money = result.project, result.figures, result.figures.finance
    finish = next((item for item in result.headline if item.key == "finish"), _Headline("finish"))
    digits = minor_digits(project.currency)

    def minor(major: float | None) -> int | None:
        return None if major is None else rounded(major * 10**digits)

    return Figures(
        name=project.name,
        client=project.client,
        manager=project.manager,
        currency=project.currency,
        status_date=project.status_date,
        colour=result.rag.overall.colour,
        reason=result.rag.overall.reason,
        bac=rounded(found.cost.bac * 10**digits),
        eac=rounded(found.cost.eac * 10**digits),
        p10=minor(found.outlook.p10),
        p90=minor(found.outlook.p90),
        price=minor(money.price),
        margin=minor(money.margin_at_completion),
        margin_percent=money.margin_percent_at_completion,
        finish=date.fromisoformat(finish.value) if isinstance(finish.value, str) else None,
        finish_note=finish.note,
        flags=tuple(
            Flagged(
                id=flag.id,
                check=flag.check,
                severity=flag.severity,
                title=flag.title,
                figure=flag.figure,
                remedy=flag.remedy,
            )
            for flag in result.flags
        ),
        planned=found.people_ahead.planned,
        capacity=found.people_ahead.capacity,
    )


def before_of(figures: Figures) -> Before:
    """What of an earlier result is compared."""
    return Before(currency=figures.currency, eac=figures.eac, colour=figures.colour, red_ids=figures.red_ids)

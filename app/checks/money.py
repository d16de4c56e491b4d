"""E. Money: price, margin, billing and how long the budget lasts."""

from __future__ import annotations

from collections.abc import Iterator

from app.checks.case import Case
from app.checks.check import check
from app.checks.flag import Severity
from app.checks.found import Found
from app.checks.limits import Limits, in_months, in_points, share
from app.checks.missing_postings import LIMITS, missing_postings
from app.checks.variance import way_back
from app.checks.ways_back import back_to_margin
from app.checks.wording import percent, points
from app.forecast.finance import approved_changes
from app.project.model import CommercialModel
from app.project.month import label

RED, AMBER = Severity.RED, Severity.AMBER
_POINT, _NOISE = 0.01, 1e-9  # of shares; a margin at its limit is not under it
_A_PRICE = "a contract price, or revenue on the lines"


def _priced(case: Case) -> bool:
    return case.forecast.finance.price.value is not None


@check(
    "E1",
    title="Margin under the floor",
    rule="Margin at completion is under the floor in Settings; under 0 it is red",
    severities=(RED, AMBER),
    wants="a margin floor in Settings, and a contract price",
    has=lambda case: case.project.settings.margin_floor is not None and _priced(case),
)
def e1_margin_floor(case: Case) -> Iterator[Found]:
    """Gross margin at completion against the floor the project set itself. A flag that stood clears 1 point
    above it, a red one 1 point above 0."""
    money, floor = case.forecast.finance, case.project.settings.margin_floor
    margin, price, stood = money.margin_percent_at_completion.value, money.price.value, case.was("E1")
    if margin is None or price is None or floor is None:
        return
    clears = floor + (_POINT if stood else 0.0)
    if margin >= clears - _NOISE or clears >= 1:
        return
    reach = clears if margin >= floor else floor
    cheaper = case.eac - price * (1 - reach)
    dearer = case.eac / (1 - reach) - price
    yield Found(
        severity=RED if margin < (_POINT - _NOISE if stood is RED else 0.0) else AMBER,
        figure=f"margin {percent(margin)} of {case.say.money(price)}",
        threshold=percent(floor),
        places=case.setting("margin_floor"),
        stake=cheaper,
        remedy=f"A price {case.say.money(dearer)} higher, or a forecast {case.say.amount(cheaper)} lower, "
        + (
            f"reaches the floor of {percent(floor)}."
            if margin < floor
            else f"reaches {percent(clears)}, 1 point above the floor of {percent(floor)}, where this clears."
        ),
    )


@check(
    "E2",
    title="Margin fades",
    rule="Margin at completion is under the margin sold by more than {amber} (amber) or {red} (red), "
    "{and} by more than {floor} of money",
    severities=(RED, AMBER),
    limits={"amber": in_points(0.02), "red": in_points(0.05)},
    wants=_A_PRICE,
    has=lambda case: case.forecast.finance.margin_fade_points.value is not None,
)
def e2_margin_fade(case: Case, at: Limits) -> Iterator[Found]:
    """Margin sold against margin now, in points of the price."""
    money = case.forecast.finance
    fade, price = money.margin_fade_points.value, money.price.value
    sold, now = money.budget_margin_percent.value, money.margin_percent_at_completion.value
    if fade is None or price is None or sold is None or now is None or fade <= 0:
        return
    lost = fade * price
    severity = case.grade(at, fade, lost, was=case.was("E2"))
    if severity is None:
        return
    yield Found(
        severity=severity,
        figure=f"margin {percent(now)}, sold with {percent(sold)}: {points(fade)} lost",
        threshold=case.broken(at, severity, fade, was=case.was("E2")),
        places=case.setting("baseline_margin", "contract_price"),
        stake=lost,
        remedy=f"{points(fade)} of the price are {case.say.money(lost)} of margin. "
        f"{back_to_margin(case, sold)}".strip(),
    )


@check(
    "E3",
    title="A loss is foreseen",
    rule="The forecast is over the price",
    severities=(RED,),
    wants=_A_PRICE,
    has=_priced,
)
def e3_loss_contract(case: Case) -> Iterator[Found]:
    """Estimate at completion above the price: the whole loss is due now."""
    money = case.forecast.finance
    price = money.price.value
    loss = money.expected_loss.value
    if price is None or loss is None or loss <= 0:
        return
    provision = money.loss_provision.value
    now = f"Provide {case.say.money(provision)} now. " if provision is not None else ""
    yield Found(
        severity=RED,
        figure=f"forecast {case.say.money(case.eac)}, price {case.say.amount(price)}: loss "
        f"{case.say.amount(loss)}",
        threshold=case.say.money(price),
        places=case.setting("contract_price"),
        stake=loss,
        remedy=f"{now}{way_back(case, loss).replace('A change order', 'At least a change order', 1)}",
    )


@check(
    "E4",
    title="Billing and revenue apart",
    rule="Billed and earned revenue differ by more than {amber} (amber) or {red} (red) of the price, "
    "{and} by more than {floor}",
    severities=(RED, AMBER),
    limits={"amber": share(0.10), "red": share(0.20)},
    wants="what was billed to date in Settings, and a contract price",
    has=lambda case: (
        case.project.settings.billed_to_date is not None
        and case.forecast.finance.revenue_to_date.value is not None
    ),
)
def e4_billing_gap(case: Case, at: Limits) -> Iterator[Found]:
    """Invoiced to date against revenue to date."""
    money, billed = case.forecast.finance, case.project.settings.billed_to_date
    revenue, price = money.revenue_to_date.value, money.price.value
    if billed is None or revenue is None or price is None or price <= 0:
        return
    gap = billed - revenue
    severity = case.grade(at, abs(gap) / price, gap, was=case.was("E4"))
    if severity is None:
        return
    act = (
        f"Invoice {case.say.money(-gap)}: it is earned and not billed."
        if gap < 0
        else f"Defer {case.say.money(gap)}: it is billed and not yet earned."
    )
    yield Found(
        severity=severity,
        title="Billing runs ahead of the work" if gap > 0 else "Work is not billed yet",
        figure=f"billed {case.say.money(billed)}, revenue {case.say.amount(revenue)}: "
        f"{percent(abs(gap) / price)} of the price",
        threshold=case.broken(at, severity, abs(gap) / price, was=case.was("E4")),
        places=case.setting("billed_to_date"),
        stake=abs(gap),
        remedy=act,
    )


@check(
    "E7",
    title="Actuals are missing",
    rule="One of the last {months} closed of a running project has no cost booked, or under {share} of the "
    "mean of the 3 months before",
    severities=(AMBER,),
    limits=LIMITS,
    wants="a closed month since the project began",
    has=lambda case: bool(len(case.closed)) and int(case.months[case.closed[-1]]) >= case.begins,
)
def e7_actuals_missing(case: Case, at: Limits) -> Iterator[Found]:
    """A posting that has not arrived makes the forecast look good. The first month, which has none before it,
    is held against its plan."""
    for each in missing_postings(case, at):
        month, missing = label(each.month), case.say.money(each.missing)
        yield Found(
            severity=AMBER,
            figure=f"{case.say.money(each.booked)} booked in {month}, {case.say.amount(each.expected)} "
            + (f"a month before: {percent(each.booked / each.mean)}" if each.mean > 0 else "planned"),
            threshold=at.text("share"),
            places=case.heading("actuals", "date"),
            period=month,
            stake=each.missing,
            remedy=f"Ask for the postings of {month}: about {missing} is expected.",
        )


@check(
    "E9",
    title="Billable time over the cap",
    rule="Hours booked × bill rate exceed the cap of a time and materials contract",
    severities=(RED,),
    wants="a time and materials contract with a cap",
    has=lambda case: (
        case.project.settings.commercial_model is CommercialModel.TIME_AND_MATERIALS
        and case.project.settings.contract_price is not None
    ),
)
def e9_cap(case: Case) -> Iterator[Found]:
    """Billable value to date beyond what the contract pays at most."""
    settings = case.project.settings
    cap = (settings.contract_price or 0) + approved_changes(case.project)
    over = case.forecast.finance.bill_value - cap
    if over <= 0.5:
        return
    billable, most = case.say.apart(cap + over, cap)
    yield Found(
        severity=RED,
        figure=f"billable {billable}, cap {most}",
        threshold=case.say.money(cap),
        places=case.setting("contract_price"),
        stake=over,
        remedy=f"{case.say.money(over)} cannot be billed. Ask for a change order of that amount, or stop the "
        "work.",
    )


@check(
    "E10",
    title="The money runs out before the finish",
    rule="At the present burn the budget ends before {share} of the time to the finish, {and} "
    "short by more than {floor}; less than {red} left is red",
    severities=(RED, AMBER),
    limits={"red": in_months(1), "share": share(0.95)},
    wants="a closed month with cost, and a finish date",
    has=lambda case: case.forecast.finance.run_rate_eac.value is not None and case.bac > 0,
)
def e10_money_runs_out(case: Case, at: Limits) -> Iterator[Found]:
    """Months the budget lasts at the present burn against months to the finish."""
    money = case.forecast.finance
    final, left, to_go, burn = (
        money.run_rate_eac.value,
        money.months_left.value,
        money.months_to_finish.value,
        money.burn.value,
    )
    if final is None or left is None or to_go is None or burn is None or not case.open.any():
        return
    short = final - case.bac
    stood = case.was("E10") is not None
    early = to_go > 0 and at.beyond("share", left / to_go, below=True, stood=stood)
    if short <= 0 or to_go <= 0 or not case.beyond(early, short):
        return
    lasts = (
        f"the budget lasts {left:,.1f} months"
        if left > 0
        else f"the budget is overspent by {case.say.amount(case.ac - case.bac)}"
    )
    ends = (
        f"before {case.today.fromordinal(case.today.toordinal() + int(left * 30.4375))}"
        if left > 0
        else "now"
    )
    yield Found(
        severity=RED if left < at["red"] else AMBER,
        figure=f"at {case.say.money(burn)} a month {lasts}, {to_go:,.1f} months to go",
        threshold=f"{to_go:,.1f} months" if early else case.floor_in_words,
        places=case.heading("budget", "cost"),
        stake=short,
        remedy=f"{case.say.money(short)} is missing to the finish. Have a change order of that amount "
        "approved "
        f"{ends}, or bring the burn down to {case.say.amount(max(0.0, (case.bac - case.ac) / to_go))} a "
        "month.",
    )


@check(
    "E12",
    title="More revenue than price",
    rule="Revenue to date is over the price",
    severities=(RED,),
    wants=_A_PRICE,
    has=lambda case: case.forecast.finance.backlog.value is not None,
)
def e12_negative_backlog(case: Case) -> Iterator[Found]:
    """Price less revenue to date, below zero."""
    money = case.forecast.finance
    backlog, price = money.backlog.value, money.price.value
    if backlog is None or price is None or backlog >= -0.5:
        return
    most, revenue = case.say.apart(price, price - backlog)
    yield Found(
        severity=RED,
        figure=f"price {most}, revenue to date {revenue}",
        threshold="0",
        places=case.setting("contract_price"),
        stake=-backlog,
        remedy=f"The price or the revenue is out by {case.say.money(-backlog)}: correct the contract price "
        "or the approved changes.",
    )

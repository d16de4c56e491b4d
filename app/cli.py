"""The `plumbline` command."""

from __future__ import annotations

import json
import os
import threading
import time
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from app.command.netsuite_door import netsuite_app

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_show_locals=False)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Port = Annotated[int, typer.Option(help="Port on this machine.", min=1, max=65535)]
Data = Annotated[Path, typer.Option(help="Folder in which workbooks and results are kept.")]


@app.callback()
def _about() -> None:
    """Forecasts, flags and remedies for finance PMOs, inside Google Sheets."""


@app.command()
def run(
    port: Port = 8000,
    data: Data = Path("data"),
    *,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the desk's address.")] = False,
) -> None:
    """The product on this machine: service, sandbox and demo on one port."""
    from app.local import serve_on_one_port
    from app.sandbox.demo.build import put_demo

    address = f"http://127.0.0.1:{port}"

    def when_ready() -> None:
        if not _answers(f"{address}/livez"):
            return
        desk = f"{address}/desk/{put_demo(address)}"
        typer.echo(f"\n  Plumbline's desk: {desk}\n  (stop with Ctrl+C)\n")
        if not no_browser:
            webbrowser.open(desk)

    with _ready(port, data):
        threading.Thread(target=when_ready, daemon=True).start()
        serve_on_one_port(port, data)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", envvar="PORT")] = 8080,
) -> None:
    """The service alone, with settings from PLUMBLINE_* (see docs/settings.md)."""
    import uvicorn

    from app import logs
    from app.main import create_app
    from app.settings import Settings

    settings = Settings()
    logs.configure(json=settings.log_json)
    grace = int(settings.wait_seconds) + 10  # a refresh that is being waited for may end
    uvicorn.run(
        create_app(settings),
        host=host,
        port=port,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=grace,
    )


@app.command()
def migrate() -> None:
    """Bring the database to its newest tables: once a deployment, before anything serves."""
    from app.jobs.engine import migrate as migrate_engine
    from app.settings import Settings
    from app.store.migrate import upgrade

    database = Settings().database
    upgrade(database)
    migrate_engine(database)


@app.command()
def worker() -> None:
    """Nightly runs, with settings from PLUMBLINE_* (see docs/nightly.md); as many processes as you like."""
    from app import logs
    from app.command.worker import work
    from app.settings import Settings

    settings = Settings()
    logs.configure(json=settings.log_json)
    raise typer.Exit(work(settings))


runs_app = typer.Typer()
app.add_typer(runs_app, name="runs")


@runs_app.callback(invoke_without_command=True)
def runs(
    context: typer.Context,
    *,
    state: Annotated[
        str | None, typer.Option(help="Only those queued, running, done, failed, interrupted, cancelled.")
    ] = None,
    days: Annotated[float, typer.Option(help="Of the last days.", min=0)] = 2,
    most: Annotated[int, typer.Option(help="How many at most.", min=1)] = 200,
    as_json: AsJson = False,
) -> None:
    """The night's runs, the latest first; `runs retry` tries some again."""
    from app.command.runs import print_runs

    if context.invoked_subcommand is None:
        print_runs(state=state, days=days, most=most, as_json=as_json)


@runs_app.command("retry")
def runs_retry(
    workbooks: Annotated[list[str] | None, typer.Argument(help="Spreadsheet ids.")] = None,
    *,
    failed: Annotated[bool, typer.Option("--failed", help="All whose last night failed.")] = False,
) -> None:
    """Queue registered workbooks now, ahead of the others; a worker takes them."""
    from app.command.runs import retry

    raise typer.Exit(retry(workbooks or [], all_failed=failed))


@app.command()
def sandbox(
    port: Port = 8100,
    data: Data = Path("data"),
    *,
    empty: Annotated[bool, typer.Option("--empty", help="Without the demo workbook.")] = False,
    trust_any_token: Annotated[
        bool, typer.Option("--trust-any-token", help="Any bearer token acts as the first person.")
    ] = False,
) -> None:
    """Google on this machine alone: Sheets, Drive, identity and the desk."""
    import uvicorn

    from app.local import sandbox_with_desk
    from app.sandbox.demo.build import put_demo

    address = f"http://127.0.0.1:{port}"

    def when_ready() -> None:
        if _answers(f"{address}/sandbox/people"):
            put_demo(address)

    with _ready(port, data):
        application = sandbox_with_desk(data, address, trust_any_token=trust_any_token)
        if not empty:
            threading.Thread(target=when_ready, daemon=True).start()
        typer.echo(f"Google, on this machine: {address}")
        uvicorn.run(application, host="127.0.0.1", port=port, log_level="warning")


@app.command()
def refresh(
    target: Annotated[str, typer.Argument(help="A spreadsheet id, or an Excel file.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Refresh the forecast of one workbook; of an Excel file, into a copy beside it."""
    from app.command.refresh import is_file_name, refresh_file, refresh_spreadsheet

    work = refresh_file if is_file_name(target) else refresh_spreadsheet
    raise typer.Exit(work(target, as_json=as_json))


@app.command()
def audit(
    workbook: Annotated[str | None, typer.Argument(help="Only this workbook: its spreadsheet id.")] = None,
    *,
    days: Annotated[float | None, typer.Option(help="Only the last days.", min=0)] = None,
    most: Annotated[int, typer.Option(help="How many acts at most.", min=1)] = 100,
    as_json: AsJson = False,
) -> None:
    """Who did what to which workbook, from the service's database; refusals included."""
    from app.command.audit import print_audit

    print_audit(workbook, days=days, most=most, as_json=as_json)


@app.command()
def portfolio(
    workbook: Annotated[
        str | None, typer.Argument(help="Make this workbook the workspace's Portfolio: its spreadsheet id.")
    ] = None,
    *,
    workspace: Annotated[str, typer.Option(help="The organisation's domain.")] = "",
    now: Annotated[bool, typer.Option("--now", help="Build the workspace's Portfolio now.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Write the workspace's no more.")] = False,
    as_json: AsJson = False,
) -> None:
    """The workbook in which a workspace sees its projects, built after each night; else a list of them."""
    from app.command import portfolio as do

    if not workspace:
        if workbook or now or remove:
            raise typer.BadParameter("Say which workspace: --workspace example.com")
        raise typer.Exit(do.print_portfolios(as_json=as_json))
    if remove:
        raise typer.Exit(do.remove_portfolio(workspace))
    if workbook and (failed := do.register_portfolio(workspace, workbook)):
        raise typer.Exit(failed)
    if now or not workbook:
        raise typer.Exit(do.build_portfolio(workspace))


@app.command()
def telling(
    *,
    trial: Annotated[bool, typer.Option("--trial", help="Send a word to every channel.")] = False,
    as_json: AsJson = False,
) -> None:
    """What people were told after the nights, by which channel, and what waits to be sent."""
    from app.command.telling import print_messages, try_channels

    raise typer.Exit(try_channels() if trial else print_messages(as_json=as_json))


@app.command()
def adopt(
    file: Annotated[str, typer.Argument(help="A workbook of anyone's: .xlsx, .xlsm, .xls, CSV.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what was found.")] = False,
    into: Annotated[Path | None, typer.Option(help="The copy to write, ready to be refreshed.")] = None,
    status_date: Annotated[str, typer.Option(help="The day the figures are as at, such as 2026-06-30.")] = "",
    currency: Annotated[str, typer.Option(help="Project currency, where the file does not say it.")] = "",
    as_json: AsJson = False,
) -> None:
    """What a workbook in any layout holds: tables, roles, periods, totals, sums, mistakes.

    With --into it is adopted: the copy remembers what was found, and `plumbline refresh` reads it from then
    on. The file itself is never changed.
    """
    from app.command.adopt import adopt_file, adopt_into

    if into is None or dry_run:
        raise typer.Exit(adopt_file(file, as_json=as_json))
    raise typer.Exit(adopt_into(file, into, status_date=status_date, currency=currency))


@app.command("import")
def import_bookings(
    file: Annotated[str, typer.Argument(help="Bookings exported from NetSuite, or any list of them.")],
    *,
    into: Annotated[str, typer.Option(help="The Excel workbook; the result is a copy beside it.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would come of it.")] = False,
    as_json: AsJson = False,
) -> None:
    """Bookings from an export into the Actuals tab: each once, all or none, to the cent."""
    from app.command.bookings import import_file

    raise typer.Exit(import_file(file, into, dry_run=dry_run, as_json=as_json))


app.add_typer(netsuite_app, name="netsuite")


@app.command()
def checks(*, as_json: AsJson = False) -> None:
    """The catalogue of checks: id, rule, severity, thresholds, what each wants."""
    from app.command.checks import print_catalogue

    print_catalogue(as_json=as_json)


@app.command()
def backtest(
    folder: Annotated[
        Path, typer.Argument(help="Task and time logs of finished projects (see docs/forecast.md).")
    ],
    *,
    as_json: AsJson = False,
    least_weeks: Annotated[int, typer.Option(help="Shorter projects are left out.")] = 6,
    least_lines: Annotated[
        int | None,
        typer.Option(help="Projects with fewer finished lines are left out: 50; 10 where few have 50."),
    ] = None,
) -> None:
    """How the forecasts would have done on finished projects: errors, ranges, wins and losses."""
    from app.command.backtest import print_backtest

    raise typer.Exit(
        print_backtest(folder, as_json=as_json, least_weeks=least_weeks, least_lines=least_lines)
    )


@app.command()
def bench(
    *,
    as_json: AsJson = False,
    only: Annotated[str, typer.Option(help="Only the rows whose name holds this.")] = "",
) -> None:
    """The performance table: what a refresh costs on this machine, as ratios taken in one run."""
    from app.bench.report import measure, print_table

    rows = measure(only=only)
    if not as_json:
        print_table(rows)
    typer.echo(json.dumps([row.as_dict() for row in rows], indent=1))


@contextmanager
def _ready(port: int, data: Path) -> Iterator[None]:
    """Port and folder held, or the reason why not and the end."""
    from app.command.start import CannotStart, ready_to_serve

    try:
        with ready_to_serve(port, data):
            yield
    except CannotStart as reason:
        typer.echo(str(reason), err=True)
        raise typer.Exit(1) from reason


def _answers(url: str, seconds: float = 30) -> bool:
    """Wait until the address answers."""
    import requests

    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if requests.get(url, timeout=2).ok:
                return True
        except requests.ConnectionError:
            time.sleep(0.1)
    return False


def main() -> Any:
    """Entry point of the `plumbline` command."""
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    return app()

"""What `plumbline netsuite` takes, and where each of it is done: loaded when it is asked for."""

from __future__ import annotations

from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
netsuite_app = typer.Typer(
    no_args_is_help=True, help="The live connection to NetSuite (PLUMBLINE_NETSUITE_*)."
)


@netsuite_app.command("check")
def check_netsuite() -> None:
    """Sign in, and say what the role can see. Nothing is changed, here or there."""
    from app.command.netsuite import check_connection
    from app.settings import Settings

    raise typer.Exit(check_connection(Settings()))


@netsuite_app.command("import")
def import_from_netsuite(
    into: Annotated[str, typer.Argument(help="The Excel workbook; the result is a copy beside it.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would come of it.")] = False,
    as_json: AsJson = False,
) -> None:
    """The project's bookings into the Actuals tab: each once, all or none, to the cent."""
    from app.command.netsuite import import_live
    from app.settings import Settings

    raise typer.Exit(import_live(Settings(), into, dry_run=dry_run, as_json=as_json))


@netsuite_app.command("link")
def link_to_netsuite(
    workbook: Annotated[str, typer.Argument(help="The workbook in Google Sheets: its spreadsheet id.")],
    project: Annotated[str, typer.Argument(help="The project's full name, as `check` shows it.")],
) -> None:
    """Have the project's bookings put into the workbook each night, before it is refreshed."""
    from app.command.netsuite_links import link
    from app.settings import Settings

    raise typer.Exit(link(Settings(), workbook, project))


@netsuite_app.command("unlink")
def unlink_from_netsuite(
    workbook: Annotated[str, typer.Argument(help="Its spreadsheet id.")],
) -> None:
    """No more bookings by night; those that are there stay."""
    from app.command.netsuite_links import unlink
    from app.settings import Settings

    raise typer.Exit(unlink(Settings(), workbook))


@netsuite_app.command("links")
def links_to_netsuite(*, as_json: AsJson = False) -> None:
    """Which workbook gets which project's bookings, up to when, and what went wrong."""
    from app.command.netsuite_links import print_links
    from app.settings import Settings

    print_links(Settings(), as_json=as_json)

"""The connection to NetSuite, from the settings."""

from __future__ import annotations

from app.errors import NetSuiteNotSetUp
from app.google.transport import Wire
from app.intake.netsuite.bookings import NetSuiteBookings
from app.intake.netsuite.connection import Connection
from app.intake.netsuite.fields import ledger_fields, time_fields
from app.intake.netsuite.ledger import Ledger
from app.intake.netsuite.sight import Sight
from app.intake.netsuite.sign_in import SignIn
from app.intake.netsuite.source import Source
from app.intake.netsuite.suiteql import SuiteQL
from app.intake.netsuite.time_entries import TimeEntries
from app.settings import Settings


def netsuite_bookings(settings: Settings, *, wire: Wire | None = None) -> NetSuiteBookings:
    """Reads the key file, asks nothing yet; raises NetSuiteNotSetUp where there is no connection."""
    if settings.netsuite_key_file is None:
        raise NetSuiteNotSetUp(
            "No account of NetSuite is set.", mend="Set PLUMBLINE_NETSUITE_ACCOUNT, and what goes with it."
        )
    connection = Connection(
        account=settings.netsuite_account,
        client_id=settings.netsuite_client_id.get_secret_value(),
        certificate_id=settings.netsuite_certificate_id.get_secret_value(),
        key_file=settings.netsuite_key_file,
        url=settings.netsuite_url.rstrip("/"),
    )
    wire = wire or Wire()
    suiteql = SuiteQL(
        connection, SignIn(connection, wire=wire), wire=wire, at_once=settings.netsuite_requests_at_once
    )
    sight = Sight(suiteql)
    sources: dict[str, Source] = {}
    if "ledger" in settings.netsuite_read:
        fields = ledger_fields(settings.netsuite_ledger_fields)
        sources["ledger"] = Ledger(suiteql, sight, fields, currency=settings.netsuite_currency)
    if "time" in settings.netsuite_read:
        sources["time"] = TimeEntries(suiteql, sight, time_fields(settings.netsuite_time_fields))
    return NetSuiteBookings(suiteql, sources, overlap=settings.netsuite_overlap)

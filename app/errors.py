"""What stops the work, as one tree. A person's fault in a cell that does not stop it is a `Problem`, not one
of these.

    AppError
    ├── NothingToForecast             the workbook leaves nothing to say; 422
    │   ├── EmptyWorkbook
    │   ├── NotAnExcelFile
    │   ├── NoSettingsTab
    │   ├── NoBudgetTab
    │   ├── NoActualsTab
    │   ├── MissingColumn
    │   ├── DoubleHeading
    │   ├── NoStatusDate
    │   ├── NoCurrency
    │   ├── NoBudgetLines
    │   ├── NotReadAlike              to be adopted, but a refresh would read it otherwise
    │   └── FiguresTooLarge
    ├── FileNotRead                   a file that was handed in; 422
    │   ├── DamagedFile
    │   ├── PasswordProtected
    │   ├── UnreadableKind            neither a workbook nor a table of text
    │   ├── UnsafeFile                made to do harm
    │   ├── TooBigToRead              413
    │   └── BookingsRefused           one row of it can't be taken, so none is
    ├── NetSuiteError                 NetSuite said no, or nothing; no booking was imported
    │   ├── NetSuiteNotSetUp          503, the settings lack something
    │   ├── NetSuiteSignInRefused     503, it does not take our certificate, or the role may not ask
    │   ├── NetSuiteUnavailable       503, busy, away or silent, with the seconds to wait where told
    │   ├── NetSuiteQueryRefused      503, the role can't see a table or a column
    │   ├── NetSuiteNotWhole          503, the pages don't come to what was counted
    │   └── NetSuiteProjectUnclear    422, no project fits the workbook, or several do
    ├── GoogleError                   Google said no, or nothing
    │   ├── NotYoursOrNotThere        404, one text for both
    │   ├── NotAllowedToWrite         403
    │   ├── PermissionNotGranted      403, a scope is missing
    │   ├── TokenRejected             401
    │   ├── NoServiceAccount          503, none is set up, or not the one that opens the workbook
    │   ├── UnusableKeyFile           503
    │   ├── ServiceAccountRefused     503, Google does not take its key
    │   ├── QuotaExhausted            429, with the seconds to wait
    │   ├── NotASpreadsheet           422, an Office file or a document
    │   ├── TooLarge                  413
    │   ├── GoogleUnavailable         503
    │   │   └── NotSent               no connection was made
    │   ├── TimedOut                  504
    │   └── RefusedByGoogle           500, our request did not please Google: a fault of ours
    ├── IdentityError                 who is calling
    │   ├── NotConfigured             503, nobody is let in
    │   ├── CertificatesUnavailable   503
    │   ├── NoIdentity                401
    │   ├── IdentityRejected          401
    │   ├── NoAccessToken             401
    │   ├── AccessTokenRejected       401
    │   ├── AccessTokenOfAnother      403
    │   ├── AccessTokenOfAnotherClient 403
    │   ├── MissingScope              403
    │   ├── EmailNotVerified          403
    │   └── DomainNotAllowed          403
    ├── ShareError                    what keeps a report from a client; 422
    │   ├── NotForClients             something internal would be shown
    │   ├── NothingToShare
    │   ├── RecipientNotAllowed
    │   ├── SharingRefused            403, Google or the organisation's rules
    │   ├── PermissionsDiffer         409, open to others than it should be
    │   ├── ShareNotFound             404
    │   ├── ShareBusy                 409
    │   └── ShareEnded                409
    ├── NotYourRole                   403, the operator gave this to others
    ├── TooManyRequests               429, more than one caller's share, with the seconds to wait
    └── RunError                      what became of a run
        ├── RunNotFound               404, missing or not yours
        ├── RunEndedMeanwhile         409, ended between two looks: ask again
        ├── PreviewOutdated           409, what was previewed is not what would be imported
        ├── KeyUsedElsewhere          409, an idempotency key of another workbook
        ├── NothingToUndo             409, no refresh is kept that could be taken back
        ├── NothingToCompare          409, nothing kept of one of two refreshes, or two currencies
        ├── RefreshUnderWay           409, so the last one is not over
        ├── CannotUndo                409, what would be put back was changed since
        ├── ChangedUnderUs            409, rebuilt by somebody while it was written, twice
        ├── GivenUp                   503, ended from outside while it was worked on
        ├── Interrupted               the process died; in `RunView.error`
        ├── TookTooLong               503
        └── Unexpected                500, a fault of ours

Each has a stable `slug` (it names the problem's page), a `title`, a `status` for HTTP, a `detail` (what is
wrong and where), `unchanged` (what was not changed) and a `mend` (what to do). `where` holds further members
of the problem document, such as `cell` and `tab`. No text ever holds a token.
"""

# ruff: noqa: N818 - they are named for what happened: "NoBudgetTab" needs no "Error" behind it

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import ClassVar, Literal, Protocol

NOTHING_CHANGED = "Nothing in the workbook was changed."
WHOLE_OR_NOT = "What Plumbline writes lands whole or not at all: nothing is half written."
NOTHING_SHARED = "Nothing was shared, and nothing in the workbook was changed."
WRITTEN_AS_READ = (
    "What people typed was not touched. A result is in the workbook, written for its rows and tabs as they "
    "were read: highlights may stand beside the cells they mean."
)


class Address(Protocol):
    """A place in the workbook, such as `app.project.place.Place`."""

    @property
    def sheet_id(self) -> int:
        """Google's id of the tab."""

    @property
    def tab(self) -> str:
        """The tab's title."""

    @property
    def a1(self) -> str:
        """The cells, without the tab."""


class AppError(Exception):
    """Base of all that stops the work.

    `cell` points at a place in the workbook; further keywords become members of the problem document.
    """

    slug: ClassVar[str] = "error"
    title: ClassVar[str] = "Something went wrong"
    status: ClassVar[int] = 500
    unchanged: str = NOTHING_CHANGED
    mend: str = ""

    def __init__(
        self,
        detail: str = "",
        *,
        mend: str = "",
        unchanged: str = "",
        cell: Address | None = None,
        retry_after: float | None = None,
        **where: object,
    ) -> None:
        self.detail = detail or self.title + "."
        super().__init__(self.detail)
        self.mend = mend or self.mend
        self.unchanged = unchanged or self.unchanged
        self.retry_after = retry_after
        """Seconds to wait before asking again; None when waiting does not help or is not known to."""
        self.where: dict[str, object] = dict(where)
        if cell is not None:
            self.where["cell"] = {"sheet_id": cell.sheet_id, "tab": cell.tab, "a1": cell.a1}
            self.where.setdefault("tab", cell.tab)

    def document(self, **more: object) -> dict[str, object]:
        """The problem as a document (RFC 9457), for an answer or to be kept with the run."""
        wait = {} if self.retry_after is None else {"retry_after": math.ceil(self.retry_after)}
        return {
            "type": f"/problems/{self.slug}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "unchanged": self.unchanged,
            "mend": self.mend,
            **wait,
            **self.where,
            **more,
        }


class NothingToForecast(AppError):
    """The workbook lacks something that every figure needs."""

    slug = "nothing-to-forecast"
    title = "There is nothing to forecast yet"
    status = 422
    mend = "Fill in Settings, Budget and Actuals, then refresh again."


class EmptyWorkbook(NothingToForecast):
    """No tab holds anything to read."""

    slug = "empty-workbook"
    title = "The workbook is empty"
    mend = "Add the tabs Settings, Budget and Actuals (the template has them), then refresh again."


class NotAnExcelFile(NothingToForecast):
    """A file that should be an Excel workbook is none, or a damaged one."""

    slug = "not-an-excel-file"
    title = "This is not an Excel file"
    unchanged = "No file was written."
    mend = "Open it in Excel, save it as .xlsx, then try again."


class NoSettingsTab(NothingToForecast):
    """Settings was not found by any of its marks."""

    slug = "no-settings-tab"
    title = "There is no Settings tab"
    mend = "Add a tab called Settings with the columns Setting and Value, then refresh again."


class NoBudgetTab(NothingToForecast):
    """Budget was not found by any of its marks."""

    slug = "no-budget-tab"
    title = "There is no Budget tab"
    mend = "Add a tab called Budget with a row for each line, then refresh again."


class NoActualsTab(NothingToForecast):
    """Actuals was not found by any of its marks."""

    slug = "no-actuals-tab"
    title = "There is no Actuals tab"
    mend = "Add a tab called Actuals (its heading row is enough to begin with), then refresh again."


class MissingColumn(NothingToForecast):
    """A required tab lacks a required column."""

    slug = "missing-column"
    title = "A column is missing"
    mend = "Add the column, or give it one of the headings Plumbline knows, then refresh again."


class DoubleHeading(NothingToForecast):
    """Two columns of a required tab claim one required field."""

    slug = "double-heading"
    title = "Two columns have one heading"
    mend = "Rename one of the two columns, then refresh again."


class NoStatusDate(NothingToForecast):
    """Every figure is as at the status date, and there is none to read."""

    slug = "no-status-date"
    title = "There is no status date"
    mend = "Type the status date as a date in Settings, then refresh again."


class NoCurrency(NothingToForecast):
    """The project's currency is missing or unknown."""

    slug = "no-currency"
    title = "There is no project currency"
    mend = "Type the project currency in Settings as three letters, such as EUR, then refresh again."


class NoBudgetLines(NothingToForecast):
    """Budget has headings and no line."""

    slug = "no-budget-lines"
    title = "The Budget tab has no lines"
    mend = "Add a row for each line of the budget, then refresh again."


class FiguresTooLarge(NothingToForecast):
    """Sums of what is typed would have no exact figure."""

    slug = "figures-too-large"
    title = "The numbers are too large"
    mend = "Look for an amount, a rate or hours typed into the wrong column, then refresh again."


class NotReadAlike(NothingToForecast):
    """A table to be adopted that a refresh would read otherwise than it was shown."""

    slug = "not-read-alike"
    title = "A table can't be adopted as it is"
    mend = "Give its columns and lines names of their own, or leave the table out, then try again."


class FileNotRead(AppError):
    """A file that was handed in can't, or should not, be read."""

    slug = "file-not-read"
    title = "This file could not be read"
    status = 422
    unchanged = "The file was not changed, and nothing was written."
    mend = "Open it in Excel, save it as .xlsx, then try again."


class DamagedFile(FileNotRead):
    """It is broken, cut short, or empty."""

    slug = "damaged-file"
    title = "This file is damaged"


class PasswordProtected(FileNotRead):
    """Its content is encrypted."""

    slug = "password-protected"
    title = "This file is protected by a password"
    mend = "Open it in Excel, remove the password (File, Info, Protect Workbook), save it, then try again."


class UnreadableKind(FileNotRead):
    """Its content is neither a workbook nor a table of text, whatever its name says."""

    slug = "unreadable-kind"
    title = "This is not a workbook"
    mend = "Hand in .xlsx, .xlsm, .xls, CSV or a NetSuite export."


class UnsafeFile(FileNotRead):
    """It holds what no workbook needs and attacks do."""

    slug = "unsafe-file"
    title = "This file is not safe to read"
    mend = "Open it in Excel and save it anew as .xlsx; if you did not expect the file, delete it."


class TooBigToRead(FileNotRead):
    """It is larger than anything that is read here, or unpacks to that."""

    slug = "too-big-to-read"
    title = "This file is too big"
    status = 413
    mend = "Delete the tabs, rows and columns that are not needed, then try again."


class BookingsRefused(FileNotRead):
    """An export of bookings of which not every row can be taken: none is."""

    slug = "bookings-refused"
    title = "The file's bookings can't be taken as they are"
    mend = "Put the row right, or export the file again, then try once more."


class NetSuiteError(AppError):
    """NetSuite refused, or did not answer."""

    slug = "netsuite-error"
    title = "NetSuite gave no bookings"
    status = 503
    unchanged = "No booking was imported."
    mend = "Try again later. If it persists, tell your administrator."


class NetSuiteNotSetUp(NetSuiteError):
    """The connection's settings are missing, or can't be used."""

    slug = "netsuite-not-set-up"
    title = "NetSuite is not set up"
    mend = "Have your administrator set up the connection to NetSuite."


class NetSuiteSignInRefused(NetSuiteError):
    """NetSuite takes neither our certificate nor our token, or does not let the role ask."""

    slug = "netsuite-sign-in-refused"
    title = "NetSuite does not let us in"
    mend = "Have your administrator look at the certificate, its mapping and the role in NetSuite."


class NetSuiteUnavailable(NetSuiteError):
    """NetSuite is busy, away, silent, or gives answers that can't be read."""

    slug = "netsuite-unavailable"
    title = "NetSuite does not answer"
    mend = "Try again in some minutes."


class NetSuiteQueryRefused(NetSuiteError):
    """A table or a column that is needed is not there for the role."""

    slug = "netsuite-query-refused"
    title = "NetSuite does not show what is needed"
    mend = "Have your administrator give the role what is missing, or name another field in the settings."


class NetSuiteNotWhole(NetSuiteError):
    """What came does not come to what NetSuite counted: it is refused whole."""

    slug = "netsuite-not-whole"
    title = "NetSuite's bookings did not arrive whole"
    mend = "Try again once nobody is posting: the next reading begins where the last whole one did."


class NetSuiteProjectUnclear(NetSuiteError):
    """No project of NetSuite's, or more than one, fits the workbook."""

    slug = "netsuite-project-unclear"
    title = "Which project of NetSuite this is can't be told"
    status = 422
    mend = "Type the project's code or its full name, as NetSuite shows it, in Settings, then try again."


class GoogleError(AppError):
    """Google refused, or did not answer."""

    slug = "google-error"
    title = "Google did not do what was asked"
    status = 503
    mend = "Try again in a minute."


class NotYoursOrNotThere(GoogleError):
    """No such workbook, or none that the caller may see: Google's two answers told as one."""

    slug = "not-found"
    title = "Not found, or not yours"
    status = 404
    mend = "Check that you can open the workbook with this Google account, then try again."

    def __init__(self, detail: str = "", **more: object) -> None:
        super().__init__(detail or "No such workbook can be opened with your Google account.", **more)  # type: ignore[arg-type]


class NotAllowedToWrite(GoogleError):
    """The caller may read the workbook, or part of it, and not write there."""

    slug = "not-allowed-to-write"
    title = "You may not edit this workbook"
    status = 403
    mend = "Ask the workbook's owner for edit access, then try again."


class PermissionNotGranted(GoogleError):
    """The caller's token lacks the permission that Google asks for."""

    slug = "permission-not-granted"
    title = "Plumbline lacks a permission"
    status = 403
    mend = "Open Plumbline from the menu again and allow what it asks for."


class TokenRejected(GoogleError):
    """Google does not accept the access token any more."""

    slug = "token-rejected"
    title = "Google no longer accepts your sign-in"
    status = 401
    mend = "Reload the workbook and open Plumbline again."


class NoServiceAccount(GoogleError):
    """The account by which the night opens this workbook has no key here."""

    slug = "no-service-account"
    title = "The nightly refresh is not set up"
    status = 503
    mend = "Ask your administrator to give Plumbline the key of its service account."


class UnusableKeyFile(GoogleError):
    """A file that should hold a service account's key does not."""

    slug = "unusable-key-file"
    title = "A key file can't be used"
    status = 503
    mend = "Make a new key for the service account, and name its file in PLUMBLINE_SERVICE_ACCOUNT_FILES."


class ServiceAccountRefused(GoogleError):
    """Google gives the account no token: its key was deleted, or the account was."""

    slug = "service-account-refused"
    title = "Google does not accept the service account"
    status = 503
    mend = "Ask your administrator to make a new key for the service account."


class QuotaExhausted(GoogleError):
    """Google's quota, or our share of it, is used up for now."""

    slug = "quota-exhausted"
    title = "Google is asking for a pause"
    status = 429
    mend = "Wait a minute and try again."

    def __init__(
        self, detail: str = "", *, by_google: Literal["user", "project"] | None = None, **more: object
    ) -> None:
        # what is passed on is AppError's own keywords
        super().__init__(detail, **more)  # type: ignore[arg-type]
        self.by_google = by_google
        """Whose limit Google says is used up; None when it was our own share of it."""


class NotASpreadsheet(GoogleError):
    """The file is an Office file or something else that Sheets can't work on."""

    slug = "not-a-spreadsheet"
    title = "This is not a Google Sheets workbook"
    status = 422
    mend = "Save it as Google Sheets (File, Save as Google Sheets), then refresh that copy."


class TooLarge(GoogleError):
    """More cells or bytes than are read at once."""

    slug = "too-large"
    title = "The workbook is too large"
    status = 413
    mend = "Move closed years out of Actuals into another workbook, then try again."


class GoogleUnavailable(GoogleError):
    """Google answered that it cannot, or could not be reached, and the work did not land."""

    slug = "google-unavailable"
    title = "Google Sheets is not answering"
    status = 503
    mend = "Wait a minute and try again."


class NotSent(GoogleUnavailable):
    """No connection was made: whatever was asked can't have been done."""

    slug = "google-unreachable"
    title = "Google Sheets can't be reached"


class TimedOut(GoogleError):
    """No answer in time. For a read nothing was asked to change; for a write it may have landed, whole."""

    slug = "timed-out"
    title = "Google did not answer in time"
    status = 504
    mend = "Wait a minute and try again: doing it a second time does no harm."


class RefusedByGoogle(GoogleError):
    """Google found fault with our request: a fault of ours, not of the workbook."""

    slug = "refused-by-google"
    title = "Google refused what Plumbline asked"
    status = 500
    mend = "Try again. If it persists, tell your administrator the reference."


class IdentityError(AppError):
    """The caller can't be told, or may not come in."""

    slug = "identity"
    title = "Your sign-in was not accepted"
    status = 401
    mend = "Reload the workbook and open Plumbline again."


class NotConfigured(IdentityError):
    """Nobody has said yet whom to let in: everybody is refused."""

    slug = "not-configured"
    title = "Plumbline is not set up yet"
    status = 503
    mend = "Ask your administrator to finish setting up Plumbline."


class CertificatesUnavailable(IdentityError):
    """Google's answer, without which a sign-in can't be checked, is not to be had."""

    slug = "sign-in-unavailable"
    title = "Sign-ins cannot be checked at the moment"
    status = 503
    mend = "Wait a minute and try again."


class NoIdentity(IdentityError):
    """No ID token came along."""

    slug = "no-identity"
    title = "There is no proof of who you are"


class IdentityRejected(IdentityError):
    """The ID token is not one of ours: forged, expired, for someone else's app, or garbage."""

    slug = "identity-rejected"


class NoAccessToken(IdentityError):
    """No access token came along."""

    slug = "no-access-token"
    title = "There is no permission from Google"


class AccessTokenRejected(IdentityError):
    """Google does not know the access token, or it is about to expire."""

    slug = "access-token-rejected"


class AccessTokenOfAnother(IdentityError):
    """The two tokens are of two people."""

    slug = "two-accounts"
    title = "Two Google accounts are mixed up"
    status = 403
    mend = "Open the workbook in a browser profile that is signed in to one account, then try again."


class AccessTokenOfAnotherClient(IdentityError):
    """The access token was given to another app."""

    slug = "another-app"
    title = "This permission was given to another app"
    status = 403


class MissingScope(IdentityError):
    """The caller has not ticked a permission that this needs."""

    slug = "missing-permission"
    title = "Plumbline lacks a permission"
    status = 403
    mend = "Open Plumbline from the menu again and allow what it asks for."


class EmailNotVerified(IdentityError):
    """Google has not verified the account's e-mail address."""

    slug = "email-not-verified"
    title = "Your e-mail address is not verified"
    status = 403
    mend = "Verify the address with Google, then try again."


class DomainNotAllowed(IdentityError):
    """The account's organisation is not one that may come in."""

    slug = "organisation-not-allowed"
    title = "Your organisation is not set up for Plumbline"
    status = 403
    mend = "Use your work account, or ask your administrator to allow your organisation."


class NotYourRole(AppError):
    """Among those who may edit the workbook, the operator has given this to others."""

    slug = "not-your-role"
    title = "This is for others to do"
    status = 403
    mend = "Ask somebody who may, or ask your administrator to add you."


class TooManyRequests(AppError):
    """More than the share of one person or one workbook."""

    slug = "too-many-requests"
    title = "That was too often"
    status = 429
    mend = "Wait a moment and try again."


class RunError(AppError):
    """What became of a run."""

    slug = "run"
    title = "The refresh did not succeed"
    mend = "Refresh again; a second click does no harm."


class RunNotFound(RunError):
    """No such run, or one of a workbook that the caller can't open: told as one."""

    slug = "run-not-found"
    title = "Not found, or not yours"
    status = 404
    mend = "Open the workbook with the account that can see it, then look again."


class RunEndedMeanwhile(RunError):
    """A run that was in the way ended while we looked."""

    slug = "run-ended-meanwhile"
    title = "A refresh ended this moment"
    status = 409
    mend = "Refresh again."


class PreviewOutdated(RunError):
    """What was previewed is not what would be imported: the file or the workbook is another by now."""

    slug = "preview-outdated"
    title = "The workbook was changed since the preview"
    status = 409
    mend = "Look at the preview again, then import."


class KeyUsedElsewhere(RunError):
    """An idempotency key names another caller's or another workbook's run."""

    slug = "key-used-elsewhere"
    title = "This click was already used elsewhere"
    status = 409
    mend = "Reload the workbook and refresh again."


class NothingToUndo(RunError):
    """No refresh of the workbook is kept that could be taken back."""

    slug = "nothing-to-undo"
    title = "There is nothing to undo"
    status = 409
    mend = "Only the last refresh can be undone, and once. Google's own version history goes further back."


class NothingToCompare(RunError):
    """Of one of the two refreshes nothing is kept that can be compared, or they are in two currencies."""

    slug = "nothing-to-compare"
    title = "These two refreshes can't be compared"
    status = 409
    mend = "Choose another refresh to compare with."


class RefreshUnderWay(RunError):
    """A refresh is running, so that the last one is not over."""

    slug = "refresh-under-way"
    title = "A refresh is under way"
    status = 409
    mend = "Wait until it has ended, then undo it."


class CannotUndo(RunError):
    """Somebody has since changed what would be put back."""

    slug = "cannot-undo"
    title = "The last refresh can't be undone any more"
    status = 409
    mend = "Refresh again to bring the tabs up to date, or use Google's own version history."

    def __init__(self, why: Iterable[str] = ()) -> None:
        told = "; ".join(why) or "what it wrote was changed"
        super().__init__(f"Since the refresh, {told}. Undoing it would lose that.")


class ChangedUnderUs(RunError):
    """Rows, columns or tabs were changed while the result was written, and once more when it was again."""

    slug = "changed-under-us"
    title = "The workbook was changed meanwhile"
    status = 409
    mend = "Refresh again once nobody is adding, deleting or moving rows, columns or tabs."

    def __init__(self, what: Iterable[str] = (), *, landed: bool = False) -> None:
        told = "; ".join(what) or "its rows, columns or tabs were changed"
        super().__init__(
            f"While the result was written, {told}. It was worked out anew, and the same happened again.",
            unchanged=WRITTEN_AS_READ if landed else "",
        )
        self.landed = landed
        """Whether the result is in the workbook all the same, written for how it was read."""


class GivenUp(RunError):
    """The run was ended from outside, before anything was written."""

    slug = "given-up"
    title = "The refresh was given up"
    status = 503


class Interrupted(RunError):
    """The process died in the middle."""

    slug = "interrupted"
    title = "The refresh was interrupted"
    status = 503
    unchanged = WHOLE_OR_NOT


class TookTooLong(RunError):
    """The run used up its time before anything was written."""

    slug = "took-too-long"
    title = "The refresh took too long"
    status = 503


class Unexpected(RunError):
    """A fault of ours, told without its inside."""

    slug = "internal"
    title = "Something went wrong on our side"
    status = 500
    unchanged = WHOLE_OR_NOT
    mend = "Try again. If it persists, tell your administrator the reference."


class ShareError(AppError):
    """What keeps a report from a client."""

    slug = "share-error"
    title = "The report was not shared"
    status = 422
    unchanged = NOTHING_SHARED
    mend = "Try again. If it persists, tell your administrator."


class NotForClients(ShareError):
    """Something internal was about to reach a client: found by the allow-list or by the scan."""

    slug = "not-for-clients"
    title = "The report would show something internal"
    mend = "Tell whoever keeps Plumbline which place was named; nothing can be shared until it is mended."


class NothingToShare(ShareError):
    """The workbook does not say who the client is."""

    slug = "nothing-to-share"
    title = "The workbook lacks what a client's report needs"
    mend = "Type the client and the client's e-mail domains in Settings, then try again."


class RecipientNotAllowed(ShareError):
    """An address outside the client's domains, or none at all."""

    slug = "recipient-not-allowed"
    title = "Not an address to share with"
    mend = "Share with addresses of the domains that Settings lists as the client's."


class SharingRefused(ShareError):
    """Google, or the organisation's rules at Google, refused to share the file."""

    slug = "sharing-refused"
    title = "Google does not let this be shared"
    status = 403
    mend = "Ask your Google Workspace administrator whether files may be shared with these addresses."


class PermissionsDiffer(ShareError):
    """Somebody else can open the client's file than should."""

    slug = "permissions-differ"
    title = "The file is open to others than it should be"
    status = 409
    mend = "Look at the file's sharing at Google, take the others out, then share again."


class ShareNotFound(ShareError):
    """No such share of this workbook, or not for this caller."""

    slug = "share-not-found"
    title = "There is no such share"
    status = 404
    mend = "Look at the list of shares for the ones there are."


class ShareBusy(ShareError):
    """Two publications of one workbook at the same time."""

    slug = "share-busy"
    title = "The workbook is being shared at this moment"
    status = 409
    mend = "Wait until the other publication has ended, then try again."


class ShareEnded(ShareError):
    """Revoked or expired: it can't be published again."""

    slug = "share-ended"
    title = "This share has ended"
    status = 409
    mend = "Share anew: the client gets a new link."

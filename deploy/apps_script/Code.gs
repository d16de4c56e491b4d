/**
 * The menu, the sidebar, and the functions the sidebar may call.
 *
 * Nothing is calculated here: Plumbline's service forecasts, the page shows. Every global function whose
 * name does not end in an underscore can be called by the page, so only those meant for it lack one.
 * Functions for the page answer {ok: true, value} or {ok: false, problem}: people's and servers' troubles
 * are data; only a fault of the add-on itself is thrown.
 */

/** What Plumbline asks of a person, in their words. The manifest lists the same scopes. */
const PERMISSIONS = [
  {scope: 'openid', words: 'know who you are on Google'},
  {scope: 'https://www.googleapis.com/auth/userinfo.email', words: 'see your e-mail address'},
  {scope: 'https://www.googleapis.com/auth/spreadsheets', words: 'see and edit your spreadsheets'},
  {scope: 'https://www.googleapis.com/auth/drive.file', words: 'make the files it shares with your clients'},
  {scope: 'https://www.googleapis.com/auth/script.container.ui', words: 'show its panel in Google Sheets'},
  {scope: 'https://www.googleapis.com/auth/script.external_request', words: 'connect to the Plumbline service'},
];

/** Runs when the add-on is installed into an open workbook. */
function onInstall(e) {
  onOpen(e);
}

/** Builds the menu and touches nothing else: it runs before anyone has consented to anything. */
function onOpen(e) {
  SpreadsheetApp.getUi().createAddonMenu()
    .addItem('Open Plumbline', 'openSidebar')
    .addToUi();
}

/** Shows the sidebar. It carries the e-mail it was opened as, so that later calls can be compared. */
function openSidebar() {
  const page = HtmlService.createTemplateFromFile('Sidebar');
  page.email = missingPermissions_().length ? '' : Session.getActiveUser().getEmail();
  SpreadsheetApp.getUi().showSidebar(page.evaluate().setTitle('Plumbline'));
}

/** For the page: what is known of this workbook, and the run under way if there is one. */
function openWorkbook(email) {
  return answer_(function () {
    admit_(email);
    return call_('get', '/workbooks/' + workbookId_());
  });
}

/** For the page: starts a refresh. `key` is made by the page once a click, so that no click counts twice. */
function refreshForecast(email, key) {
  return answer_(function () {
    admit_(email);
    return call_('post', '/workbooks/' + workbookId_() + '/refresh', {
      // An early answer with a run to follow lets the page show counted progress.
      headers: {'Idempotency-Key': key, Prefer: 'wait=2'},
      payload: {},
    });
  });
}

/** For the page: takes the last refresh back. The service refuses where somebody has since changed anything. */
function undoRefresh(email) {
  return answer_(function () {
    admit_(email);
    return call_('post', '/workbooks/' + workbookId_() + '/undo', {payload: {}});
  });
}

/** For the page: how far a run is. */
function followRun(runId) {
  return answer_(function () {
    return call_('get', '/runs/' + encodeURIComponent(runId));
  });
}

/** For the page: why the forecast moved from an earlier run to the latest. */
function readMovement(runId) {
  return answer_(function () {
    return call_('get', '/runs/' + encodeURIComponent(runId) + '/movement');
  });
}

/** For the page: who did what to this workbook, the latest first. The service shows it to editors only. */
function readHistory() {
  return answer_(function () {
    return call_('get', '/workbooks/' + workbookId_() + '/audit?most=20');
  });
}

/** For the page: goes to a cell of this workbook. Shows, never changes: a hidden tab stays hidden. */
function openCell(sheetId, a1) {
  return answer_(function () {
    const sheet = SpreadsheetApp.getActiveSpreadsheet().getSheets().find(function (tab) {
      return tab.getSheetId() === sheetId;
    });
    if (!sheet) throw trouble_('tab-gone');
    if (sheet.isSheetHidden()) throw trouble_('tab-hidden', {tab: sheet.getName()});
    let range;
    try {
      range = sheet.getRange(a1);
    } catch (outside) {
      throw trouble_('cell-gone', {cell: a1, tab: sheet.getName()});
    }
    range.activate();
    return {tab: sheet.getName(), a1: a1};
  });
}

/** For the page's template: the text of another file of the add-on, as it is. */
function include_(file) {
  return HtmlService.createHtmlOutputFromFile(file).getContent();
}

function workbookId_() {
  return encodeURIComponent(SpreadsheetApp.getActiveSpreadsheet().getId());
}

function answer_(work) {
  try {
    return {ok: true, value: work()};
  } catch (error) {
    if (!error.problem) throw error;
    return {ok: false, problem: error.problem};
  }
}

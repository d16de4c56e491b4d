/**
 * What can go wrong, in plain words: what happened, what was not changed, what to do.
 *
 * A problem is {code, title, detail, unchanged, mend, reference, status, lost, run, link, cell}. `lost` says
 * that the answer never came, so that what was asked may still have been done. The service's own words go
 * first; those below stand in where it could not speak. {name} is filled in from the facts.
 */

const UNCHANGED = 'Nothing in the workbook was changed.';
const WHOLE_OR_NOT = 'Nothing is ever half written: a refresh lands in the workbook whole or not at all.';

const TROUBLES = {
  'missing-permission': {
    title: 'Plumbline lacks a permission',
    detail: 'It has not been allowed to: {permissions}.',
    mend: 'Allow it with the link below, then try again. Nothing else is asked of you.',
  },
  'other-account': {
    title: 'Two Google accounts are mixed up',
    detail: 'You opened Plumbline as {opened}, but Google ran it as {ran}. This happens when one browser is ' +
      'signed in to several accounts.',
    mend: 'Open the workbook in a browser profile, or a private window, that is signed in as {opened} alone.',
  },
  'no-tokens': {
    title: 'Google gave no proof of who you are',
    detail: 'Without it the service cannot tell what you may see, so nothing was asked of it.',
    mend: 'Reload the workbook and open Plumbline again. If it persists, remove and reinstall the add-on.',
  },
  'blocked-by-admin': {
    title: 'Your organisation blocks this connection',
    detail: 'Your Google Workspace administrator does not let scripts connect to the Plumbline service.',
    mend: 'Ask the administrator to allow {host} for Apps Script (UrlFetch), then try again.',
  },
  'fetch-quota': {
    title: 'Google’s daily limit is reached',
    detail: 'Google allows scripts a number of connections a day, and yours are used up.',
    mend: 'Try again tomorrow. Nightly runs go on without it.',
  },
  'no-answer': {
    title: 'The service did not answer in time',
    detail: 'Google stopped waiting for the Plumbline service.',
    mend: 'Wait a minute and try again. If it persists, tell your administrator the reference below.',
    lost: true,
  },
  unreachable: {
    title: 'The service cannot be reached',
    detail: 'The connection from Google to the Plumbline service failed.',
    mend: 'Wait a minute and try again. If it persists, tell your administrator the reference below.',
    lost: true,
  },
  'tab-gone': {
    title: 'That tab is no longer there',
    detail: 'The tab this points to has been deleted since the last refresh.',
    mend: 'Refresh the forecast to bring the list up to date.',
  },
  'tab-hidden': {
    title: 'That tab is hidden',
    detail: 'The cell is on the tab “{tab}”, which is hidden.',
    mend: 'Show it with View, Hidden sheets, then click again.',
  },
  'cell-gone': {
    title: 'That cell is no longer there',
    detail: '{cell} lies outside the tab “{tab}” now.',
    mend: 'Refresh the forecast to bring the list up to date.',
  },
  400: {
    title: 'The service did not understand the request',
    detail: 'The add-on and the service may be of different versions.',
    mend: 'Reload the workbook. If it persists, tell your administrator the reference below.',
  },
  401: {
    title: 'Your sign-in was not accepted',
    detail: 'Google’s proof of who you are has expired, or the service does not accept it.',
    mend: 'Reload the workbook and open Plumbline again. If it persists, ask your administrator whether your ' +
      'account may use Plumbline.',
  },
  403: {
    title: 'You may not do this here',
    detail: 'Your Google account does not have the access to this workbook that is needed.',
    mend: 'Ask the workbook’s owner for edit access, then try again.',
  },
  404: {
    title: 'Not found, or not yours',
    detail: 'The service can see no such thing with your Google account.',
    mend: 'Check that you can open the workbook with this account, then try again.',
  },
  409: {
    title: 'A refresh is already under way',
    detail: 'Someone started a refresh of this workbook a moment ago.',
    mend: 'Wait for it to end, then refresh again if you still need to.',
  },
  413: {
    title: 'The workbook is too large',
    detail: 'It holds more cells than Plumbline reads in one refresh.',
    mend: 'Move closed years out of Actuals into another workbook, then try again.',
  },
  422: {
    title: 'There is nothing to forecast yet',
    detail: 'The workbook lacks something that every figure needs.',
    mend: 'Check that Settings has a status date and a currency, and that Budget has lines.',
  },
  429: {
    title: 'Google is asking for a pause',
    detail: 'Too many requests went to Google Sheets in the last minute.',
    mend: 'Wait {wait} and try again.',
  },
  500: {
    title: 'The service failed',
    detail: 'Something broke in the Plumbline service. It is not your workbook.',
    mend: 'Try again. If it persists, tell your administrator the reference below.',
  },
  503: {
    title: 'The service is not available',
    detail: 'The Plumbline service, or Google Sheets behind it, is not answering for the moment.',
    mend: 'Wait {wait} and try again.',
  },
};

/** Answers of a gateway that gave up on the service: the work may be going on behind it. */
const GATEWAY_ERRORS = [502, 504];

/** An error that carries a problem; its words are those of `code`. */
function trouble_(code, facts) {
  return withProblem_(described_(code, facts || {}));
}

/** The error for an answer of the service that is not a success. */
function refusal_(status, body, facts) {
  const spoken = body && typeof body.detail === 'string' ? body : {};
  const problem = described_(TROUBLES[status] ? status : status >= 501 ? 503 : status >= 500 ? 500 : 400, facts);
  const slug = typeof spoken.type === 'string' ? spoken.type.split('/').pop() : '';
  problem.code = slug && slug !== 'about:blank' ? slug : problem.code;
  problem.status = status;
  problem.lost = !spoken.detail && facts.method === 'post' && GATEWAY_ERRORS.indexOf(status) >= 0;
  if (problem.lost) problem.unchanged = WHOLE_OR_NOT;
  if (spoken.detail) {
    problem.title = spoken.title || problem.title;
    problem.detail = spoken.detail;
    problem.unchanged = spoken.unchanged || problem.unchanged;
    problem.mend = spoken.mend || TROUBLES[400].mend;
    problem.run = spoken.run || '';
    problem.cell = spoken.cell || null;
    if (spoken.run) problem.reference = 'run ' + spoken.run;
  }
  return withProblem_(problem);
}

/** What Google's own complaint about a connection means. Its texts are not documented, hence the patterns. */
function unreachedCode_(message) {
  const said = message.replace(/https?:\/\/\S+/g, '');
  if (/\badmin(istrator)?\b/i.test(said)) return 'blocked-by-admin';
  if (/too many times|bandwidth|quota/i.test(said)) return 'fetch-quota';
  if (/permission/i.test(said)) return 'missing-permission';
  if (/time[d ]*-?out/i.test(said)) return 'no-answer';
  return 'unreachable';
}

function described_(code, facts) {
  const words = TROUBLES[code];
  const known = Object.assign({
    host: BASE_URL.split('/')[2],
    permissions: 'connect to the Plumbline service',
    wait: 'a minute',
  }, facts, facts.wait ? {wait: waitWords_(facts.wait)} : {wait: 'a minute'});
  const fill = function (text) {
    return text.replace(/\{(\w+)\}/g, function (whole, name) { return String(known[name]); });
  };
  const lost = Boolean(words.lost) && facts.method === 'post';
  return {
    code: String(code),
    title: fill(words.title),
    detail: fill(words.detail),
    unchanged: lost ? WHOLE_OR_NOT : UNCHANGED,
    mend: fill(words.mend),
    reference: facts.request ? 'request ' + facts.request : '',
    status: 0,
    lost: Boolean(words.lost),
    run: '',
    link: facts.link || '',
    cell: null,
  };
}

/** A Retry-After header in words: seconds, or a date that is left as "a minute". */
function waitWords_(retryAfter) {
  const seconds = Number(retryAfter);
  if (!(seconds > 0)) return 'a minute';
  return seconds === 1 ? '1 second' : Math.ceil(seconds) + ' seconds';
}

function withProblem_(problem) {
  const error = /** @type {Error & {problem: object}} */ (new Error(problem.detail));
  error.problem = problem;
  return error;
}

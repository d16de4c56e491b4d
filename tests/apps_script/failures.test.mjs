import assert from 'node:assert/strict';
import {test} from 'node:test';
import {manifest} from './support/addon.mjs';
import {EMAIL, bareGlobals, startAddon} from './support/host.mjs';

const NOTHING = 'Nothing in the workbook was changed.';
const WHOLE = /whole or not at all/;

function refused(options, name = 'refreshForecast') {
  const addon = startAddon(options);
  const answer = addon.call(name, EMAIL, 'key');
  assert.equal(answer.ok, false);
  for (const part of ['title', 'detail', 'unchanged', 'mend']) {
    assert.ok(answer.problem[part].length > 10, `${part}: ${answer.problem[part]}`);
    assert.doesNotMatch(answer.problem[part], /[{}]|undefined|\[object/);
  }
  return {problem: answer.problem, seen: addon.seen};
}

for (const status of [400, 401, 403, 404, 409, 413, 422, 429, 500, 503]) {
  test(`${status} in the service's own words`, () => {
    const body = {
      type: '/problems/some-slug', title: 'Its own title', status, detail: 'What happened at Budget!G7.',
      unchanged: 'The workbook is as it was.', mend: 'Type a number in G7.', run: 'abc123',
      cell: {sheet_id: 11, tab: 'Budget', a1: 'G7'},
    };
    const {problem} = refused({reply: {status, body}});
    assert.equal(problem.code, 'some-slug');
    assert.equal(problem.status, status);
    assert.equal(problem.title, 'Its own title');
    assert.equal(problem.detail, body.detail);
    assert.equal(problem.unchanged, body.unchanged);
    assert.equal(problem.mend, body.mend);
    assert.equal(problem.reference, 'run abc123');
    assert.deepEqual(problem.cell, body.cell);
    assert.equal(problem.lost, false);
  });

  test(`${status} when the service could not speak`, () => {
    const {problem} = refused({reply: {status, body: '<html>gateway</html>'}});
    assert.equal(problem.status, status);
    assert.equal(problem.code, String(status));
    assert.equal(problem.unchanged, NOTHING);
    assert.match(problem.reference, /^request [0-9a-f-]{36}$/);
    assert.doesNotMatch(JSON.stringify(problem), /gateway/);
  });
}

test('the words of each status differ', () => {
  const titles = [400, 401, 403, 404, 409, 413, 422, 429, 500, 503].map(
    (status) => refused({reply: {status, body: ''}}).problem.title);
  assert.equal(new Set(titles).size, titles.length);
});

test('a pause is as long as the service says', () => {
  const wait = (headers) => refused({reply: {status: 429, body: '', headers}}).problem.mend;
  assert.match(wait({'Retry-After': '37'}), /Wait 37 seconds/);
  assert.match(wait({'retry-after': '1'}), /Wait 1 second /);
  assert.match(wait({'Retry-After': 'Wed, 02 Sep 2026 08:10:00 GMT'}), /Wait a minute/);
  assert.match(wait({}), /Wait a minute/);
});

for (const status of [502, 504]) {
  test(`${status}: a gateway gave up, the refresh may be going on`, () => {
    const {problem} = refused({reply: {status, body: ''}});
    assert.equal(problem.lost, true);
    assert.match(problem.unchanged, WHOLE);
  });

  test(`${status} in the service's own words is an answer`, () => {
    const {problem} = refused({reply: {status, body: {detail: 'Google Sheets did not answer.'}}});
    assert.equal(problem.lost, false);
  });
}

test('an answer that is a success but not JSON is an error, and a redirect is not followed', () => {
  assert.equal(refused({reply: {status: 200, body: '<html>login</html>'}}).problem.status, 200);
  assert.equal(refused({reply: {status: 302, body: ''}}).problem.status, 302);
});

for (const [message, code, lost] of [
  ['Timeout: https://plumbline.example/v1/workbooks/x', 'no-answer', true],
  ['Request timed out', 'no-answer', true],
  ['Address unavailable: https://plumbline.example/v1', 'unreachable', true],
  ['DNS error: https://admin.example/v1', 'unreachable', true],
  ['UrlFetch calls to https://plumbline.example are not permitted by your admin', 'blocked-by-admin', false],
  ['Service invoked too many times for one day: urlfetch.', 'fetch-quota', false],
  ['You do not have permission to call UrlFetchApp.fetch', 'missing-permission', false],
]) {
  test(`Google says: ${message}`, () => {
    const {problem} = refused({complaint: message});
    assert.equal(problem.code, code);
    assert.equal(problem.lost, lost);
    if (lost) assert.match(problem.unchanged, WHOLE);
    else assert.equal(problem.unchanged, NOTHING);
    assert.match(problem.reference, /^request /);
  });
}

test('an administrator’s block names the host to allow', () => {
  const {problem} = refused({complaint: 'not permitted by your administrator'});
  assert.match(problem.mend, /plumbline\.example/);
});

for (const [failure, code] of [['timeout', 'no-answer'], ['unreachable', 'unreachable']]) {
  test(`the service is not there: ${failure}`, () => {
    assert.equal(refused({reply: {failure}}).problem.code, code);
  });
}

test('a lost read says that nothing was changed', () => {
  const {problem} = refused({reply: {failure: 'timeout'}}, 'openWorkbook');
  assert.equal(problem.unchanged, NOTHING);
});

for (const scope of manifest.oauthScopes) {
  test(`without ${scope} nothing is asked of the service, and the permission is named`, () => {
    const {problem, seen} = refused({granted: manifest.oauthScopes.filter((other) => other !== scope)});
    assert.equal(problem.code, 'missing-permission');
    assert.match(problem.link, /^https:\/\/accounts\.google\.com\//);
    const {words} = [...bareGlobals().constant('PERMISSIONS')].find((permission) => permission.scope === scope);
    assert.ok(problem.detail.includes(words));
    assert.deepEqual(seen.fetches, []);
  });
}

test('no tokens: nothing is asked', () => {
  const {problem, seen} = refused({tokenEmail: null});
  assert.equal(problem.code, 'no-tokens');
  assert.deepEqual(seen.fetches, []);
});

test('run as another account than it was opened with: both are named, nothing is asked', () => {
  const {problem, seen} = refused({tokenEmail: 'other@home.example'});
  assert.equal(problem.code, 'other-account');
  assert.match(problem.detail, /ana@northlight\.example/);
  assert.match(problem.detail, /other@home\.example/);
  assert.deepEqual(seen.fetches, []);
});

test('the case of an e-mail does not matter', () => {
  assert.equal(startAddon({tokenEmail: 'Ana@Northlight.example'}).call('openWorkbook', EMAIL).ok, true);
});

test('a fault of the add-on itself is thrown, so that Google logs it', () => {
  assert.throws(() => startAddon({tabs: [{id: 11, name: 'Budget', rows: 9}]}).call('refreshForecast', 42, 'key'), {name: 'TypeError'});
});

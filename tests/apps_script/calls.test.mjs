import assert from 'node:assert/strict';
import {test} from 'node:test';
import {ACCESS_TOKEN, EMAIL, ID_TOKEN, startAddon} from './support/host.mjs';

test('a refresh sends both tokens, the key of the click and a request id, as headers only', () => {
  const addon = startAddon({reply: {status: 202, body: {run_id: 'r1', state: 'running'}}});
  const answer = addon.call('refreshForecast', EMAIL, 'key-of-click');
  const [sent] = addon.seen.fetches;
  assert.equal(sent.url, 'https://plumbline.example/v1/workbooks/book%2F1/refresh');
  assert.equal(sent.method, 'POST');
  assert.equal(sent.headers.Authorization, `Bearer ${ID_TOKEN({email: EMAIL})}`);
  assert.equal(sent.headers['X-Google-Access-Token'], ACCESS_TOKEN);
  assert.equal(sent.headers['Idempotency-Key'], 'key-of-click');
  assert.match(sent.headers['X-Request-ID'], /^[0-9a-f-]{36}$/);
  assert.equal(sent.follow_redirects, false);
  assert.equal(sent.body, '{}');
  assert.doesNotMatch(JSON.stringify(answer), /ya29|Bearer|e30\./);
});

test('opening and following are reads without a body; a run id cannot leave its path', () => {
  const addon = startAddon();
  addon.call('openWorkbook', EMAIL);
  addon.call('followRun', '../workbooks/x?y');
  const [opened, followed] = addon.seen.fetches;
  assert.equal(opened.url, 'https://plumbline.example/v1/workbooks/book%2F1');
  assert.equal(followed.url, 'https://plumbline.example/v1/runs/..%2Fworkbooks%2Fx%3Fy');
  for (const sent of [opened, followed]) {
    assert.equal(sent.method, 'GET');
    assert.equal(sent.body, '');
  }
});

test('the history is asked for with both tokens, and no more of it than the panel shows', () => {
  const body = {workbook_id: 'book/1', acts: []};
  const addon = startAddon({reply: {status: 200, body}});
  assert.deepEqual(addon.call('readHistory'), {ok: true, value: body});
  const [sent] = addon.seen.fetches;
  assert.equal(sent.url, 'https://plumbline.example/v1/workbooks/book%2F1/audit?most=20');
  assert.equal(sent.method, 'GET');
  assert.equal(sent.headers['X-Google-Access-Token'], ACCESS_TOKEN);
});

test('the nightly refresh is switched on with what the person chose, and off without a word', () => {
  const body = {state: 'active'};
  const addon = startAddon({reply: {status: 200, body}});
  const wish = {hour: 2, zone: 'Europe/Berlin', days: ['mon']};
  assert.deepEqual(addon.call('saveSchedule', '', wish), {ok: true, value: body});
  assert.deepEqual(addon.call('removeSchedule', ''), {ok: true, value: body});
  const [saved, removed] = addon.seen.fetches;
  for (const sent of [saved, removed]) {
    assert.equal(sent.url, 'https://plumbline.example/v1/workbooks/book%2F1/schedule');
    assert.equal(sent.headers['X-Google-Access-Token'], ACCESS_TOKEN);
  }
  assert.deepEqual([saved.method, JSON.parse(saved.body)], ['PUT', wish]);
  assert.equal(removed.method, 'DELETE');
});

test('a cell is shown, by the id of its tab', () => {
  const addon = startAddon({tabs: [{id: 11, name: 'Renamed since', rows: 100}]});
  assert.deepEqual(addon.call('openCell', 11, 'C7:C9'), {ok: true, value: {tab: 'Renamed since', a1: 'C7:C9'}});
  const [shown] = addon.said('activate');
  assert.equal(shown.sheetId, 11);
  assert.deepEqual({...shown.range}, {row: 7, column: 3, rows: 3, columns: 1});
});

for (const [code, tabs, a1, said] of [
  ['tab-gone', [{id: 1, name: 'Other', rows: 9}], 'A1', /deleted/],
  ['tab-hidden', [{id: 11, name: 'Old <b>', rows: 9, hidden: true}], 'A1', /“Old <b>”, which is hidden/],
  ['cell-gone', [{id: 11, name: 'Budget', rows: 9}], 'G70', /G70 lies outside the tab “Budget”/],
]) {
  test(`a cell that cannot be shown: ${code}`, () => {
    const addon = startAddon({tabs});
    const {ok, problem} = addon.call('openCell', 11, a1);
    assert.equal(ok, false);
    assert.equal(problem.code, code);
    assert.match(problem.detail, said);
    assert.deepEqual(addon.said('activate'), []);
  });
}

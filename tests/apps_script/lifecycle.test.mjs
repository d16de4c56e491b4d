import assert from 'node:assert/strict';
import {test} from 'node:test';
import {scriptNames} from './support/addon.mjs';
import {EMAIL, bareGlobals, startAddon} from './support/host.mjs';

const orders = {'in order': scriptNames, reversed: [...scriptNames].reverse()};
const MENU = [{caption: 'Open Plumbline', action: 'openSidebar'}];

for (const [order, files] of Object.entries(orders)) {
  for (const mode of ['NONE', 'LIMITED', 'FULL']) {
    for (const event of ['onInstall', 'onOpen']) {
      test(`${event} builds the menu and touches nothing else (${mode}, files ${order})`, () => {
        const addon = startAddon({mode, files, ...(mode === 'FULL' ? {} : {granted: []})});
        addon.call(event, {authMode: mode});
        assert.deepEqual(addon.seen.messages.map((message) => message.kind), ['menu']);
        assert.deepEqual(JSON.parse(JSON.stringify(addon.said('menu')[0].items)), MENU);
        assert.deepEqual(addon.seen.asked, []);
      });
    }
  }

  test(`the sidebar opens (files ${order})`, () => {
    const addon = startAddon({files});
    addon.call('openSidebar');
    assert.equal(addon.said('sidebar')[0].title, 'Plumbline');
  });

  test(`a refresh works (files ${order})`, () => {
    const addon = startAddon({files, reply: {status: 200, body: {run_id: 'r1', state: 'done'}}});
    assert.deepEqual(addon.call('refreshForecast', EMAIL, 'k1'), {ok: true, value: {run_id: 'r1', state: 'done'}});
  });

  test(`global code needs no Google service (files ${order})`, () => {
    assert.ok(bareGlobals(files).functions.includes('onOpen'));
  });
}

test('every menu item leads to a function that exists', () => {
  for (const item of MENU) assert.ok(bareGlobals().functions.includes(item.action));
});

test('the page can call what is meant for it, and nothing else', () => {
  const open = bareGlobals().functions.filter((name) => !name.endsWith('_')).sort();
  assert.deepEqual(open, ['confirmAdoption', 'followRun', 'importActuals', 'onInstall', 'onOpen', 'openCell', 'openSidebar',
    'openWorkbook', 'previewImport', 'previewShare', 'previewShareAgain', 'proposeAdoption', 'publishShare', 'publishShareAgain',
    'readHistory', 'readMovement', 'readShares', 'refreshForecast', 'removeSchedule', 'saveSchedule', 'takeShareBack', 'undoRefresh']);
});

test('with other permissions unticked the sidebar still opens, and says which', () => {
  const addon = startAddon({granted: ['https://www.googleapis.com/auth/script.container.ui',
    'https://www.googleapis.com/auth/spreadsheets']});
  addon.call('openSidebar');
  assert.match(addon.said('sidebar')[0].html, /data-email=""/);
  const {problem} = addon.call('openWorkbook', '');
  assert.equal(problem.code, 'missing-permission');
  assert.match(problem.detail, /see your e-mail address/);
});

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {covers, manifest, pageNames, scriptNames, source} from './support/addon.mjs';
import {bareGlobals} from './support/host.mjs';

const SCOPE = 'https://www.googleapis.com/auth/';
const code = scriptNames.map(source).join('\n');

test('the manifest asks for the scopes the code uses, and no other', () => {
  const uses = [
    ['openid', /ScriptApp\.getIdentityToken\(/],
    [`${SCOPE}userinfo.email`, /Session\.getActiveUser\(/],
    [`${SCOPE}spreadsheets`, /SpreadsheetApp\.getActiveSpreadsheet\(/],
    [`${SCOPE}drive.file`, /https:\/\/www\.googleapis\.com\/auth\/drive\.file/], // the service needs it in the caller's token
    [`${SCOPE}script.container.ui`, /\.showSidebar\(/],
    [`${SCOPE}script.external_request`, /UrlFetchApp\.fetch\(/],
  ];
  const used = uses.filter(([, pattern]) => pattern.test(code)).map(([scope]) => scope);
  assert.deepEqual([...manifest.oauthScopes].sort(), used.sort());
});

test('no Google service is used whose scope is not accounted for', () => {
  const known = ['SpreadsheetApp', 'HtmlService', 'Session', 'ScriptApp', 'UrlFetchApp', 'Utilities'];
  const services = new Set(code.match(/\b[A-Z][A-Za-z]+(?:App|Service)\b|\b(?:Session|Utilities)\b(?=\.)/g));
  assert.deepEqual([...services].filter((name) => !known.includes(name)), []);
});

test('each scope of the manifest is named to the person in words', () => {
  const named = bareGlobals().constant('PERMISSIONS');
  assert.deepEqual([...named].map((permission) => permission.scope).sort(), [...manifest.oauthScopes].sort());
  for (const permission of named) assert.match(permission.words, /^[a-z].{10,}$/);
});

test('the service is inside the allow-list, and the allow-list holds nothing else', () => {
  const base = bareGlobals().constant('BASE_URL');
  assert.equal(manifest.urlFetchWhitelist.length, 1);
  assert.ok(covers(manifest.urlFetchWhitelist[0], `${base}/workbooks/x/refresh`));
  assert.ok(!covers(manifest.urlFetchWhitelist[0], `${base}0/workbooks/x`));
  assert.ok(!covers(manifest.urlFetchWhitelist[0], 'https://plumbline.example.evil.test/v1/workbooks/x'));
});

test('an editor add-on on V8, without card add-on keys', () => {
  assert.equal(manifest.runtimeVersion, 'V8');
  assert.equal(manifest.addOns, undefined);
});

test('the page includes every page file once, and asks only the add-on for anything', () => {
  const sidebar = source('Sidebar.html');
  const included = [...sidebar.matchAll(/include_\('(\w+)'\)/g)].map((found) => `${found[1]}.html`);
  assert.deepEqual([...included, 'Sidebar.html'].sort(), pageNames);
  const pages = pageNames.map(source).join('\n');
  assert.doesNotMatch(pages, /\b(?:src|href)="https?:|fetch\(|XMLHttpRequest|localStorage|sessionStorage/);
  assert.doesNotMatch(pages, /innerHTML|outerHTML|insertAdjacentHTML|document\.write/);
  assert.doesNotMatch(pages, /getOAuthToken|getIdentityToken|Bearer/);
});

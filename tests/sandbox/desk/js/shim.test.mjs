import assert from 'node:assert/strict';
import test from 'node:test';

import {complaint, execute, scope, value} from './execution.mjs';

test('what Apps Script lacks cannot be found', () => {
  const names = ['fetch', 'setTimeout', 'URL', 'XMLHttpRequest', 'importScripts', 'postMessage', 'crypto', 'location', 'startExecution', 'appsScriptParts'];
  const found = value(`return ${JSON.stringify(names)}.filter((name) => typeof globalThis[name] !== 'undefined');`);
  assert.deepEqual(found, []);
});

test('a script may use the hidden names for its own globals', () => {
  assert.equal(execute('const location = "here"; const fetch = 1; function main() { return location; }').last.value, 'here');
});

test('values come back as JSON, undefined as null', () => {
  assert.equal(value(''), null);
  assert.deepEqual(value('return {a: undefined, b: [1]};'), {b: [1]});
});

test('an error crosses with name and message', () => {
  const {last} = execute('function main() { null.x; }');
  assert.equal(last.kind, 'failed');
  assert.equal(last.name, 'TypeError');
  assert.match(last.message, /null/);
});

test('a function that is not there is said so; a constant is no function', () => {
  assert.match(execute('const main = () => 1;').last.message, /Script function not found: main/);
});

test('what the desk does not offer is refused by name', () => {
  assert.match(complaint('SpreadsheetApp.create("x");'), /SpreadsheetApp\.create is not available on the desk/);
  assert.match(complaint('Utilities.computeDigest();'), /Utilities\.computeDigest/);
});

test('templates escape values, take includes as they are, and write JSON into scripts', () => {
  const html = {
    'Page.html': '<p title="<?= name ?>"><?!= include_("Part") ?></p><? for (const n of [1, 2]) { ?><i><?= n ?></i><? } ?><script>x = <?= data ?>;</script>',
    'Part.html': '<b>&</b>',
  };
  const source = `
    function include_(file) { return HtmlService.createHtmlOutputFromFile(file).getContent(); }
    function main() {
      const page = HtmlService.createTemplateFromFile('Page');
      page.name = '<"\\'&\`>';
      page.data = {a: '</script>'};
      return page.evaluate().getContent();
    }`;
  assert.equal(execute(source, {html}).last.value,
    '<p title="&lt;&#34;&#39;&amp;&#96;&gt;"><b>&</b></p><i>1</i><i>2</i><script>x = {"a":"\\u003c/script>"};</script>');
  assert.match(complaint('HtmlService.createTemplateFromFile("Gone");'), /No HTML file named Gone/);
});

test('bytes are signed and base64 goes both ways', () => {
  assert.deepEqual(value('return Utilities.newBlob("é").getBytes();'), [-61, -87]);
  for (const text of ['', 'a', 'ab', 'abc', 'héé?>~']) {
    const coded = Buffer.from(text).toString('base64');
    assert.equal(value(`return Utilities.base64Encode(${JSON.stringify(text)});`), coded);
    assert.equal(value(`return Utilities.base64EncodeWebSafe(${JSON.stringify(text)});`), coded.replaceAll('+', '-').replaceAll('/', '_'));
    const back = `return Utilities.newBlob(Utilities.base64DecodeWebSafe("${Buffer.from(text).toString('base64url')}")).getDataAsString();`;
    assert.equal(value(back), text);
  }
  assert.match(complaint('Utilities.base64Decode("*");'), /Could not decode/);
});

test('sleeping takes its time', () => {
  assert.ok(value('const began = Date.now(); Utilities.sleep(40); return Date.now() - began;') >= 39);
});

test('a sidebar carries its page and the functions it may call', () => {
  const source = `
    const arrow = () => 1;
    function inner_() {}
    function main() { SpreadsheetApp.getUi().showSidebar(HtmlService.createHtmlOutput('<p>').setTitle('T')); }`;
  assert.deepEqual(execute(source).messages[0], {kind: 'sidebar', title: 'T', html: '<p>', functions: ['main']});
});

test('menus need no permission, everything else does', () => {
  const none = {authMode: 'NONE', granted: []};
  const {messages} = execute('function main() { SpreadsheetApp.getUi().createMenu("M").addItem("I", "f").addSeparator().addToUi(); }', none);
  assert.deepEqual(messages[0], {kind: 'menu', title: 'M', items: [{caption: 'I', action: 'f'}, {separator: true}]});
  for (const call of ['SpreadsheetApp.getActiveSpreadsheet()', 'UrlFetchApp.fetch("https://plumbline.example/v1")',
    'PropertiesService.getUserProperties()', 'Session.getActiveUser().getEmail()', 'SpreadsheetApp.getUi().showSidebar(HtmlService.createHtmlOutput())']) {
    assert.match(complaint(`${call};`, none), /permissions are not sufficient/, call);
  }
});

test('a scope counts only when the manifest asks for it and the person granted it', () => {
  const without = scope('script.external_request');
  const granted = [scope('openid'), scope('spreadsheets')];
  assert.match(complaint('UrlFetchApp.fetch("https://plumbline.example/v1");', {granted}), new RegExp(without));
  assert.equal(value('return ScriptApp.getAuthorizationInfo(ScriptApp.AuthMode.FULL).getAuthorizationStatus();', {granted}), 'REQUIRED');
  assert.equal(value('return ScriptApp.getAuthorizationInfo(ScriptApp.AuthMode.FULL).getAuthorizationUrl();'), null);
  assert.equal(value('return ScriptApp.getIdentityToken();', {granted: [scope('spreadsheets')]}), null);
  const {messages} = execute('function main() { ScriptApp.requireAllScopes(ScriptApp.AuthMode.FULL); }', {granted});
  assert.equal(messages[0].kind, 'consent');
  assert.match(messages[1].message, /Authorization is required/);
});

test('tokens are those of the person, with the scopes held, and asked for once', () => {
  const answers = {'/sandbox/tokens': ({email}) => ({id_token: `id ${email}`, access_token: 'access'})};
  const {asked, last} = execute('function main() { return [ScriptApp.getIdentityToken(), ScriptApp.getOAuthToken()]; }', {answers});
  assert.deepEqual(last.value, ['id ana@northlight.example', 'access']);
  assert.equal(asked.length, 1);
  assert.equal(asked[0][1].scopes.length, 5);
});

const relay = (answer) => ({'/sandbox/relay': () => ({status: 200, headers: [['x', '1']], text: 'hello', failure: '', ...answer})});
const fetched = (url, options = '{}') => `return UrlFetchApp.fetch(${JSON.stringify(url)}, ${options}).getContentText();`;

test('fetch is held to the allow-list, part by part', () => {
  for (const url of ['https://plumbline.example/v1', 'https://plumbline.example/v1/x?q=1']) {
    assert.equal(value(fetched(url), {answers: relay({})}), 'hello');
  }
  for (const url of ['https://plumbline.example/v10', 'http://plumbline.example/v1', 'https://plumbline.example.evil.example/v1']) {
    assert.match(complaint(fetched(url)), /urlFetchWhitelist/);
  }
});

test('a bad status throws unless it is muted; no answer always throws', () => {
  const answers = relay({status: 500, text: 'broken'});
  assert.match(complaint(fetched('https://plumbline.example/v1'), {answers}), /returned code 500/);
  assert.equal(value(fetched('https://plumbline.example/v1', '{muteHttpExceptions: true}'), {answers}), 'broken');
  assert.match(complaint(fetched('https://plumbline.example/v1', '{muteHttpExceptions: true}'), {answers: relay({failure: 'timeout'})}), /Timeout/);
  assert.match(complaint(fetched('https://plumbline.example/v1'), {answers: relay({failure: 'unreachable'})}), /Address unavailable/);
});

test('a payload is sent as text, or as a form', () => {
  const options = {answers: relay({})};
  const sent = (more) => execute(`function main() { UrlFetchApp.fetch('https://plumbline.example/v1', ${more}); }`, options).asked[0][1];
  assert.deepEqual(sent("{method: 'post', contentType: 'application/json', payload: '{}'}"),
    {url: 'https://plumbline.example/v1', method: 'POST', body: '{}', headers: {'Content-Type': 'application/json'}, follow_redirects: true});
  assert.equal(sent("{method: 'post', payload: {a: 'x y', b: 1}}").body, 'a=x%20y&b=1');
});

test('tabs are found by name and id, ranges by A1, and going there is shown', () => {
  assert.deepEqual(value(`return SpreadsheetApp.getActiveSpreadsheet().getSheets().map((tab) => [tab.getName(), tab.isSheetHidden()]);`),
    [['Notes', true], ['Budget', false]]);
  assert.equal(value('return SpreadsheetApp.getActiveSpreadsheet().getSheetByName("Gone");'), null);
  assert.equal(value('return SpreadsheetApp.getActiveSheet().getName();'), 'Budget');
  const at = (a1) => `return SpreadsheetApp.getActiveSpreadsheet().getSheetById(5).getRange(${a1}).activate().getA1Notation();`;
  for (const [a1, said] of [['"G7"', 'G7'], ['"$B$2"', 'B2'], ['"C3:A1"', 'A1:C3'], ['"B:C"', 'B1:C100'], ['"2:3"', 'A2:J3'], ['4, 2', 'B4']]) {
    assert.equal(value(at(a1)), said);
  }
  const {messages} = execute(`function main() { ${at('"G7"')} }`);
  assert.deepEqual(messages[0], {kind: 'activate', sheetId: 5, range: {row: 7, column: 7, rows: 1, columns: 1}});
  assert.match(complaint(at('"G700"')), /outside the dimensions/);
  assert.match(complaint(at('"nonsense!"')), /Range not found/);
});

test('properties and caches are kept by script, document and person', () => {
  const answers = {'/sandbox/script/properties': () => ({value: 'v'}), '/sandbox/script/cache': () => ({value: null})};
  const scopes = execute(`function main() {
    PropertiesService.getUserProperties().setProperty('k', 1);
    PropertiesService.getDocumentProperties().getProperty('k');
    CacheService.getScriptCache().put('k', 'v', 5);
  }`, {answers}).asked.map(([, call]) => call.scope);
  assert.deepEqual(scopes, ['user:s:ana@northlight.example', 'document:s:b', 'script:s']);
});

test('a lock is waited for, then given up', () => {
  let tries = 0;
  const answers = {'/sandbox/script/locks': ({op}) => ({value: op === 'take' && (tries += 1) >= 3})};
  assert.equal(value('return LockService.getScriptLock().tryLock(2000);', {answers}), true);
  assert.match(complaint('LockService.getScriptLock().waitLock(50);', {answers: {'/sandbox/script/locks': () => ({value: false})}}), /Lock timeout/);
});

test('what is logged leaves as text', () => {
  const {messages} = execute('function main() { console.warn("a", {b: 1}); Logger.log(2); }');
  assert.deepEqual(messages.slice(0, 2), [{kind: 'log', level: 'warning', text: 'a {"b":1}'}, {kind: 'log', level: 'info', text: '2'}]);
});

// The add-on on node: its .gs files as they are, on the desk's own stand-in for Apps Script. Every call is
// an execution of its own with fresh globals, as at Google.
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {createContext, runInContext} from 'node:vm';
import {manifest, scriptNames, source} from './addon.mjs';

const SHIM = fileURLToPath(new URL('../../../app/sandbox/desk/static/appsscript/', import.meta.url));
const BASE = 'addon:';
export const EMAIL = 'ana@northlight.example';
export const ACCESS_TOKEN = 'ya29.secret-access';
export const ID_TOKEN = (claims) => ['e30', Buffer.from(JSON.stringify(claims)).toString('base64url'), 'sig'].join('.');

/**
 * `mode`: NONE, LIMITED or FULL. `granted`: the scopes ticked. `reply`: what the service answers, {status, body,
 * headers} or {failure: 'timeout'}. `complaint`: what UrlFetchApp throws instead. `tokenEmail`: whom the ID
 * token names; null for none.
 */
export function startAddon({
  mode = 'FULL', granted = manifest.oauthScopes, reply = {status: 200, body: {}}, complaint = '', tokenEmail = EMAIL,
  email = EMAIL, files = scriptNames, tabs = [{id: 11, name: 'Budget', rows: 100}],
} = {}) {
  const seen = {messages: [], fetches: [], asked: []};
  const extra = {'Complaint.gs': `UrlFetchApp = {fetch: function () { throw new Error(${JSON.stringify(complaint)}); }};`};

  const paths = {
    '/sandbox/tokens': () => ({id_token: tokenEmail && ID_TOKEN({email: tokenEmail}), access_token: ACCESS_TOKEN}),
    '/sandbox/relay': (request) => {
      seen.fetches.push(request);
      if (reply.failure) return reply;
      const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
      return {status: reply.status, headers: Object.entries(reply.headers || {}), text};
    },
  };

  class XMLHttpRequest {
    open(method, address) { Object.assign(this, {method, address}); }
    setRequestHeader() {}
    send(body) {
      this.status = 200;
      if (this.method === 'GET') {
        this.responseText = source(this.address.slice(BASE.length));
        return;
      }
      seen.asked.push(this.address);
      this.responseText = JSON.stringify(paths[this.address](JSON.parse(body)));
    }
  }

  function execute(name, args) {
    const scope = {XMLHttpRequest, URL, crypto, postMessage: (message) => seen.messages.push(message)};
    const context = createContext(scope);
    scope.importScripts = (...names) => names.forEach((file) => {
      const text = file.startsWith(BASE) ? extra[file.slice(BASE.length)] || source(file.slice(BASE.length))
        : readFileSync(SHIM + file, 'utf8');
      runInContext(text, context, {filename: file});
    });
    scope.importScripts('shim.js');
    scope.startExecution({
      id: 'x', call: {name, args}, authMode: mode, granted, person: {email, name: 'Ana Ruiz'},
      script: {id: 's', base: BASE, files: complaint ? [...files, 'Complaint.gs'] : files, manifest},
      book: {
        id: 'book/1', title: 'Harbour', url: '', locale: 'en_GB', timeZone: 'Etc/UTC', activeSheetId: tabs[0].id,
        sheets: tabs.map((tab, index) => ({sheetId: tab.id, title: tab.name, index, hidden: tab.hidden, rows: tab.rows, columns: 26})),
      },
    });
    return seen.messages.pop();
  }

  return {
    seen,
    said: (kind) => seen.messages.filter((message) => message.kind === kind),
    call(name, ...args) {
      const end = execute(name, args);
      if (end.kind === 'failed') throw Object.assign(new Error(end.message), {name: end.name});
      return JSON.parse(JSON.stringify(end.value));
    },
  };
}

/** What the files define when no Google service exists at all: global code must not need one. */
export function bareGlobals(files = scriptNames) {
  const context = createContext({});
  for (const file of files) runInContext(source(file), context, {filename: file});
  return {functions: Object.keys(context), constant: (name) => runInContext(name, context)};
}

// Runs a script written in a test through the desk's shim, in a context of its own.
import {readFileSync} from 'node:fs';
import {webcrypto} from 'node:crypto';
import vm from 'node:vm';

const SHIM = new URL('../../../../app/sandbox/desk/static/appsscript/', import.meta.url);
const ALL = ['openid', ...['userinfo.email', 'spreadsheets', 'script.container.ui', 'script.external_request']
  .map((name) => `https://www.googleapis.com/auth/${name}`)];

export const scope = (name) => ALL.find((one) => one.endsWith(name));

/** {messages, asked, last}: what the script showed, what it asked of the desk, and how it ended. */
export function execute(source, {html = {}, answers = {}, ...over} = {}) {
  const messages = [];
  const asked = [];
  class Request {
    open(method, url) { Object.assign(this, {method, url, status: 200}); }
    setRequestHeader() {}
    send(body) {
      if (this.method === 'GET') {
        const page = html[this.url.split('/').pop()];
        this.status = page === undefined ? 404 : 200;
        this.responseText = page ?? '';
        return;
      }
      const call = JSON.parse(body);
      asked.push([this.url, call]);
      this.responseText = JSON.stringify(answers[this.url](call));
    }
  }
  const context = vm.createContext({
    XMLHttpRequest: Request, URL, crypto: webcrypto, fetch() {}, setTimeout, location: {}, postMessage: (message) => messages.push(structuredClone(message)),
    importScripts: (...names) => names.forEach((name) => {
      vm.runInContext(name.startsWith('/') ? source : readFileSync(new URL(name, SHIM), 'utf8'), context, {filename: name});
    }),
  });
  context.importScripts('shim.js');
  context.startExecution({
    id: 'e1', call: {name: 'main', args: []}, authMode: 'FULL', person: {email: 'ana@northlight.example', name: 'Ana Ruiz'}, granted: ALL,
    script: {id: 's', base: '/files/', files: ['Code.gs'], manifest: {oauthScopes: ALL, urlFetchWhitelist: ['https://plumbline.example/v1']}},
    book: {id: 'b', title: 'Book', url: 'u', locale: 'en_GB', timeZone: 'Etc/UTC', activeSheetId: 5, sheets: [
      {sheetId: 5, title: 'Budget', index: 1, hidden: false, rows: 100, columns: 10},
      {sheetId: 0, title: 'Notes', index: 0, hidden: true, rows: 10, columns: 5}]},
    ...over,
  });
  return {messages, asked, last: messages.at(-1)};
}

export function value(source, options) {
  const {last} = execute(`function main() { ${source} }`, options);
  if (last.kind !== 'done') throw new Error(last.message);
  return last.value;
}

export const complaint = (source, options) => execute(`function main() { ${source} }`, options).last.message;

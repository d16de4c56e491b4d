/**
 * Apps Script on this machine: what one execution of a script sees, in a Web Worker or in node:vm.
 *
 * The host provides `importScripts` (names relative to this file, or the URLs of `.gs` files), `postMessage`,
 * a synchronous `XMLHttpRequest`, `crypto`, `URL`, and optionally `Atomics` with `WebAssembly` for sleeping.
 * All of them are captured here and hidden before a script runs: what Apps Script lacks, a script must not
 * find. The one entry is `startExecution(execution)`:
 *
 *   {id, call: {name, args}, authMode: 'NONE'|'LIMITED'|'FULL',
 *    script: {id, base, files: ['Api.gs', ...], manifest}, person: {email, name}, granted: [scope, ...],
 *    book: {id, title, url, locale, timeZone, activeSheetId,
 *           sheets: [{sheetId, title, index, hidden, rows, columns}]}}
 *
 * It answers by messages: any number of {kind: 'menu'|'sidebar'|'activate'|'toast'|'consent'|'log', ...} and
 * then one {kind: 'done', value} or {kind: 'failed', name, message, stack}. A syntax error in a file is left
 * uncaught, because only then the host learns file and line.
 */
(function (global) {
  'use strict';

  const load = global.importScripts.bind(global);
  global.appsScriptParts = {};
  load('host.js', 'permissions.js', 'services/html.js', 'services/script.js', 'services/spreadsheet.js',
    'services/ui.js', 'services/storage.js', 'services/urlfetch.js', 'services/utilities.js');
  const parts = global.appsScriptParts;
  delete global.appsScriptParts;

  /** JSON as the page will get it: undefined becomes null, what cannot cross is refused. */
  function returned(value) {
    if (value === undefined || typeof value === 'function') return null;
    return JSON.parse(JSON.stringify(value));
  }

  function run(host, {name, args}) {
    const callable = Object.prototype.hasOwnProperty.call(global, name) && global[name];
    if (typeof callable !== 'function') throw new Error(`Script function not found: ${name}`);
    return callable.apply(null, args || []);
  }

  function startExecution(execution) {
    const host = parts.host(global, execution);
    const services = Object.assign({}, ...['html', 'script', 'spreadsheet', 'storage', 'urlfetch', 'utilities']
      .map((part) => parts[part](host, parts)));
    parts.hide(global);
    for (const [name, service] of Object.entries(services)) {
      Object.defineProperty(global, name, {value: service, writable: true, configurable: true, enumerable: false});
    }
    const known = new Set(Object.getOwnPropertyNames(global));
    host.functions = () => Object.getOwnPropertyNames(global).filter((name) =>
      !known.has(name) && !name.endsWith('_') && typeof global[name] === 'function');
    for (const file of execution.script.files) load(execution.script.base + file);
    try {
      host.tell({kind: 'done', value: returned(run(host, execution.call))});
    } catch (error) {
      const {name, message, stack} = error instanceof Error ? error : new Error(String(error));
      host.tell({kind: 'failed', name, message, stack});
    }
  }

  global.startExecution = startExecution;
})(globalThis);

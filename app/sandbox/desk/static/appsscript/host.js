/** What the services use of the host, captured before it is hidden from scripts. */
appsScriptParts.host = function (global, execution) {
  'use strict';
  const {XMLHttpRequest: Request, URL: Address, Atomics: atomics, WebAssembly: wasm, crypto: random} = global;
  const post = global.postMessage.bind(global);

  /** Sends JSON and waits for the JSON that comes back; the worker stands still meanwhile, as at Google. */
  function ask(path, body, milliseconds) {
    const request = new Request();
    request.open('POST', path, false);
    if (milliseconds) request.timeout = milliseconds;
    request.setRequestHeader('Content-Type', 'application/json');
    request.send(JSON.stringify(body));
    if (request.status !== 200) throw new Error(`Service error: ${path} answered ${request.status} ${request.responseText}`);
    return JSON.parse(request.responseText);
  }

  /** The text of a file of the script; null when there is none. */
  function read(file) {
    const request = new Request();
    request.open('GET', execution.script.base + file, false);
    request.send();
    return request.status === 200 ? request.responseText : null;
  }

  /** Without Atomics.wait (a page, some hosts) it keeps the processor busy: sleeping must not return early. */
  function sleep(milliseconds) {
    if (atomics && wasm) {
      const cell = new Int32Array(new wasm.Memory({initial: 1, maximum: 1, shared: true}).buffer);
      atomics.wait(cell, 0, 0, milliseconds);
      return;
    }
    const end = Date.now() + milliseconds;
    while (Date.now() < end);
  }

  return {execution, tell: post, ask, read, sleep, uuid: () => random.randomUUID(), address: (url) => new Address(url)};
};

/** A service that refuses loudly what it does not do, instead of "undefined is not a function". */
appsScriptParts.only = function (name, members) {
  'use strict';
  return new Proxy(Object.freeze(members), {
    get(target, member) {
      if (member in target || typeof member === 'symbol' || member === 'toJSON' || member === 'then') return target[member];
      throw new Error(`${name}.${String(member)} is not available on the desk.`);
    },
  });
};

/**
 * Takes away every global that Apps Script's runtime does not have. What the language itself defines stays;
 * the names are listed because the host's and the language's globals cannot be told apart.
 */
appsScriptParts.hide = function (global) {
  'use strict';
  const LANGUAGE = new Set(('globalThis undefined NaN Infinity eval isFinite isNaN parseFloat parseInt decodeURI ' +
    'decodeURIComponent encodeURI encodeURIComponent escape unescape Object Function Boolean Symbol Error AggregateError ' +
    'EvalError RangeError ReferenceError SyntaxError TypeError URIError Number BigInt Math Date String RegExp Array ' +
    'Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array BigInt64Array BigUint64Array ' +
    'Float32Array Float64Array Map Set WeakMap WeakSet WeakRef FinalizationRegistry ArrayBuffer SharedArrayBuffer DataView ' +
    'Atomics JSON Promise Reflect Proxy Intl WebAssembly').split(' '));
  for (let place = global; place && place !== Object.prototype; place = Object.getPrototypeOf(place)) {
    for (const name of Object.getOwnPropertyNames(place)) {
      if (LANGUAGE.has(name) || name === 'constructor') continue;
      if (!Reflect.deleteProperty(place, name)) {
        Reflect.defineProperty(global, name, {value: undefined, writable: true, configurable: true});
      }
    }
  }
};

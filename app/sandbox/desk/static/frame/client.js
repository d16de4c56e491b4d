/**
 * The page's side of the add-on: `google.script.run` and `google.script.host`, over a line to the desk.
 *
 * The frame says that it is ready; the desk, and only the desk, answers with the page and a port. The page is
 * written over this document: its bytes stay as they are, and the port survives.
 */
(function () {
  'use strict';

  const AT_ONCE = 10; // calls under way; further ones wait
  const CONSENT = 'https://accounts.google.com/';
  const STYLESHEET = 'https://ssl.gstatic.com/docs/script/css/add-ons1.css';
  const desk = document.documentElement.dataset.desk;
  const under = new Map();
  const waiting = [];
  let port = null;
  let counted = 0;

  function send() {
    while (waiting.length && under.size < AT_ONCE) {
      const call = waiting.shift();
      under.set(call.id, call);
      port.postMessage({kind: 'call', id: call.id, name: call.name, args: call.args});
    }
  }

  function answered({id, value, error}) {
    const call = under.get(id);
    if (!call) return;
    under.delete(id);
    send();
    if (error) {
      const made = Object.assign(new Error(error.message), {name: error.name});
      if (call.failure) call.failure(made, call.object);
      else console.warn(`${call.name}: ${error.message}`);
    } else if (call.success) call.success(value, call.object);
  }

  /** A form as an object; files cannot cross here. */
  function formValues(form) {
    const values = {};
    for (const [name, value] of new FormData(form)) {
      if (typeof value !== 'string') throw new TypeError('Files in forms are not available on the desk.');
      values[name] = name in values ? [].concat(values[name], value) : value;
    }
    return values;
  }

  /** A copy of what may cross: as at Google no dates, functions, elements or circles. */
  function crossing(value, seen = []) {
    if (value === undefined || value === null) return null;
    if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint' ||
        value instanceof Date || value instanceof Node || seen.includes(value)) {
      throw new TypeError('Failed due to illegal value in property: a date, function, element or circle.');
    }
    if (typeof value !== 'object') return typeof value === 'number' && !Number.isFinite(value) ? null : value;
    const inside = [...seen, value];
    if (Array.isArray(value)) return value.map((item) => crossing(item, inside));
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, crossing(item, inside)]));
  }

  function crossingAll(args) {
    if (args.length === 1 && args[0] instanceof HTMLFormElement) return [formValues(args[0])];
    return args.map((arg) => crossing(arg));
  }

  function handler(given, name) {
    if (given !== null && given !== undefined && typeof given !== 'function') throw new TypeError(`${name} needs a function.`);
    return given;
  }

  /** A runner never changes: each `with...` gives a new one. */
  function runner(functions, settings) {
    const made = {
      withSuccessHandler: (success) => runner(functions, {...settings, success: handler(success, 'withSuccessHandler')}),
      withFailureHandler: (failure) => runner(functions, {...settings, failure: handler(failure, 'withFailureHandler')}),
      withUserObject: (object) => runner(functions, {...settings, object}),
    };
    for (const name of functions) {
      made[name] = (...args) => {
        waiting.push({id: counted += 1, name, args: crossingAll(args), ...settings});
        send();
      };
    }
    return Object.freeze(made);
  }

  function open({html, functions}) {
    const host = Object.freeze({
      close: () => port.postMessage({kind: 'close'}),
      setHeight: () => {},
      setWidth: () => {},
      editor: Object.freeze({focus: () => port.postMessage({kind: 'focus'})}),
      origin: desk,
    });
    const google = Object.freeze({script: Object.freeze({run: runner(functions, {}), host})});
    Object.defineProperty(window, 'google', {value: google});
    document.open();
    document.write(html.replaceAll(STYLESHEET, '/desk/static/frame/add-ons1.css'));
    document.close();
    // Google's consent page is far away: the desk has tick boxes instead.
    document.addEventListener('click', (event) => {
      const link = event.target.closest?.('a[href]');
      if (!link || !link.href.startsWith(CONSENT)) return;
      event.preventDefault();
      port.postMessage({kind: 'consent'});
    });
  }

  window.addEventListener('message', function taken(event) {
    if (event.origin !== desk || event.source !== window.parent || !event.ports[0]) return;
    window.removeEventListener('message', taken);
    [port] = event.ports;
    port.onmessage = ({data}) => answered(data);
    open(event.data);
  });
  window.parent.postMessage('ready', desk);
})();

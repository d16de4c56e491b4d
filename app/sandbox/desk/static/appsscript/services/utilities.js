/** Utilities, Logger and console. Bytes are signed, as in Apps Script. */
(function (parts) {
  'use strict';
  const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const signed = (byte) => (byte > 127 ? byte - 256 : byte);

  function utf8(text) {
    const escapes = encodeURIComponent(text).match(/%..|[\s\S]/g) || [];
    return escapes.map((one) => signed(one.length === 3 ? parseInt(one.slice(1), 16) : one.charCodeAt(0)));
  }

  function text(bytes) {
    return decodeURIComponent(bytes.map((byte) => `%${(byte & 255).toString(16).padStart(2, '0')}`).join(''));
  }

  function encode(data) {
    const bytes = (typeof data === 'string' ? utf8(data) : data).map((byte) => byte & 255);
    let out = '';
    for (let at = 0; at < bytes.length; at += 3) {
      const [a, b = 0, c = 0] = bytes.slice(at, at + 3);
      const group = (a << 16) | (b << 8) | c;
      out += [18, 12, 6, 0].map((shift, index) => (at + index > bytes.length ? '=' : ALPHABET[(group >> shift) & 63])).join('');
    }
    return out;
  }

  /** Standard and web-safe alphabets, padded or not. */
  function decode(data) {
    const clean = data.replace(/-/g, '+').replace(/_/g, '/').replace(/=+$/, '');
    if (/[^A-Za-z0-9+/]/.test(clean) || clean.length % 4 === 1) throw new Error('Could not decode string.');
    const bytes = [];
    let held = 0;
    let bits = 0;
    for (const letter of clean) {
      held = ((held << 6) | ALPHABET.indexOf(letter)) & 0xffffff;
      bits += 6;
      if (bits >= 8) {
        bits -= 8;
        bytes.push(signed((held >> bits) & 255));
      }
    }
    return bytes;
  }

  parts.blob = function (content, type = 'text/plain', name = null) {
    const bytes = typeof content === 'string' ? utf8(content) : content.slice();
    return parts.only('Blob', {
      getBytes: () => bytes.slice(),
      getDataAsString: () => text(bytes),
      getContentType: () => type,
      getName: () => name,
    });
  };

  /** What is logged, as text: strings as they are, everything else as JSON. */
  function logged(values) {
    return values.map((value) => {
      if (typeof value === 'string') return value;
      return value instanceof Error ? `${value.name}: ${value.message}` : JSON.stringify(value) ?? String(value);
    }).join(' ');
  }

  parts.utilities = function (host) {
    const began = {};
    const writer = (level) => (...values) => host.tell({kind: 'log', level, text: logged(values)});
    const safe = (data) => encode(data).replace(/\+/g, '-').replace(/\//g, '_');
    const logger = parts.only('Logger', {log: (...values) => { writer('info')(...values); return logger; }});
    return {
      Utilities: parts.only('Utilities', {
        sleep: (milliseconds) => host.sleep(milliseconds),
        getUuid: () => host.uuid(),
        base64Encode: encode,
        base64EncodeWebSafe: safe,
        base64Decode: decode,
        base64DecodeWebSafe: decode,
        newBlob: parts.blob,
      }),
      Logger: logger,
      console: parts.only('console', {
        log: writer('info'),
        info: writer('info'),
        warn: writer('warning'),
        error: writer('error'),
        time: (label) => { began[label] = Date.now(); },
        timeEnd: (label) => writer('info')(`${label}: ${Date.now() - began[label]}ms`),
      }),
    };
  };
})(appsScriptParts);

/** UrlFetchApp: synchronous, through the sandbox's relay, held to the manifest's allow-list as at Google. */
appsScriptParts.urlfetch = function (host, parts) {
  'use strict';
  const LIMIT = 60000; // milliseconds Google waits for an answer
  const LONGEST_URL = 2048;
  const may = parts.permissions(host);
  const allowed = host.execution.script.manifest.urlFetchWhitelist || [];

  /** Whether an allow-list entry covers a URL: by parts, so that /v1 does not cover /v10. */
  function covers(prefix, url) {
    const entry = host.address(prefix);
    const asked = host.address(url);
    const base = entry.pathname.replace(/\/$/, '');
    return asked.protocol === 'https:' && asked.host === entry.host && `${asked.pathname}/`.startsWith(`${base}/`);
  }

  function body(payload, headers) {
    if (payload === undefined || payload === null) return '';
    if (typeof payload === 'string') return payload;
    headers['Content-Type'] = headers['Content-Type'] || 'application/x-www-form-urlencoded';
    return Object.entries(payload)
      .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`).join('&');
  }

  function responseOf({status, headers, text}) {
    return parts.only('HTTPResponse', {
      getResponseCode: () => status,
      getContentText: () => text,
      getHeaders: () => Object.fromEntries(headers),
      getAllHeaders: () => headers.reduce((all, [name, value]) => ({...all, [name]: name in all ? [].concat(all[name], value) : value}), {}),
      getBlob: () => parts.blob(text, (Object.fromEntries(headers)['content-type'] || '').split(';')[0]),
    });
  }

  function send(request) {
    try {
      return host.ask('/sandbox/relay', request, LIMIT);
    } catch (error) {
      if (error.name === 'TimeoutError') throw new Error(`Timeout: ${request.url}`);
      throw new Error(`Address unavailable: ${request.url}`);
    }
  }

  function fetch(url, options = {}) {
    may.demand('UrlFetchApp.fetch', may.FETCH);
    if (String(url).length > LONGEST_URL) throw new Error('Limit Exceeded: URLFetch URL Length.');
    if (allowed.length && !allowed.some((prefix) => covers(prefix, url))) {
      throw new Error(`The URL ${url} is not allowed by the manifest's urlFetchWhitelist.`);
    }
    const headers = {...(options.contentType ? {'Content-Type': options.contentType} : {}), ...options.headers};
    const answer = send({
      url: String(url),
      method: String(options.method || 'get').toUpperCase(),
      body: body(options.payload, headers),
      headers,
      follow_redirects: options.followRedirects !== false,
    });
    if (answer.failure) throw new Error(`${answer.failure === 'timeout' ? 'Timeout' : 'Address unavailable'}: ${url}`);
    if (answer.status >= 400 && !options.muteHttpExceptions) {
      throw new Error(`Request failed for ${host.address(url).origin} returned code ${answer.status}. Truncated server ` +
        `response: ${answer.text.slice(0, 100)} (use muteHttpExceptions option to examine full response)`);
    }
    return responseOf(answer);
  }

  return {
    UrlFetchApp: parts.only('UrlFetchApp', {
      fetch,
      fetchAll: (requests) => requests.map((request) => (typeof request === 'string' ? fetch(request) : fetch(request.url, request))),
    }),
  };
};

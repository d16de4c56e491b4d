/** PropertiesService, CacheService and LockService: kept by the sandbox, by script, document and person. */
appsScriptParts.storage = function (host, parts) {
  'use strict';
  const {id: execution, book, person, script} = host.execution;
  const may = parts.permissions(host);

  const scopeOf = (kind) => ({
    script: `script:${script.id}`,
    user: `user:${script.id}:${person.email}`,
    document: `document:${script.id}:${book.id}`,
  })[kind];

  /** Properties and caches work in AuthMode.LIMITED, in NONE they do not. */
  function opened(service) {
    if (host.execution.authMode === 'NONE') may.demand(service, may.SHEETS, {limited: true});
  }

  function properties(kind) {
    opened('PropertiesService');
    const ask = (op, more) => host.ask('/sandbox/script/properties', {op, scope: scopeOf(kind), ...more}).value;
    const store = parts.only('Properties', {
      getProperty: (key) => ask('get', {key}),
      getProperties: () => ask('all', {}),
      getKeys: () => Object.keys(ask('all', {})),
      setProperty: (key, value) => { ask('set', {values: {[key]: String(value)}}); return store; },
      setProperties: (values, others) => {
        const texts = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]));
        ask('set', {values: texts, only: Boolean(others)});
        return store;
      },
      deleteProperty: (key) => { ask('delete', {key}); return store; },
      deleteAllProperties: () => { ask('set', {values: {}, only: true}); return store; },
    });
    return store;
  }

  function cache(kind) {
    opened('CacheService');
    const ask = (op, more) => host.ask('/sandbox/script/cache', {op, scope: scopeOf(kind), ...more}).value;
    return parts.only('Cache', {
      get: (key) => ask('get', {key}),
      put: (key, value, seconds = 600) => { ask('put', {key, text: String(value), seconds}); },
      remove: (key) => { ask('remove', {key}); },
    });
  }

  function lock(kind) {
    const ask = (op) => host.ask('/sandbox/script/locks', {op, scope: scopeOf(kind), execution}).value;
    let held = false;
    function tryLock(milliseconds) {
      const end = Date.now() + milliseconds;
      for (held = ask('take'); !held && Date.now() < end; held = ask('take')) {
        host.sleep(Math.min(100, Math.max(1, end - Date.now())));
      }
      return held;
    }
    return parts.only('Lock', {
      tryLock,
      waitLock: (milliseconds) => {
        if (!tryLock(milliseconds)) throw new Error('Lock timeout: another process was holding the lock for too long.');
      },
      releaseLock: () => { ask('release'); held = false; },
      hasLock: () => held,
    });
  }

  return {
    PropertiesService: parts.only('PropertiesService', {
      getScriptProperties: () => properties('script'),
      getUserProperties: () => properties('user'),
      getDocumentProperties: () => properties('document'),
    }),
    CacheService: parts.only('CacheService', {
      getScriptCache: () => cache('script'),
      getUserCache: () => cache('user'),
      getDocumentCache: () => cache('document'),
    }),
    LockService: parts.only('LockService', {
      getScriptLock: () => lock('script'),
      getUserLock: () => lock('user'),
      getDocumentLock: () => lock('document'),
    }),
  };
};

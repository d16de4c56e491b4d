/** ScriptApp and Session: who runs this, with which permissions, and the tokens that prove it. */
appsScriptParts.script = function (host, parts) {
  'use strict';
  const {authMode, person, granted, script} = host.execution;
  const may = parts.permissions(host);
  const AuthMode = Object.freeze({NONE: 'NONE', LIMITED: 'LIMITED', FULL: 'FULL', CUSTOM_FUNCTION: 'CUSTOM_FUNCTION'});
  const AuthorizationStatus = Object.freeze({REQUIRED: 'REQUIRED', NOT_REQUIRED: 'NOT_REQUIRED'});
  const CONSENT = 'https://accounts.google.com/o/oauth2/auth'; // the desk opens its own permissions instead

  let tokens = null;
  function token(kind) {
    if (authMode !== 'FULL') return null;
    tokens = tokens || host.ask('/sandbox/tokens', {email: person.email, scopes: may.held()});
    return tokens[kind];
  }

  function missing(scopes) {
    return (scopes || script.manifest.oauthScopes || []).filter((scope) => !may.has(scope));
  }

  function authorisation(mode, scopes) {
    const lacks = missing(scopes);
    return parts.only('AuthorizationInfo', {
      getAuthorizationStatus: () => (lacks.length ? AuthorizationStatus.REQUIRED : AuthorizationStatus.NOT_REQUIRED),
      getAuthorizationUrl: () => (lacks.length ? `${CONSENT}?scope=${encodeURIComponent(lacks.join(' '))}` : null),
      getAuthorizedScopes: () => granted.slice(),
    });
  }

  /** At Google the execution ends here and the person is asked; on the desk too. */
  function requireScopes(mode, scopes) {
    const lacks = missing(scopes);
    if (!lacks.length) return;
    host.tell({kind: 'consent', scopes: lacks});
    throw new Error('Authorization is required to perform that action.');
  }

  const user = (email) => parts.only('User', {getEmail: () => email(), getUsername: () => email().split('@')[0]});
  function emailOf(action) {
    may.demand(action, may.EMAIL, {limited: true});
    return person.email;
  }

  return {
    ScriptApp: parts.only('ScriptApp', {
      AuthMode,
      AuthorizationStatus,
      getIdentityToken: () => (may.has('openid') ? token('id_token') : null),
      getOAuthToken: () => token('access_token'),
      getAuthorizationInfo: authorisation,
      requireScopes,
      requireAllScopes: (mode) => requireScopes(mode, null),
      getScriptId: () => script.id,
    }),
    Session: parts.only('Session', {
      getActiveUser: () => user(() => emailOf('Session.getActiveUser')),
      getEffectiveUser: () => user(() => emailOf('Session.getEffectiveUser')),
      getActiveUserLocale: () => 'en',
      getScriptTimeZone: () => script.manifest.timeZone || 'Etc/UTC',
    }),
  };
};

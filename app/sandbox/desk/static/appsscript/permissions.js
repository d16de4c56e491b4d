/** What an execution may do: scopes the manifest asks for, scopes the person granted, and the AuthMode. */
appsScriptParts.permissions = function (host) {
  'use strict';
  const AUTH = 'https://www.googleapis.com/auth/';
  const {authMode, granted, script} = host.execution;
  const asked = script.manifest.oauthScopes || [];
  const has = (scope) => asked.includes(scope) && granted.includes(scope);

  /**
   * Throws unless one of `scopes` is held. `limited` tells that AuthMode.LIMITED is enough (the open
   * document, properties); in AuthMode.NONE nothing that needs permission works.
   */
  function demand(action, scopes, {limited = false} = {}) {
    const enough = authMode === 'FULL' || (limited && authMode === 'LIMITED');
    if (enough && scopes.some(has)) return;
    throw new Error(`Specified permissions are not sufficient to call ${action}. ` +
      `Required permissions: ${scopes.join(' || ')}`);
  }

  return {
    demand,
    has,
    held: () => asked.filter(has),
    UI: [`${AUTH}script.container.ui`],
    FETCH: [`${AUTH}script.external_request`],
    SHEETS: [`${AUTH}spreadsheets`, `${AUTH}spreadsheets.currentonly`],
    EMAIL: [`${AUTH}userinfo.email`],
  };
};

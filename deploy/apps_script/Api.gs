/**
 * The one way to Plumbline's service: who is calling, with which permissions, and the call itself.
 *
 * Tokens are fetched for each call and stay in this file: never in the page, a URL, a log or an error.
 */

/** The service. The manifest's urlFetchWhitelist must cover it. */
const BASE_URL = 'https://plumbline.example/v1';

/** Refuses, before anything is asked of the service, a person who lacks a permission or is someone else. */
function admit_(emailAtOpening) {
  const missing = missingPermissions_();
  if (missing.length) {
    throw trouble_('missing-permission', {
      permissions: missing.map(function (permission) { return permission.words; }).join('; '),
      link: ScriptApp.getAuthorizationInfo(ScriptApp.AuthMode.FULL, scopes_()).getAuthorizationUrl(),
    });
  }
  const email = tokenEmail_(tokens_().identity);
  if (emailAtOpening && email && email.toLowerCase() !== emailAtOpening.toLowerCase()) {
    throw trouble_('other-account', {opened: emailAtOpening, ran: email});
  }
}

/** The permissions a person has not ticked. */
function missingPermissions_() {
  const granted = ScriptApp.getAuthorizationInfo(ScriptApp.AuthMode.FULL, scopes_()).getAuthorizedScopes() || [];
  return PERMISSIONS.filter(function (permission) { return granted.indexOf(permission.scope) < 0; });
}

function scopes_() {
  return PERMISSIONS.map(function (permission) { return permission.scope; });
}

/** Both tokens of the person: who they are, and what they may do. Google gives none without their scopes. */
function tokens_() {
  const identity = ScriptApp.getIdentityToken();
  const access = ScriptApp.getOAuthToken();
  if (!identity || !access) throw trouble_('no-tokens');
  return {identity: identity, access: access};
}

/** The e-mail inside an ID token. The service verifies the token; here it is only read, to warn early. */
function tokenEmail_(identity) {
  const claims = Utilities.newBlob(Utilities.base64DecodeWebSafe(identity.split('.')[1])).getDataAsString();
  return JSON.parse(claims).email || '';
}

/**
 * Asks the service and returns its JSON. Throws an error whose `problem` the page can show and whose
 * message is the problem's detail.
 */
function call_(method, path, options) {
  const asked = options || {};
  const tokens = tokens_();
  const request = Utilities.getUuid();
  const parameters = {
    method: method,
    headers: Object.assign({
      Accept: 'application/json',
      Authorization: 'Bearer ' + tokens.identity,
      'X-Google-Access-Token': tokens.access,
      'X-Request-ID': request,
    }, asked.headers),
    muteHttpExceptions: true,
    followRedirects: false, // the tokens go to the service and nowhere else
  };
  if (asked.payload) {
    parameters.contentType = 'application/json';
    parameters.payload = JSON.stringify(asked.payload);
  }
  let response;
  try {
    response = UrlFetchApp.fetch(BASE_URL + path, parameters);
  } catch (error) {
    throw trouble_(unreachedCode_(String(error && error.message)), {request: request, method: method});
  }
  const status = response.getResponseCode();
  const body = parsed_(response.getContentText());
  if (status >= 200 && status < 300 && body) return body;
  throw refusal_(status, body, {
    request: request,
    method: method,
    wait: header_(response, 'retry-after'),
  });
}

function parsed_(text) {
  try {
    return JSON.parse(text);
  } catch (notJson) {
    return null;
  }
}

/** A response header whatever its case, or ''. */
function header_(response, name) {
  const headers = response.getHeaders();
  const found = Object.keys(headers).find(function (key) { return key.toLowerCase() === name; });
  return found ? String(headers[found]) : '';
}

// Granular consent, which @types/google-apps-script does not know yet:
// https://developers.google.com/apps-script/reference/script/authorization-info#getAuthorizedScopes()
declare namespace GoogleAppsScript {
  namespace Script {
    interface AuthorizationInfo {
      getAuthorizedScopes(): string[] | null;
    }
    interface ScriptApp {
      getAuthorizationInfo(authMode: AuthMode, oAuthScopes: string[]): AuthorizationInfo;
    }
  }
}

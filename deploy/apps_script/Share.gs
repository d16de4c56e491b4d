/**
 * Sharing with the client: what they would see, publishing it, publishing it again, taking it back.
 *
 * The client's workbook is a file of its own, which the service makes with the caller's token: the permission
 * https://www.googleapis.com/auth/drive.file reaches the files made so, and no others.
 */

const SHARES = '/shares';

/** For the page: what is shared, and what went out when. */
function readShares() {
  return answer_(function () {
    return call_('get', '/workbooks/' + workbookId_() + SHARES);
  });
}

/** For the page: what the client would see. `wish` is {recipients, sections, until, language, ...}. */
function previewShare(wish) {
  return answer_(function () {
    return call_('post', '/workbooks/' + workbookId_() + SHARES, {payload: Object.assign({}, wish, {preview: true})});
  });
}

/** For the page: shares it, unless something internal would be seen. */
function publishShare(email, wish) {
  return answer_(function () {
    admit_(email);
    return call_('post', '/workbooks/' + workbookId_() + SHARES, {payload: wish});
  });
}

/** For the page: what would go out next behind the same link. */
function previewShareAgain(shareId) {
  return answer_(function () {
    return call_('post', sharePath_(shareId), {payload: {preview: true}});
  });
}

/** For the page: publishes again behind the same link. */
function publishShareAgain(email, shareId) {
  return answer_(function () {
    admit_(email);
    return call_('post', sharePath_(shareId), {payload: {}});
  });
}

/** For the page: takes it back. */
function takeShareBack(email, shareId) {
  return answer_(function () {
    admit_(email);
    return call_('delete', sharePath_(shareId));
  });
}

function sharePath_(shareId) {
  return '/workbooks/' + workbookId_() + SHARES + '/' + encodeURIComponent(shareId);
}

/**
 * Bookings of a file into the Actuals tab: what would come of it, and then the import itself.
 *
 * The page reads the file and sends its bytes as base64; nothing of it is kept here.
 */

/** For the page: what the file would add. Nothing is written. `file` is {name, content}. */
function previewImport(email, file) {
  return answer_(function () {
    admit_(email);
    return call_('post', '/workbooks/' + workbookId_() + '/actuals/preview', {payload: file});
  });
}

/** For the page: adds what the preview showed. The same file again adds nothing. */
function importActuals(email, file, preview) {
  return answer_(function () {
    admit_(email);
    const order = {name: file.name, content: file.content, preview: preview};
    return call_('post', '/workbooks/' + workbookId_() + '/actuals', {payload: order});
  });
}

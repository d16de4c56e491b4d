/**
 * The nightly refresh of this workbook, switched on and off.
 */

/** For the page: from now on so. `wish` is {hour, zone, days}. */
function saveSchedule(email, wish) {
  return answer_(function () {
    admit_(email);
    return call_('put', '/workbooks/' + workbookId_() + '/schedule', {payload: wish});
  });
}

/** For the page: no more by night. */
function removeSchedule(email) {
  return answer_(function () {
    admit_(email);
    return call_('delete', '/workbooks/' + workbookId_() + '/schedule');
  });
}

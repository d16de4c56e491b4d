/**
 * A person's own tables in place of the template: proposed by the service, put right and confirmed by them.
 */

/** For the page: what this workbook's tables could stand in for. Nothing is written. */
function proposeAdoption(email) {
  return answer_(function () {
    admit_(email);
    return call_('get', '/workbooks/' + workbookId_() + '/adoption');
  });
}

/** For the page: reads these tables from now on. `wish` is what the person confirmed. */
function confirmAdoption(email, wish) {
  return answer_(function () {
    admit_(email);
    return call_('post', '/workbooks/' + workbookId_() + '/adoption', {payload: wish});
  });
}

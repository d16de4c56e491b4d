/** The desk's calls to the workbook's API, as one person. Errors say what the API said. */

const BASE = '/sandbox/desk/google';

export class GoogleError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function tokensOf(email) {
  const answer = await fetch('/sandbox/tokens', {
    method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify({email}),
  });
  if (!answer.ok) throw new GoogleError(answer.status, `No token for ${email}.`);
  return answer.json();
}

async function complaint(answer) {
  const body = await answer.json().catch(() => null);
  return new GoogleError(answer.status, body?.error?.message || body?.detail || `The request failed (${answer.status}).`);
}

export class Google {
  #token = null;

  constructor(email) { this.email = email; }

  /** The raw answer; a token that ran out is renewed once. */
  async send(method, path, {query = [], body, again = true} = {}) {
    this.#token ||= tokensOf(this.email).then(({access_token: token}) => token);
    const search = new URLSearchParams([...query, ['prettyPrint', 'false']]);
    const answer = await fetch(`${BASE}${path}?${search}`, {
      method,
      headers: {Authorization: `Bearer ${await this.#token}`, ...(body ? {'Content-Type': 'application/json'} : {})},
      body: body ? JSON.stringify(body) : undefined,
    });
    if (answer.status === 401 && again) {
      this.#token = null;
      return this.send(method, path, {query, body, again: false});
    }
    if (!answer.ok) throw await complaint(answer);
    return answer;
  }

  async json(method, path, options) {
    return (await this.send(method, path, options)).json();
  }

  /** Without GridRanges the whole workbook. They name their tab by number, so a renamed tab is still found. */
  read(id, fields, gridRanges = null) {
    const query = [['fields', fields]];
    if (!gridRanges) return this.json('GET', `/v4/spreadsheets/${id}`, {query});
    const dataFilters = gridRanges.map((gridRange) => ({gridRange}));
    return this.json('POST', `/v4/spreadsheets/${id}:getByDataFilter`, {query, body: {dataFilters}});
  }

  /** Puts values as if a person typed them. */
  type(id, range, values) {
    return this.json('PUT', `/v4/spreadsheets/${id}/values/${encodeURIComponent(range)}`, {
      query: [['valueInputOption', 'USER_ENTERED']], body: {range, majorDimension: 'ROWS', values},
    });
  }

  change(id, requests) {
    return this.json('POST', `/v4/spreadsheets/${id}:batchUpdate`, {body: {requests}});
  }
}

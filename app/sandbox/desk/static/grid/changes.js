/** Changing cells: typed values, clearing, pasting, and taking the last change back. */

import {fullName} from '../book/a1.js';
import {typed} from './look.js';

const KEPT = 50; // changes that can be taken back

/** `say(text)` tells the person; `trouble(error)` tells what went wrong. */
export function changes({grid, book, saving, trouble}) {
  const done = [];

  function held(sheet, area) {
    const rows = [];
    for (let row = area.top; row < area.bottom; row += 1) {
      const values = [];
      for (let column = area.left; column < area.right; column += 1) {
        values.push({userEnteredValue: sheet.cell(row, column).userEnteredValue || {}});
      }
      rows.push({values});
    }
    return {sheetId: sheet.id, area, rows};
  }

  async function write(work) {
    saving('Saving…');
    try {
      await book.write(work);
      saving('Saved');
    } catch (error) {
      saving('');
      trouble(error);
    }
  }

  function put(area, values) {
    const {sheet} = grid;
    const was = held(sheet, area);
    done.push(was);
    if (done.length > KEPT) done.shift();
    return write((google) => google.type(book.id, fullName(sheet.title, area), values));
  }

  const one = ({row, column}) => ({top: row, left: column, bottom: row + 1, right: column + 1});

  function clear() {
    const {top, left, bottom, right} = grid.area;
    const area = {top, left, bottom: Math.min(bottom, top + 5000), right};
    return put(area, Array.from({length: area.bottom - top}, () => Array(right - left).fill('')));
  }

  function undo() {
    const was = done.pop();
    if (!was) return null;
    const {top, left, bottom, right} = was.area;
    const range = {sheetId: was.sheetId, startRowIndex: top, endRowIndex: bottom, startColumnIndex: left, endColumnIndex: right};
    return write((google) => google.change(book.id, [{updateCells: {range, rows: was.rows, fields: 'userEnteredValue'}}]));
  }

  /** The selected cells as lines of tabbed text. */
  function copied() {
    const {top, left, bottom, right} = grid.area;
    const lines = [];
    for (let row = top; row < Math.min(bottom, grid.sheet.rowCount); row += 1) {
      if (grid.sheet.rows.sizes[row] === 0 || !grid.sheet.isLoaded(row)) continue;
      const fields = [];
      for (let column = left; column < right; column += 1) {
        const text = grid.sheet.cell(row, column).formattedValue || '';
        fields.push(/[\t\n"]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
      }
      lines.push(fields.join('\t'));
    }
    return lines.join('\n');
  }

  /** Tabbed text back into rows of fields. */
  function fields(text) {
    const rows = [[]];
    for (const [, quoted, plain, end] of text.replace(/\r\n?/g, '\n').matchAll(/(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\n|$)/g)) {
      rows[rows.length - 1].push(quoted === undefined ? plain : quoted.replace(/""/g, '"'));
      if (end === '\n') rows.push([]);
      if (end === '') break;
    }
    return rows.filter((row, index) => index < rows.length - 1 || row.length > 1 || row[0]);
  }

  function pasted(text) {
    const rows = fields(text);
    if (!rows.length) return null;
    const {top, left} = grid.area;
    const {sheet} = grid;
    const width = Math.min(Math.max(...rows.map((row) => row.length)), sheet.columnCount - left);
    const height = Math.min(rows.length, sheet.rowCount - top);
    const area = {top, left, bottom: top + height, right: left + width};
    grid.select({row: top, column: left}, {row: area.bottom - 1, column: area.right - 1});
    return put(area, rows.slice(0, height).map((row) => Array.from({length: width}, (_, at) => row[at] ?? '')));
  }

  grid.scroller.addEventListener('copy', (event) => {
    event.clipboardData.setData('text/plain', copied());
    event.preventDefault();
  });
  grid.scroller.addEventListener('cut', (event) => {
    event.clipboardData.setData('text/plain', copied());
    event.preventDefault();
    clear();
  });
  grid.scroller.addEventListener('paste', (event) => {
    event.preventDefault();
    pasted(event.clipboardData.getData('text/plain'));
  });

  return {
    clear,
    undo,
    shape: (requests) => write((google) => google.change(book.id, requests)),
    commit: (place, text) => put(one(place), [[text]]),
    content: () => typed(grid.sheet.cell(grid.area.top, grid.area.left)),
  };
}

/**
 * SpreadsheetApp: the open workbook as far as an add-on needs it that reads and writes through its service:
 * which tabs there are, and where the person is taken. Cell values are not available here.
 */
appsScriptParts.spreadsheet = function (host, parts) {
  'use strict';
  const {book} = host.execution;
  const may = parts.permissions(host);
  let activeId = book.activeSheetId;

  const letters = (column) => (column > 26 ? letters(Math.floor((column - 1) / 26)) : '') +
    String.fromCharCode(65 + ((column - 1) % 26));
  const columnOf = (text) => [...text.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);

  /** 'B2', 'A1:C3', 'A:C', '2:3' as rows and columns from 1; null when it is none of these. */
  function area(a1, sheet) {
    const [from, to = from] = String(a1).split(':').map((end) => /^\$?([A-Z]{0,3})\$?(\d*)$/i.exec(end));
    if (!from || !to || !from[0] || !to[0] || (!String(a1).includes(':') && !(from[1] && from[2]))) return null;
    const rows = [from[2] ? Number(from[2]) : 1, to[2] ? Number(to[2]) : sheet.rows].sort((a, b) => a - b);
    const columns = [from[1] ? columnOf(from[1]) : 1, to[1] ? columnOf(to[1]) : sheet.columns].sort((a, b) => a - b);
    return {row: rows[0], column: columns[0], rows: rows[1] - rows[0] + 1, columns: columns[1] - columns[0] + 1};
  }

  function a1Of({row, column, rows, columns}) {
    const first = letters(column) + row;
    return rows * columns === 1 ? first : `${first}:${letters(column + columns - 1)}${row + rows - 1}`;
  }

  function activate(sheet, place) {
    activeId = sheet.sheetId;
    host.tell({kind: 'activate', sheetId: sheet.sheetId, range: place || null});
  }

  function rangeOf(sheet, place) {
    const {row, column, rows, columns} = place;
    if (row < 1 || column < 1 || row + rows - 1 > sheet.rows || column + columns - 1 > sheet.columns) {
      throw new Error('The coordinates of the range are outside the dimensions of the sheet.');
    }
    const range = parts.only('Range', {
      activate: () => { activate(sheet, place); return range; },
      getA1Notation: () => a1Of(place),
      getRow: () => row,
      getColumn: () => column,
      getNumRows: () => rows,
      getNumColumns: () => columns,
      getSheet: () => sheetOf(sheet),
    });
    return range;
  }

  function sheetOf(sheet) {
    const tab = parts.only('Sheet', {
      getSheetId: () => sheet.sheetId,
      getName: () => sheet.title,
      getSheetName: () => sheet.title,
      getIndex: () => sheet.index + 1,
      isSheetHidden: () => Boolean(sheet.hidden),
      getMaxRows: () => sheet.rows,
      getMaxColumns: () => sheet.columns,
      getRange: (first, column, rows = 1, columns = 1) => {
        const place = typeof first === 'number' ? {row: first, column, rows, columns} : area(first, sheet);
        if (!place) throw new Error('Range not found');
        return rangeOf(sheet, place);
      },
      activate: () => { activate(sheet); return tab; },
    });
    return tab;
  }

  const sheets = () => book.sheets.slice().sort((a, b) => a.index - b.index);
  const found = (test) => {
    const sheet = book.sheets.find(test);
    return sheet ? sheetOf(sheet) : null;
  };
  const workbook = parts.only('Spreadsheet', {
    getId: () => book.id,
    getName: () => book.title,
    getUrl: () => book.url,
    getSpreadsheetLocale: () => book.locale,
    getSpreadsheetTimeZone: () => book.timeZone,
    getSheets: () => sheets().map(sheetOf),
    getNumSheets: () => book.sheets.length,
    getSheetByName: (name) => found((sheet) => sheet.title === name),
    getSheetById: (id) => found((sheet) => sheet.sheetId === id),
    getActiveSheet: () => found((sheet) => sheet.sheetId === activeId),
    setActiveSheet: (tab) => tab.activate(),
    setActiveRange: (range) => range.activate(),
    toast: (message, title = '', seconds = 5) => host.tell({kind: 'toast', message: String(message), title: String(title), seconds}),
  });

  function open(action) {
    may.demand(`SpreadsheetApp.${action}`, may.SHEETS, {limited: true});
    return workbook;
  }

  return {
    SpreadsheetApp: parts.only('SpreadsheetApp', {
      getUi: () => parts.ui(host, parts),
      getActiveSpreadsheet: () => open('getActiveSpreadsheet'),
      getActive: () => open('getActive'),
      getActiveSheet: () => open('getActiveSheet').getActiveSheet(),
      setActiveSheet: (tab) => open('setActiveSheet').setActiveSheet(tab),
      setActiveRange: (range) => open('setActiveRange').setActiveRange(range),
      flush: () => {},
    }),
  };
};

/** The desk: puts the workbook, the grid, the charts, the people and the add-on together. */

import {Executions} from './addon/execution.js';
import {Sidebar} from './addon/sidebar.js';
import {Google} from './book/google.js';
import {Workbook} from './book/workbook.js';
import {area, areaName} from './book/a1.js';
import {charts} from './charts/charts.js';
import {download, importExcel} from './chrome/files.js';
import {menuButton} from './chrome/menu.js';
import {People, peoplePanel} from './chrome/people.js';
import {sums} from './chrome/sums.js';
import {tabs} from './chrome/tabs.js';
import {toast} from './chrome/toasts.js';
import {changes} from './grid/changes.js';
import {editing} from './grid/editing.js';
import {Grid} from './grid/grid.js';
import {notes} from './grid/notes.js';
import {shaping} from './grid/shaping.js';
import {selectByKeyboard, selectByMouse} from './grid/pointing.js';

const OPENER = /^open /i; // the add-on's menu item that shows its sidebar
const part = (id) => document.getElementById(id);
const {spreadsheetId, frameOrigin} = document.body.dataset;
const saved = part('saved');

let lastTrouble = '';
function trouble(error) {
  if (error.message === lastTrouble) return; // the same one every half second says nothing new
  lastTrouble = error.message;
  toast(error.message, {kind: 'bad', seconds: 8});
}

function failed(error) {
  part('title').textContent = 'This workbook cannot be opened';
  const words = document.createElement('div');
  words.className = 'failed';
  words.setAttribute('role', 'alert');
  const said = document.createElement('p');
  said.textContent = error.message;
  const hint = document.createElement('p');
  hint.textContent = 'Choose another person above, or go back to all workbooks.';
  words.append(said, hint);
  part('sheet').append(words);
}

const people = new People(await (await fetch('/sandbox/people')).json());
const book = new Workbook(spreadsheetId, new Google(people.current.email));
const grid = new Grid(part('sheet'), book);
const drawings = charts(grid, book);
const change = changes({grid, book, saving: (text) => { saved.textContent = text; }, trouble});
const editor = editing({grid, formula: part('formula'), commit: change.commit});
selectByMouse(grid);
selectByKeyboard(grid, {edit: editor.edit, clear: change.clear, undo: change.undo});
notes(grid);
sums(part('sums'), grid);

const tabRow = tabs({
  row: part('tabs'), all: part('all-tabs'), book, choose: show,
  change: async (sheet, properties) => {
    await change.shape([{updateSheetProperties: {
      properties: {sheetId: sheet.id, ...properties}, fields: Object.keys(properties).join(',')}}]);
    if (properties.hidden === false && book.sheet(sheet.id)) await show(book.sheet(sheet.id));
  },
});
shaping({grid, write: change.shape});

async function show(sheet) {
  tabRow.show(sheet);
  await grid.show(sheet);
  drawings.show().catch(trouble);
}

/** After the card was read anew: the tab on show may have changed, or be gone. */
async function renew() {
  part('title').textContent = book.title;
  document.title = `${book.title} · Plumbline desk`;
  if (!grid.sheet) return;
  const sheet = book.sheet(grid.sheet.id);
  if (!sheet || sheet.hidden) {
    await show(book.sheets.find((other) => !other.hidden));
    return;
  }
  tabRow.show(sheet);
  await book.shape(sheet);
  if (grid.sheet !== sheet) return;
  grid.redraw();
  drawings.show().catch(trouble);
}

book.addEventListener('card', () => renew().catch(trouble));
book.addEventListener('cells', ({detail}) => {
  if (grid.sheet?.id !== detail) return;
  grid.refresh();
  if (!editor.isOpen() && document.activeElement !== part('formula')) part('formula').value = change.content();
});
book.addEventListener('heard', () => { lastTrouble = ''; });
book.addEventListener('trouble', ({detail}) => trouble(detail));
grid.addEventListener('selected', () => {
  part('name').value = areaName(grid.area);
  if (!editor.isOpen()) part('formula').value = change.content();
});
part('name').addEventListener('keydown', (event) => {
  if (event.key !== 'Enter') return;
  const there = area(part('name').value, {rows: grid.sheet.rowCount, columns: grid.sheet.columnCount});
  if (there) {
    grid.visit(there);
    grid.focus();
  } else toast(`There is no ${part('name').value} on this sheet.`);
});

// The add-on

const executions = new Executions({
  context: (manifest) => ({
    person: people.current,
    granted: people.granted(manifest.oauthScopes),
    book: {
      id: book.id, title: book.title, url: location.href, locale: book.locale, timeZone: book.timeZone,
      activeSheetId: grid.sheet?.id ?? 0,
      sheets: book.sheets.map((sheet) => ({
        sheetId: sheet.id, title: sheet.title, index: sheet.index, hidden: sheet.hidden, rows: sheet.rowCount, columns: sheet.columnCount,
      })),
    },
  }),
  effect: (message) => effects[message.kind](message),
});

const sidebar = new Sidebar({
  holder: part('sidebar'),
  origin: frameOrigin,
  call: async (name, args) => {
    await book.catchUp();
    return executions.run(name, args);
  },
  consent: () => permissions.open(),
  closed: () => {},
});

const effects = {
  menu: ({title, items}) => {
    part('menus').replaceChildren(menuButton({
      caption: title, className: 'menu-button',
      items: () => items.map((item) => (item.separator ? item : {caption: item.caption, act: () => start(item.action)})),
    }));
    opener = items.find(({caption}) => OPENER.test(caption || ''))?.action || opener;
  },
  sidebar: (message) => sidebar.show(message),
  activate: async ({sheetId, range}) => {
    const sheet = book.sheet(sheetId);
    if (!sheet) return;
    if (grid.sheet !== sheet) await show(sheet);
    if (range) {
      grid.visit({
        top: range.row - 1, left: range.column - 1, bottom: range.row - 1 + range.rows, right: range.column - 1 + range.columns,
      });
    }
  },
  toast: ({message, title, seconds}) => toast(message, {title, seconds}),
  consent: () => permissions.open(),
  log: ({level, text}) => (level === 'warning' ? console.warn(text) : console.debug(text)),
};

let opener = null;

/** A menu item was chosen. */
async function start(action) {
  try {
    await executions.run(action);
  } catch (error) {
    toast(error.message, {title: 'The add-on stopped', kind: 'bad', seconds: 10});
  }
}

/** Another person sits down: everything is read as they see it, and the add-on starts over. */
async function switched() {
  sidebar.close();
  book.google = new Google(people.current.email);
  try {
    await book.reread();
    await executions.run('onOpen', [{authMode: 'LIMITED'}], {authMode: 'LIMITED'});
    if (opener) await start(opener);
  } catch (error) {
    location.reload(); // what was on show is not theirs to see
  }
}

async function bringIn() {
  try {
    const id = await importExcel(people.current.email);
    if (id) location.assign(`/desk/${id}`);
  } catch (error) {
    trouble(error);
  }
}

part('import').addEventListener('click', bringIn);
part('download').addEventListener('click', () => download(book).catch(trouble));

const {manifest} = await executions.describe();
const permissions = peoplePanel({holder: part('people'), people, scopes: manifest.oauthScopes, switched});
try {
  await book.open();
  await show(book.sheets.find((sheet) => !sheet.hidden));
  await executions.run('onOpen', [{authMode: 'LIMITED'}], {authMode: 'LIMITED'});
  if (opener) await start(opener);
} catch (error) {
  if (book.sheets.length) toast(error.message, {title: 'The add-on could not be opened', kind: 'bad', seconds: 15});
  else failed(error);
}
document.body.dataset.ready = 'true';

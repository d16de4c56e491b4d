/** Draws rows: one element a row, in it the row's number, the frozen cells, and the cells in view. */

import {letters} from '../book/a1.js';
import {alignment, border, clips, kindOf, look, wraps} from './look.js';
import {textWidth} from './measure.js';

export const HEAD_WIDTH = 48; // pixels of the row numbers
export const HEAD_HEIGHT = 26; // pixels of the column letters
const LINE = 1.28; // line height, in sizes of the text
const AIR = 7; // pixels above and below a text together, where there is room
const USUAL_SIZE = 13.33; // pixels, 10 points
const PADDING = 14; // pixels left and right of a text together
const SNUG = 5; // the same, for a number that would not fit otherwise

function element(className, role) {
  const made = document.createElement('div');
  made.className = className;
  made.setAttribute('role', role);
  return made;
}

/** How far a text may run over its empty neighbours: pixels over the columns before and after its own. */
function room(sheet, row, column, align, stop) {
  const empty = (at) => kindOf(sheet.cell(row, at)) === 'empty' && !sheet.mergeAt(row, at);
  const fromEnd = align === (sheet.rightToLeft ? 'left' : 'right');
  let before = 0;
  let after = 0;
  if (!fromEnd) for (let at = column + 1; at < stop && empty(at); at += 1) after += sheet.columns.sizes[at];
  if (fromEnd || align === 'center') for (let at = column - 1; at >= 0 && empty(at); at -= 1) before += sheet.columns.sizes[at];
  const both = Math.min(before, after);
  return align === 'center' ? {before: both, after: both} : {before, after};
}

function fill(made, {sheet, theme, row, column, merge, width}) {
  const cell = sheet.cell(row, column);
  const last = merge ? {row: merge.bottom - 1, column: merge.right - 1} : {row, column};
  const style = look(cell, theme);
  Object.assign(made.style, style);
  const below = border(sheet.edgeCell(last.row, column), 'bottom', sheet.edgeCell(last.row + 1, column), 'top', theme);
  const beside = border(sheet.edgeCell(row, last.column), 'right', sheet.edgeCell(row, last.column + 1), 'left', theme);
  if (below) made.style.borderBottom = below;
  if (beside) made.style.borderInlineEnd = beside;
  if (row === 0 && cell.effectiveFormat?.borders?.top) made.style.borderTop = border(cell, 'top', null, '', theme) || '';
  if (column === 0 && cell.effectiveFormat?.borders?.left) made.style.borderInlineStart = border(cell, 'left', null, '', theme) || '';
  const text = cell.formattedValue;
  if (cell.note) made.classList.add('noted');
  if (text === undefined || text === '') return;
  const kind = kindOf(cell);
  const align = alignment(cell, sheet.rightToLeft);
  const inner = document.createElement('span');
  inner.className = 'text';
  // Half a number would be another number.
  const wide = kind === 'number' ? textWidth(text, style) : 0;
  const tooWide = wide > width - SNUG;
  if (!tooWide && wide > width - PADDING) made.classList.add('snug');
  inner.textContent = tooWide ? '###' : text;
  if (tooWide) made.title = text;
  made.append(inner);
  made.classList.add(align, (cell.effectiveFormat?.verticalAlignment || 'BOTTOM').toLowerCase());
  const height = sheet.rows.start(last.row + 1) - sheet.rows.start(row);
  if (height < (parseFloat(style.fontSize) || USUAL_SIZE) * LINE + AIR) made.classList.add('tight');
  if (kind === 'error') made.classList.add('error');
  if (wraps(cell)) made.classList.add('wrap');
  if (kind === 'text' && !clips(cell) && !merge) {
    const stop = column < sheet.frozenColumns ? sheet.frozenColumns : sheet.columnCount;
    const {before, after} = room(sheet, row, column, align, stop);
    if (before + after > 0) {
      made.classList.add('spills');
      inner.style.marginInline = `${-before}px ${-after}px`;
    }
  }
}

function cellElement(sheet, theme, row, column, covered) {
  const merge = covered.find((one) => column >= one.left && column < one.right) || null;
  const isFirst = merge && row === merge.top && column === merge.left;
  const width = isFirst ? sheet.columns.start(merge.right) - sheet.columns.start(column) : sheet.columns.sizes[column];
  const made = element('cell', 'gridcell');
  made.id = `c-${row}-${column}`;
  made.dataset.row = row;
  made.dataset.column = column;
  made.setAttribute('aria-colindex', column + 1);
  made.style.width = `${width}px`;
  if (merge && !isFirst) {
    made.classList.add('covered');
    return made;
  }
  if (isFirst) {
    made.classList.add('merged');
    made.style.height = `${sheet.rows.start(merge.bottom) - sheet.rows.start(merge.top)}px`;
    if (merge.right - merge.left > 1) made.setAttribute('aria-colspan', merge.right - merge.left);
    if (merge.bottom - merge.top > 1) made.setAttribute('aria-rowspan', merge.bottom - merge.top);
  }
  fill(made, {sheet, theme, row, column, width, merge: isFirst ? merge : null});
  return made;
}

/** Places cells in a row: frozen ones in the flow (they stick), the others at their position. */
function arrange(made, sheet, columns, make) {
  const frozen = Math.min(sheet.frozenColumns, sheet.columnCount);
  for (let column = 0; column < frozen; column += 1) {
    if (sheet.columns.sizes[column] === 0) continue;
    const child = make(column);
    child.classList.add('frozen');
    if (column === frozen - 1) child.classList.add('edge');
    child.style.insetInlineStart = `${HEAD_WIDTH + sheet.columns.start(column)}px`;
    made.append(child);
  }
  for (let column = Math.max(columns.from, frozen); column < columns.to; column += 1) {
    if (sheet.columns.sizes[column] === 0) continue;
    const child = make(column);
    child.style.insetInlineStart = `${HEAD_WIDTH + sheet.columns.start(column)}px`;
    made.append(child);
  }
  return made;
}

/** One row; `columns` is the part in view: {from, to}. */
export function rowElement(sheet, theme, row, columns) {
  const made = element('row', 'row');
  made.setAttribute('aria-rowindex', row + 2); // the letters are the first row
  made.style.top = `${HEAD_HEIGHT + sheet.rows.start(row)}px`;
  made.style.height = `${sheet.rows.sizes[row]}px`;
  const head = element('rowhead', 'rowheader');
  head.textContent = row + 1;
  head.dataset.rowhead = row;
  made.append(head);
  const covered = sheet.mergesInRow(row);
  // A merge that begins left of the view still has to be drawn.
  const from = covered.reduce((least, merge) => (merge.right > columns.from && merge.left < least ? merge.left : least), columns.from);
  return arrange(made, sheet, {from, to: columns.to}, (column) => cellElement(sheet, theme, row, column, covered));
}

/** The row of column letters. */
export function headElement(sheet, columns) {
  const made = element('row heads', 'row');
  made.setAttribute('aria-rowindex', 1);
  made.style.height = `${HEAD_HEIGHT}px`;
  const corner = element('corner', 'columnheader');
  corner.setAttribute('aria-label', 'All cells');
  made.append(corner);
  return arrange(made, sheet, columns, (column) => {
    const head = element('colhead', 'columnheader');
    head.textContent = letters(column);
    head.dataset.colhead = column;
    head.setAttribute('aria-colindex', column + 1);
    head.style.width = `${sheet.columns.sizes[column]}px`;
    return head;
  });
}

/** Selecting by mouse and keyboard. */

function cellAt(target) {
  const cell = target.closest?.('.cell');
  return cell ? {row: Number(cell.dataset.row), column: Number(cell.dataset.column)} : null;
}

/** Mouse: cells, drags over cells, whole rows and columns, and the corner. */
export function selectByMouse(grid) {
  const {scroller} = grid;
  let anchor = null;

  scroller.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || event.target.closest('.chart')) return;
    const {sheet} = grid;
    const cell = cellAt(event.target);
    const row = event.target.closest('[data-rowhead]')?.dataset.rowhead;
    const column = event.target.closest('[data-colhead]')?.dataset.colhead;
    const end = {row: sheet.rowCount - 1, column: sheet.columnCount - 1};
    const quiet = {reveal: false};
    if (cell) {
      anchor = event.shiftKey ? grid.selection.anchor : cell;
      grid.select(anchor, cell);
    } else if (row !== undefined) grid.select({row: Number(row), column: 0}, {row: Number(row), column: end.column}, quiet);
    else if (column !== undefined) grid.select({row: 0, column: Number(column)}, {row: end.row, column: Number(column)}, quiet);
    else if (event.target.closest('.corner')) grid.select({row: 0, column: 0}, end, quiet);
    else return;
    event.preventDefault();
    grid.focus();
  });
  scroller.addEventListener('pointermove', (event) => {
    if (!anchor || !(event.buttons & 1)) {
      anchor = null;
      return;
    }
    const cell = cellAt(event.target);
    const {focus} = grid.selection;
    if (cell && (cell.row !== focus.row || cell.column !== focus.column)) grid.select(anchor, cell);
  });
  window.addEventListener('pointerup', () => { anchor = null; });
}

const ARROWS = {ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1]};

/** Keyboard: where a key moves from a cell; null when it moves nowhere. With Ctrl: to the end of the data. */
function moved(grid, event, from) {
  const {sheet, scroller} = grid;
  const page = Math.max(1, Math.floor(scroller.clientHeight / 30));
  const {key} = event;
  const far = event.ctrlKey || event.metaKey;
  if (key in ARROWS) {
    const [down, seen] = ARROWS[key];
    const right = sheet.rightToLeft ? -seen : seen;
    if (far) return leap(sheet, from, down, right);
    const merge = sheet.mergeAt(from.row, from.column);
    const start = merge ? {
      row: down > 0 ? merge.bottom - 1 : merge.top, column: right > 0 ? merge.right - 1 : merge.left,
    } : from;
    return {
      row: down ? sheet.rows.step(start.row, down) : from.row,
      column: right ? sheet.columns.step(start.column, right) : from.column,
    };
  }
  if (key === 'PageDown') return {row: Math.min(sheet.rowCount - 1, from.row + page), column: from.column};
  if (key === 'PageUp') return {row: Math.max(0, from.row - page), column: from.column};
  if (key === 'Home') return {row: far ? 0 : from.row, column: 0};
  if (key === 'End') return {row: far ? sheet.rowCount - 1 : from.row, column: sheet.columnCount - 1};
  return null;
}

/** The end of the block of filled cells in a direction, or the next filled cell, or the edge. */
function leap(sheet, from, down, right) {
  const filled = ({row, column}) => Boolean(sheet.cell(row, column).formattedValue);
  const next = ({row, column}) => ({
    row: down ? sheet.rows.step(row, down) : row, column: right ? sheet.columns.step(column, right) : column,
  });
  const same = (one, other) => one.row === other.row && one.column === other.column;
  let at = from;
  let ahead = next(at);
  const inBlock = filled(at) && filled(ahead);
  while (!same(at, ahead) && sheet.isLoaded(ahead.row)) {
    if (inBlock && !filled(ahead)) return at;
    at = ahead;
    if (!inBlock && filled(at)) return at;
    ahead = next(at);
  }
  return at;
}

/** `act` holds what other keys do: edit(text or null), clear(), undo(). */
export function selectByKeyboard(grid, act) {
  grid.scroller.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const {selection} = grid;
    const chord = event.ctrlKey || event.metaKey;
    const target = moved(grid, event, event.shiftKey ? selection.focus : selection.anchor);
    if (target) {
      if (event.shiftKey) grid.select(selection.anchor, target);
      else grid.select(target);
    } else if (event.key === 'Enter' || event.key === 'F2') act.edit(null);
    else if (event.key === 'Delete' || event.key === 'Backspace') act.clear();
    else if (chord && event.key.toLowerCase() === 'a') {
      grid.select({row: 0, column: 0}, {row: grid.sheet.rowCount - 1, column: grid.sheet.columnCount - 1}, {reveal: false});
    } else if (chord && event.key.toLowerCase() === 'z') act.undo();
    else if (event.key.length === 1 && !chord && !event.altKey) act.edit(event.key);
    else return;
    event.preventDefault();
  });
}

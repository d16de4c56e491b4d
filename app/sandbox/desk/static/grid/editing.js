/** Typing into cells: an editor over the cell, and the formula line above, which say the same. */

import {typed, alignment} from './look.js';

/**
 * `commit(place, text)` writes; `move(down, right)` moves the selection afterwards. Answers {edit, stop}.
 */
export function editing({grid, formula, commit}) {
  const editor = document.createElement('textarea');
  editor.className = 'editor';
  editor.hidden = true;
  editor.rows = 1;
  editor.spellcheck = false;
  editor.setAttribute('aria-label', 'Edit the cell');
  grid.root.append(editor);
  let place = null;
  let before = '';

  function settle() {
    const cell = grid.cellElement(place.row, place.column);
    if (!cell) return;
    const around = grid.root.getBoundingClientRect();
    const box = cell.getBoundingClientRect();
    editor.style.left = `${box.left - around.left - 1}px`;
    editor.style.top = `${box.top - around.top - 1}px`;
    editor.style.minWidth = `${box.width + 2}px`;
    editor.style.maxWidth = `${Math.max(box.width + 2, around.right - box.left - 8)}px`;
    editor.style.height = `${box.height + 2}px`;
    editor.style.height = `${Math.max(box.height + 2, Math.min(editor.scrollHeight + 2, 240))}px`;
    editor.style.width = `${Math.max(box.width + 2, Math.min(editor.value.length * 8 + 24, around.right - box.left - 8))}px`;
  }

  function begin(text) {
    const {row, column} = grid.selection.anchor;
    const merge = grid.sheet.mergeAt(row, column);
    place = merge ? {row: merge.top, column: merge.left} : {row, column};
    grid.reveal(place);
    const cell = grid.sheet.cell(place.row, place.column);
    before = typed(cell);
    editor.value = text ?? before;
    editor.dir = 'auto';
    editor.style.textAlign = editor.value.startsWith('=') ? 'left' : alignment(cell, grid.sheet.rightToLeft);
    editor.hidden = false;
    formula.value = editor.value;
    settle();
  }

  /** Starts in the cell; `text` replaces what is there. */
  function edit(text) {
    begin(text);
    editor.focus({preventScroll: true});
    editor.setSelectionRange(editor.value.length, editor.value.length);
  }

  function stop() {
    const was = place;
    place = null;
    editor.hidden = true;
    return was;
  }

  function finish(down, right) {
    if (!place) return;
    const text = editor.value;
    const was = stop();
    if (text !== before) commit(was, text);
    grid.focus();
    const {sheet} = grid;
    grid.select({
      row: down ? sheet.rows.step(was.row, down) : was.row, column: right ? sheet.columns.step(was.column, right) : was.column,
    });
  }

  function cancel() {
    stop();
    formula.value = before;
    grid.focus();
  }

  function keys(event) {
    if (!place || event.isComposing) return;
    if (event.key === 'Enter' && !event.altKey) finish(event.shiftKey ? -1 : 1, 0);
    else if (event.key === 'Tab') finish(0, event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') cancel();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  editor.addEventListener('input', () => { formula.value = editor.value; settle(); });
  formula.addEventListener('focus', () => { if (!place) begin(null); });
  formula.addEventListener('input', () => {
    if (!place) begin(null);
    editor.value = formula.value;
    settle();
  });
  for (const input of [editor, formula]) {
    input.addEventListener('keydown', keys);
    input.addEventListener('blur', (event) => {
      if (place && ![editor, formula].includes(event.relatedTarget)) {
        const text = editor.value;
        const was = stop();
        if (text !== before) commit(was, text);
      }
    });
  }
  grid.addEventListener('scrolled', () => { if (place) settle(); });
  grid.scroller.addEventListener('dblclick', (event) => {
    if (event.target.closest('.cell')) edit(null);
  });

  return {edit, isOpen: () => place !== null};
}

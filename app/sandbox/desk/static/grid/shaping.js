/** Rows and columns put in, taken out, hidden and shown again, by the menu of their heads. */

import {contextMenu} from '../chrome/menu.js';
import {letters} from '../book/a1.js';

/** `write(requests)` changes the workbook. */
export function shaping({grid, write}) {
  /** What the menu is about: the selected rows or columns if the head is among them, else the one clicked. */
  function meant(index, first, end) {
    return index >= first && index < end ? [first, end] : [index, index + 1];
  }

  function entries(dimension, startIndex, endIndex, named) {
    const range = {sheetId: grid.sheet.id, dimension, startIndex, endIndex};
    const axis = dimension === 'ROWS' ? grid.sheet.rows : grid.sheet.columns;
    const [before, after] = dimension === 'ROWS' ? ['above', 'below'] : ['left', 'right'];
    const count = endIndex - startIndex;
    const insert = (start, inheritFromBefore) =>
      write([{insertDimension: {range: {...range, startIndex: start, endIndex: start + count}, inheritFromBefore}}]);
    const hide = (hiddenByUser, from, to) => write([{updateDimensionProperties: {
      range: {...range, startIndex: from, endIndex: to}, properties: {hiddenByUser}, fields: 'hiddenByUser'}}]);
    const from = Math.max(0, startIndex - 1);
    const to = Math.min(axis.count, endIndex + 1);
    let [low, high] = [startIndex, endIndex];
    while (low > 0 && axis.sizes[low - 1] === 0) low -= 1;
    while (high < axis.count && axis.sizes[high] === 0) high += 1;
    const hasHidden = axis.sizes.slice(from, to).some((size) => size === 0);
    const many = count > 1 ? ` ${count}` : '';
    return [
      {caption: `Insert${many} ${before}`, act: () => insert(startIndex, startIndex > 0)},
      {caption: `Insert${many} ${after}`, act: () => insert(endIndex, true)},
      {separator: true},
      {caption: `Hide ${named}`, act: () => hide(true, startIndex, endIndex)},
      ...(hasHidden ? [{caption: 'Show what is hidden here', act: () => hide(false, low, high)}] : []),
      {caption: `Delete ${named}`, act: () => write([{deleteDimension: {range}}])},
    ];
  }

  contextMenu({
    on: grid.scroller, label: 'Rows and columns', back: () => grid.focus(),
    items: (target) => {
      const row = target.closest?.('[data-rowhead]')?.dataset.rowhead;
      const column = target.closest?.('[data-colhead]')?.dataset.colhead;
      const {top, bottom, left, right} = grid.area;
      if (row !== undefined) {
        const [first, end] = meant(Number(row), top, bottom);
        return entries('ROWS', first, end, end - first > 1 ? `rows ${first + 1} to ${end}` : `row ${end}`);
      }
      if (column !== undefined) {
        const [first, end] = meant(Number(column), left, right);
        return entries('COLUMNS', first, end,
          end - first > 1 ? `columns ${letters(first)} to ${letters(end - 1)}` : `column ${letters(first)}`);
      }
      return [];
    },
  });
}

/** How tall rows must be for their wrapped text, measured without laying anything out. */

import {look, wraps} from './look.js';
import {textWidth} from './measure.js';

const PADDING = 14; // pixels left and right of a text together
const LINE = 17; // pixels a line of the usual size
const AIR = 8; // pixels above and below together
const USUAL = 13.33; // pixels, 10 points
const CALM_ROW = 25;
const MOST_LINES = 12;

function lines(text, width, style) {
  return text.split('\n').reduce((count, paragraph) => {
    let used = 0;
    let here = 1;
    for (const word of paragraph.split(/(?<=\s)/)) {
      const long = textWidth(word, style);
      if (used > 0 && used + textWidth(word.trimEnd(), style) > width) {
        here += 1;
        used = 0;
      }
      here += Math.max(0, Math.ceil(long / width) - 1);
      used += long;
    }
    return count + here;
  }, 0);
}

function heightOf(sheet, row) {
  let most = CALM_ROW;
  for (let column = 0; column < sheet.columnCount; column += 1) {
    const cell = sheet.cell(row, column);
    if (!cell.formattedValue) continue;
    const style = look(cell, {});
    const size = parseFloat(style.fontSize) || USUAL;
    const merge = sheet.mergeAt(row, column);
    if (merge && merge.bottom - merge.top > 1) continue;
    const width = (merge ? sheet.columns.start(merge.right) - sheet.columns.start(merge.left) : sheet.columns.sizes[column]) - PADDING;
    const count = wraps(cell) && width > 20 ? Math.min(MOST_LINES, lines(cell.formattedValue, width, style)) : 1;
    if (count > 1 || size > USUAL) most = Math.max(most, Math.ceil(count * LINE * (size / USUAL) + AIR));
  }
  return most;
}

/** The rows among `rows` whose height has to change, with their new height. */
export function fittingHeights(sheet, rows) {
  const heights = new Map();
  for (const row of rows) {
    if (!sheet.isLoaded(row) || !sheet.isUsualHeight(row)) continue;
    const height = heightOf(sheet, row);
    if (height !== sheet.rows.sizes[row]) heights.set(row, height);
  }
  return heights;
}

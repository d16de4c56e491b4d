/** Sum, average and count of the selected figures, in the foot. */

import {number} from '../charts/sources.js';

const MOST = 200000; // cells looked at

export function sums(output, grid) {
  const format = new Intl.NumberFormat('en-GB', {maximumFractionDigits: 2});
  const said = (value) => format.format(value).replace('-', '−');

  grid.addEventListener('selected', () => {
    const {top, left, bottom, right} = grid.area;
    let count = 0;
    let sum = 0;
    if (!grid.selection.isOne && (bottom - top) * (right - left) <= MOST) {
      for (let row = top; row < bottom; row += 1) {
        if (!grid.sheet.isLoaded(row)) continue;
        for (let column = left; column < right; column += 1) {
          const value = number(grid.sheet.cell(row, column));
          if (value === null) continue;
          count += 1;
          sum += value;
        }
      }
    }
    output.textContent = count > 1 ? `Sum ${said(sum)}   Average ${said(sum / count)}   Count ${said(count)}` : '';
  });
}

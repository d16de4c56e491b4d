/** Draws the charts of a page that is about to be printed, over the tables that it was written with. */

import {draw} from './draw.js';
import {readSources} from './sources.js';

/**
 * `printed` is {theme, sheets: [{id, rowCount, columnCount, charts}], answer}: of each tab its charts with the place
 * of each, and the cells as `spreadsheets.get` tells them.
 */
export async function drawAll(printed) {
  const sheets = new Map(printed.sheets.map((sheet) => [sheet.id, sheet]));
  const book = {id: '', theme: printed.theme, sheet: (id) => sheets.get(id), google: {read: async () => printed.answer}};
  for (const sheet of printed.sheets) {
    const ground = document.getElementById(`sheet-${sheet.id}`);
    if (!ground || !sheet.charts.length) continue;
    const read = await readSources(book, sheet.charts);
    const rows = ground.querySelectorAll('table > tbody > tr, table > tr');
    let reach = 0;
    for (const chart of sheet.charts) {
      const {place} = chart;
      const row = rows[place.row];
      const top = (row ? row.offsetTop : rows.length ? ground.firstElementChild.offsetHeight : 0) + place.below;
      const holder = document.createElement('figure');
      holder.className = 'chart';
      Object.assign(holder.style, {
        insetInlineStart: `${place.start}px`, top: `${top}px`, width: `${place.width}px`, height: `${place.height}px`,
      });
      ground.append(holder);
      draw(holder, chart.spec, read, printed.theme, place);
      reach = Math.max(reach, top + place.height);
    }
    ground.style.minHeight = `${reach + 2}px`;
  }
}

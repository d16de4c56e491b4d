/** The charts of a tab, floating over its cells. */

import {HEAD_HEIGHT, HEAD_WIDTH} from '../grid/row.js';
import {css} from '../book/colour.js';
import {draw} from './draw.js';
import {readSources} from './sources.js';

const USUAL = {width: 600, height: 371};

/** Where a chart stands, in pixels of the canvas; null when it has a tab of its own. */
function placed(sheet, chart) {
  const overlay = chart.position?.overlayPosition;
  if (!overlay) return null;
  const {rowIndex = 0, columnIndex = 0} = overlay.anchorCell || {};
  return {
    insetInlineStart: HEAD_WIDTH + sheet.columns.start(columnIndex) + (overlay.offsetXPixels || 0),
    top: HEAD_HEIGHT + sheet.rows.start(rowIndex) + (overlay.offsetYPixels || 0),
    width: overlay.widthPixels || USUAL.width,
    height: overlay.heightPixels || USUAL.height,
  };
}

/** Keeps the charts of the tab on show drawn. */
export function charts(grid, book) {
  const layer = document.createElement('div');
  layer.className = 'charts';
  layer.setAttribute('role', 'presentation');
  grid.canvas.append(layer);
  let drawing = 0;

  async function show() {
    const turn = drawing += 1;
    const {sheet} = grid;
    const held = sheet.charts.map((chart) => ({chart, place: placed(sheet, chart)})).filter(({place}) => place);
    if (!held.length) {
      layer.replaceChildren();
      return;
    }
    const read = await readSources(book, held.map(({chart}) => chart));
    if (turn !== drawing) return;
    layer.replaceChildren(...held.map(({chart, place}) => {
      const holder = document.createElement('figure');
      holder.className = 'chart';
      holder.dataset.chart = chart.chartId;
      holder.setAttribute('role', 'img');
      for (const side of ['insetInlineStart', 'top', 'width', 'height']) holder.style[side] = `${place[side]}px`;
      const ground = css(chart.spec.backgroundColorStyle, book.theme);
      if (ground) holder.style.backgroundColor = ground;
      const said = draw(holder, chart.spec, read, book.theme, place);
      holder.setAttribute('aria-label', `${chart.spec.altText || chart.spec.title || 'Chart'}: ${said}`);
      return holder;
    }));
  }

  return {show};
}

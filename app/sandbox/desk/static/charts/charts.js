/** The charts of a tab, floating over its cells. */

import {HEAD_HEIGHT, HEAD_WIDTH} from '../grid/row.js';
import {css} from '../book/colour.js';
import {basicPlot} from './plot.js';
import {drawBars} from './bars.js';
import {drawCartesian} from './cartesian.js';
import {drawPie} from './pie.js';
import {drawScorecard} from './scorecard.js';
import {drawWaterfall} from './waterfall.js';
import {readSources} from './sources.js';
import {label, svg} from './svg.js';
import {pointer} from './pointer.js';

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

/** Draws one chart into a holder; answers what it shows, in words. */
function draw(holder, spec, read, theme, size) {
  const root = svg('svg', {viewBox: `0 0 ${size.width} ${size.height}`, width: size.width, height: size.height, 'aria-hidden': 'true'});
  holder.replaceChildren(root);
  if (spec.scorecardChart) return drawScorecard(root, spec, read, theme, size);
  if (spec.waterfallChart) return drawWaterfall(root, spec, read, theme, size) || 'waterfall';
  if (spec.pieChart) return drawPie(root, spec, read, size) || 'shares';
  const plot = spec.basicChart ? basicPlot(spec, read, theme) : null;
  if (!plot) {
    root.append(label(18, 36, 'The desk does not draw this kind of chart.', {class: 'chart-subtitle'}));
    return 'not drawn';
  }
  if (!plot.series.length) {
    root.append(label(18, 60, 'The columns of this chart are gone.', {class: 'chart-subtitle'}));
    return 'without data';
  }
  if (plot.kind === 'BAR') drawBars(root, spec, plot, size);
  else pointer(holder, root, plot, drawCartesian(root, spec, plot, size));
  return plot.series.map(({name}) => name).join(', ');
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

/** One chart of whatever kind, as SVG. */

import {basicPlot} from './plot.js';
import {drawBars} from './bars.js';
import {drawCartesian} from './cartesian.js';
import {drawPie} from './pie.js';
import {drawScorecard} from './scorecard.js';
import {drawWaterfall} from './waterfall.js';
import {label, svg} from './svg.js';
import {pointer} from './pointer.js';

/** Draws one chart into a holder; answers what it shows, in words. */
export function draw(holder, spec, read, theme, size) {
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

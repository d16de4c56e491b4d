/** Bars from left to right, a category a line. */

import {EDGE, legend, titles, valueAxis} from './frame.js';
import {edges} from './plot.js';
import {fitted, label, svg, textWidth} from './svg.js';
import {linear} from './scale.js';

export function drawBars(root, spec, plot, {width, height}) {
  let top = titles(root, spec, width);
  if (plot.legend !== 'NO_LEGEND' && plot.series.length > 1) top = legend(root, plot.series, top, width);
  const spans = edges(plot);
  const axis = valueAxis(spans.flat().filter(Boolean).flat(), {percent: plot.percent});
  const names = Math.min(width * 0.35, Math.max(...plot.labels.map((text) => textWidth(text, 12)), 0));
  const area = {left: EDGE + names + 10, right: width - EDGE - 8, top: top + 12, bottom: height - EDGE - 14};
  const x = linear(axis.ticks, area.left, area.right);
  for (const tick of axis.ticks) {
    root.append(svg('line', {x1: x(tick), x2: x(tick), y1: area.top, y2: area.bottom, class: tick === 0 ? 'chart-zero' : 'chart-line'}),
      label(x(tick), area.bottom + 17, axis.say(tick), {class: 'chart-tick', 'text-anchor': 'middle'}));
  }
  const band = (area.bottom - area.top) / Math.max(1, plot.labels.length);
  const groups = plot.stacked ? 1 : plot.series.length;
  const thick = Math.min(band * 0.7, 34 * groups);
  plot.labels.forEach((text, at) => {
    const middle = area.top + band * (at + 0.5);
    root.append(label(area.left - 10, middle + 4, fitted(text, names), {class: 'chart-key', 'text-anchor': 'end'}));
    plot.series.forEach((series, index) => {
      const span = spans[index][at];
      if (!span) return;
      const [from, to] = [x(Math.min(...span)), x(Math.max(...span))];
      const y = middle - thick / 2 + (plot.stacked ? 0 : (index * thick) / groups);
      root.append(svg('rect', {x: from, y, width: Math.max(0.75, to - from), height: Math.max(1, thick / groups - (groups > 1 ? 1 : 0)), rx: 2, fill: series.colour}));
    });
  });
}

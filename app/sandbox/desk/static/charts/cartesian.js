/** Lines, areas, columns and their combinations, over categories from left to right. */

import {EDGE, drawCategories, drawValueAxis, legend, legendHeight, titles, valueAxis} from './frame.js';
import {edges} from './plot.js';
import {svg} from './svg.js';

/** Runs of neighbouring values; a null ends a run, unless gaps are to be bridged. */
function runs(points, bridged) {
  const found = [[]];
  for (const point of points) {
    if (point) found[found.length - 1].push(point);
    else if (!bridged && found[found.length - 1].length) found.push([]);
  }
  return found.filter((run) => run.length);
}

const path = (points) => points.map(({x, y}, at) => `${at ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');

function drawLine(root, series, points, bridged) {
  if (series.invisible) return;
  for (const run of runs(points, bridged)) {
    if (run.length === 1 || series.points) {
      for (const {x, y} of run) root.append(svg('circle', {cx: x, cy: y, r: Math.max(2.5, series.width), fill: series.colour}));
    }
    if (run.length > 1) {
      root.append(svg('path', {
        d: path(run), fill: 'none', stroke: series.colour, 'stroke-width': series.width, 'stroke-linejoin': 'round',
        'stroke-linecap': series.dash ? 'butt' : 'round', 'stroke-dasharray': series.dash,
      }));
    }
  }
}

function drawArea(root, series, tops, bottoms) {
  for (const run of runs(tops.map((point, at) => point && {...point, base: bottoms[at].y}), false)) {
    const back = run.slice().reverse().map(({x, base}) => ({x, y: base}));
    root.append(svg('path', {d: `${path(run)}L${path(back).slice(1)}Z`, fill: series.colour, 'fill-opacity': 0.22}));
  }
  drawLine(root, {...series, width: 1.75}, tops, false);
}

function drawColumns(root, plot, spans, columns, place, y) {
  const groups = plot.stacked ? 1 : columns.length;
  const wide = Math.min(place.band * 0.8, 64 * groups);
  columns.forEach((index, order) => {
    const width = wide / groups;
    spans[index].forEach((span, at) => {
      if (!span) return;
      const x = place.x(at) - wide / 2 + (plot.stacked ? 0 : order * width);
      const [high, low] = [y(Math.max(...span)), y(Math.min(...span))];
      root.append(svg('rect', {
        x: x + (groups > 1 ? 0.5 : 0), y: high, width: Math.max(1, width - (groups > 1 ? 1 : 0)), height: Math.max(0.75, low - high),
        rx: Math.min(2, width / 4), fill: plot.series[index].colour,
      }));
    });
  });
}

/** Draws into `root`; answers where each category stands, for the pointer: {left, right, top, bottom, band}. */
export function drawCartesian(root, spec, plot, {width, height}) {
  let top = titles(root, spec, width);
  const shown = plot.series.filter((one) => one.name || plot.series.length > 1);
  let below = 0;
  if (plot.legend !== 'NO_LEGEND' && shown.length) {
    if (plot.legend === 'BOTTOM_LEGEND') below = legendHeight(shown, width) + 4;
    else top = legend(root, shown, top, width);
  }
  top += 14;
  const spans = edges(plot);
  const valuesOf = (right) => spans.flatMap((series, index) => (plot.series[index].right === right ? series.filter(Boolean).flat() : []));
  const options = {window: plot.window, percent: plot.percent, shares: plot.shares, steps: height < 240 ? 3 : 5};
  const axis = valueAxis(valuesOf(false), options);
  const hasRight = plot.series.some((one) => one.right);
  const other = hasRight ? valueAxis(valuesOf(true), {steps: axis.ticks.length - 1}) : null;
  const area = {
    left: EDGE + axis.width + 8 + (plot.titles.left ? 18 : 0),
    right: width - EDGE - (other ? other.width + 8 + (plot.titles.right ? 18 : 0) : 0),
    top,
    bottom: height - EDGE - 10 - below - (plot.titles.bottom ? 20 : 0),
  };
  if (plot.legend === 'BOTTOM_LEGEND' && shown.length) legend(root, shown, height - below - 10, width);
  drawValueAxis(root, axis, area, {title: plot.titles.left});
  if (other) drawValueAxis(root, other, area, {side: 'right', lines: false, title: plot.titles.right});
  drawCategories(root, plot.labels, area, plot.titles.bottom);
  const band = (area.right - area.left) / Math.max(1, plot.labels.length);
  const place = {band, x: (at) => area.left + band * (at + 0.5)};
  const scale = [axis.scale(area.top, area.bottom), other?.scale(area.top, area.bottom)];
  const y = (series) => scale[series.right ? 1 : 0];
  const of = (type) => plot.series.map((one, index) => index).filter((index) => plot.series[index].type === type);
  const points = (index, end) => spans[index].map((span, at) => span && {x: place.x(at), y: y(plot.series[index])(span[end])});
  of('AREA').reverse().forEach((index) => drawArea(root, plot.series[index], points(index, 1), points(index, 0)));
  drawColumns(root, plot, spans, of('COLUMN'), place, scale[0]);
  of('LINE').forEach((index) => drawLine(root, plot.series[index], points(index, 1), plot.bridged));
  return {...area, band};
}

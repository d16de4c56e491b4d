/** From one figure to another, step by step. */

import {EDGE, drawCategories, drawValueAxis, titles, valueAxis} from './frame.js';
import {css} from '../book/colour.js';
import {number, text, visible} from './sources.js';
import {tickText} from './scale.js';
import {label, svg} from './svg.js';

const UP = '#5b8e7d';
const DOWN = '#b4543f';
const TOTAL = '#0f4c5c';

/** The steps: {name, from, to, kind}. A subtotal stands on zero. */
function steps(spec, read) {
  const chart = spec.waterfallChart;
  const series = chart.series?.[0] || {};
  const names = visible(read(spec, chart.domain?.data)).map(text);
  const values = visible(read(spec, series.data)).map(number);
  const subtotals = new Map((series.customSubtotals || []).map((one) => [one.subtotalIndex || 0, one]));
  const out = [];
  let level = 0;
  values.forEach((value, at) => {
    const custom = subtotals.get(at);
    if (value === null) return;
    if ((at === 0 && chart.firstValueIsTotal) || custom?.dataIsSubtotal) {
      level = value;
      out.push({name: names[at] || '', from: 0, to: value, kind: 'total'});
      return;
    }
    out.push({name: names[at] || '', from: level, to: level + value, kind: value < 0 ? 'down' : 'up'});
    level += value;
    if (custom && !custom.dataIsSubtotal) out.push({name: custom.label || 'Subtotal', from: 0, to: level, kind: 'total'});
  });
  if (!series.hideTrailingSubtotal && out.length) out.push({name: 'Total', from: 0, to: level, kind: 'total'});
  return {out, series};
}

export function drawWaterfall(root, spec, read, theme, {width, height}) {
  const top = titles(root, spec, width) + 16;
  const {out, series} = steps(spec, read);
  const colours = {
    up: css(series.positiveColumnsStyle?.colorStyle, theme) || UP,
    down: css(series.negativeColumnsStyle?.colorStyle, theme) || DOWN,
    total: css(series.subtotalColumnsStyle?.colorStyle, theme) || TOTAL,
  };
  const axis = valueAxis(out.flatMap(({from, to}) => [from, to]));
  const area = {left: EDGE + axis.width + 8, right: width - EDGE, top, bottom: height - EDGE - 12};
  drawValueAxis(root, axis, area);
  drawCategories(root, out.map(({name}) => name), area, '');
  const y = axis.scale(area.top, area.bottom);
  const band = (area.right - area.left) / Math.max(1, out.length);
  out.forEach(({from, to, kind}, at) => {
    const x = area.left + band * (at + 0.18);
    const [high, low] = [y(Math.max(from, to)), y(Math.min(from, to))];
    root.append(svg('rect', {x, y: high, width: band * 0.64, height: Math.max(1, low - high), rx: 2, fill: colours[kind]}));
    if (at + 1 < out.length) {
      root.append(svg('line', {x1: x + band * 0.64, x2: x + band, y1: y(to), y2: y(to), class: 'chart-connector'}));
    }
    const amount = to - from;
    const said = `${kind === 'up' ? '+' : ''}${tickText([amount])(amount)}`;
    if (band > 44) root.append(label(x + band * 0.32, high - 5, said, {class: 'chart-tick', 'text-anchor': 'middle'}));
  });
}

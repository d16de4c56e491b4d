/** What is around a plot: title, legend, axes. Each takes its room and gives back what is left. */

import {fitted, label, svg, textWidth} from './svg.js';
import {linear, niceTicks, tickText} from './scale.js';

const EDGE = 18;

/** Draws title and subtitle; answers the y below them. */
export function titles(root, spec, width) {
  let y = EDGE - 4;
  const align = {CENTER: ['middle', width / 2], RIGHT: ['end', width - EDGE]}[spec.titleTextPosition?.horizontalAlignment] || ['start', EDGE];
  if (spec.title) {
    y += 15;
    root.append(label(align[1], y, fitted(spec.title, width - 2 * EDGE, 15), {class: 'chart-title', 'text-anchor': align[0]}));
    y += 5;
  }
  if (spec.subtitle) {
    y += 14;
    root.append(label(align[1], y, fitted(spec.subtitle, width - 2 * EDGE), {class: 'chart-subtitle', 'text-anchor': align[0]}));
    y += 4;
  }
  return y;
}

function key(series, x, y) {
  if (series.type === 'LINE') {
    return svg('line', {x1: x, x2: x + 18, y1: y - 4, y2: y - 4, stroke: series.colour, 'stroke-width': 2.5, 'stroke-dasharray': series.dash});
  }
  return svg('rect', {x: x + 4, y: y - 10, width: 11, height: 11, rx: 2.5, fill: series.colour, 'fill-opacity': series.type === 'AREA' ? 0.55 : 1});
}

/** Draws the legend in lines from `y` on; answers the y below it. */
export function legend(root, series, y, width) {
  let x = EDGE;
  let line = y + 18;
  for (const one of series) {
    const name = fitted(one.name || 'Unnamed', 180);
    const needs = 24 + textWidth(name) + 18;
    if (x + needs > width - EDGE && x > EDGE) {
      x = EDGE;
      line += 18;
    }
    root.append(key(one, x, line), label(x + 24, line, name, {class: 'chart-key'}));
    x += needs;
  }
  return line + 6;
}

export const legendHeight = (series, width) => legend(svg('g'), series, 0, width);

/** A value axis: ticks over `values`, lines across, and the way from a value to its y. */
export function valueAxis(values, {window = {}, percent = false, shares = false, steps = 5} = {}) {
  const least = Math.min(0, ...values, window.viewWindowMin ?? 0);
  const most = Math.max(...values, window.viewWindowMax ?? -Infinity, least === 0 && !values.length ? 1 : least);
  const ticks = percent ? [0, 0.25, 0.5, 0.75, 1] : niceTicks(least, most, steps);
  const say = percent ? (tick) => `${Math.round(tick * 100)} %` : shares ? shareText : tickText(ticks);
  return {ticks, say, width: Math.max(...ticks.map((tick) => textWidth(say(tick), 11))), scale: (top, bottom) => linear(ticks, bottom, top)};
}

const shareText = (tick) => `${Number((tick * 100).toPrecision(6))}%`;

export function drawValueAxis(root, axis, {left, right, top, bottom}, {side = 'left', lines = true, title = ''} = {}) {
  const y = axis.scale(top, bottom);
  for (const tick of axis.ticks) {
    if (lines) root.append(svg('line', {x1: left, x2: right, y1: y(tick), y2: y(tick), class: tick === 0 ? 'chart-zero' : 'chart-line'}));
    const at = side === 'left' ? left - 8 : right + 8;
    root.append(label(at, y(tick) + 4, axis.say(tick), {class: 'chart-tick', 'text-anchor': side === 'left' ? 'end' : 'start'}));
  }
  if (title) {
    const x = side === 'left' ? left - axis.width - 20 : right + axis.width + 24;
    const middle = (top + bottom) / 2;
    root.append(label(x, middle, fitted(title, bottom - top), {
      class: 'chart-axis', 'text-anchor': 'middle', transform: `rotate(${side === 'left' ? -90 : 90} ${x} ${middle})`,
    }));
  }
}

/** The categories below the plot, as many as fit side by side. */
export function drawCategories(root, labels, {left, right, bottom}, title) {
  const band = (right - left) / Math.max(1, labels.length);
  const widest = Math.max(0, ...labels.map((text) => textWidth(fitted(text, 90), 11)));
  const every = Math.max(1, Math.ceil((widest + 10) / band));
  labels.forEach((text, at) => {
    if (at % every !== 0) return;
    const x = left + band * (at + 0.5);
    root.append(label(x, bottom + 17, fitted(text, Math.max(band * every - 6, 24), 11), {class: 'chart-tick', 'text-anchor': 'middle'}));
  });
  if (title) root.append(label((left + right) / 2, bottom + 36, fitted(title, right - left), {class: 'chart-axis', 'text-anchor': 'middle'}));
}

export {EDGE};

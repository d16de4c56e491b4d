/** A basic chart's spec and cells as plain values to draw. */

import {css} from '../book/colour.js';
import {isHiddenCell, number, text} from './sources.js';

const PALETTE = ['#0f4c5c', '#d08c2c', '#5b8e7d', '#9c3d2e', '#6b6fa8', '#8a7b5c', '#3a7ca5', '#b07aa1'];
const DASHES = {
  DOTTED: '1.5 4', MEDIUM_DASHED: '7 5', MEDIUM_DASHED_DOTTED: '7 4 1.5 4', LONG_DASHED: '12 6', LONG_DASHED_DOTTED: '12 5 1.5 5',
};
const DRAWN = ['LINE', 'AREA', 'COLUMN', 'COMBO', 'STEPPED_AREA', 'BAR'];

export const paletteColour = (index) => PALETTE[index % PALETTE.length];

/** {kind, labels, series: [{name, type, values, said, colour, dash, width, right}], stacked, axes}; null when not drawn. */
export function basicPlot(spec, read, theme) {
  const basic = spec.basicChart;
  if (!DRAWN.includes(basic.chartType)) return null;
  const headers = basic.headerCount || 0;
  const domain = read(spec, basic.domains?.[0]?.domain);
  const columns = (basic.series || []).map((series) => read(spec, series.series));
  const length = Math.max(domain.length, ...columns.map((cells) => cells.length), 0);
  const kept = Array.from({length: Math.max(0, length - headers)}, (_, at) => at + headers)
    .filter((at) => !isHiddenCell(domain[at]) && !columns.every((cells) => isHiddenCell(cells[at])));
  const series = (basic.series || []).map((asked, index) => {
    const cells = columns[index];
    const type = asked.type || (basic.chartType === 'COMBO' ? 'COLUMN' : basic.chartType);
    const cellAt = (at) => (cells[at] && !isHiddenCell(cells[at]) ? cells[at] : {});
    return {
      name: headers ? text(cellAt(0)) : `Series ${index + 1}`,
      type: type === 'STEPPED_AREA' ? 'AREA' : type,
      values: kept.map((at) => number(cellAt(at))),
      said: kept.map((at) => text(cellAt(at))),
      colour: css(asked.colorStyle || (asked.color && {rgbColor: asked.color}), theme) || paletteColour(index),
      dash: DASHES[asked.lineStyle?.type] || null,
      invisible: asked.lineStyle?.type === 'INVISIBLE',
      width: asked.lineStyle?.width || 2,
      points: Boolean(asked.pointStyle && asked.pointStyle.shape !== 'POINT_SHAPE_UNSPECIFIED'),
      right: asked.targetAxis === 'RIGHT_AXIS',
    };
  }).filter((one, index) => !columns[index].length || !columns[index].every(isHiddenCell));
  const axis = (position) => (basic.axis || []).find((one) => one.position === position) || {};
  return {
    kind: basic.chartType,
    labels: kept.map((at) => (domain[at] ? text(domain[at]) : String(at - headers + 1))),
    series,
    stacked: basic.stackedType === 'STACKED' || basic.stackedType === 'PERCENT_STACKED',
    percent: basic.stackedType === 'PERCENT_STACKED',
    shares: inPercent(series),
    bridged: Boolean(basic.interpolateNulls),
    legend: basic.legendPosition || 'RIGHT_LEGEND',
    titles: {bottom: axis('BOTTOM_AXIS').title || '', left: axis('LEFT_AXIS').title || '', right: axis('RIGHT_AXIS').title || ''},
    window: axis('LEFT_AXIS').viewWindowOptions || {},
  };
}

/** Whether the cells say their values in percent, so that the axis does too. */
function inPercent(series) {
  const said = series.flatMap((one) => one.said.filter((_, at) => one.values[at] !== null));
  return said.length > 0 && said.every((text) => text.includes('%'));
}

/** The lower and upper edge of every column and area, stacked where asked: series -> [[from, to] | null]. */
export function edges(plot) {
  const up = plot.labels.map(() => 0);
  const down = plot.labels.map(() => 0);
  const totals = plot.labels.map((_, at) => plot.series.reduce((sum, one) =>
    sum + (one.type === 'LINE' ? 0 : Math.abs(one.values[at] || 0)), 0));
  return plot.series.map((one) => one.values.map((value, at) => {
    if (value === null) return null;
    if (!plot.stacked || one.type === 'LINE') return [0, value];
    const share = plot.percent && totals[at] ? value / totals[at] : value;
    const pile = share < 0 ? down : up;
    pile[at] += share;
    return [pile[at] - share, pile[at]];
  }));
}

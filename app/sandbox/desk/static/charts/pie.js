/** Shares of a whole, as a ring. */

import {legend, titles} from './frame.js';
import {paletteColour} from './plot.js';
import {number, text, visible} from './sources.js';
import {svg} from './svg.js';

export function drawPie(root, spec, read, {width, height}) {
  const names = visible(read(spec, spec.pieChart.domain)).map(text);
  const slices = visible(read(spec, spec.pieChart.series)).map((cell, at) => ({
    name: names[at] || '', value: Math.max(0, number(cell) || 0), colour: paletteColour(at), type: 'COLUMN',
  })).filter(({value}) => value > 0);
  const top = legend(root, slices, titles(root, spec, width), width);
  const radius = Math.max(10, Math.min(width / 2, (height - top) / 2) - 18);
  const [x, y] = [width / 2, top + (height - top) / 2 - 4];
  const whole = slices.reduce((sum, {value}) => sum + value, 0) || 1;
  const round = 2 * Math.PI * radius * 0.78;
  let turned = 0;
  for (const {value, colour} of slices) {
    const share = value / whole;
    root.append(svg('circle', {
      cx: x, cy: y, r: radius * 0.78, fill: 'none', stroke: colour, 'stroke-width': radius * 0.44,
      'stroke-dasharray': `${Math.max(0, share * round - 1.5)} ${round}`, transform: `rotate(${turned * 360 - 90} ${x} ${y})`,
    }));
    turned += share;
  }
}

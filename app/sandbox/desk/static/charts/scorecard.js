/** One figure, large, and what it is compared with. */

import {titles} from './frame.js';
import {css} from '../book/colour.js';
import {fitted, label, textWidth} from './svg.js';
import {number, text, visible} from './sources.js';

function compared(card, key, base) {
  const [now, before] = [number(key), number(base)];
  const kind = card.baselineValueFormat?.comparisonType;
  if (kind === 'PERCENTAGE_DIFFERENCE' && now !== null && before) {
    const share = ((now - before) / Math.abs(before)) * 100;
    return {rise: now - before, said: `${share < 0 ? '−' : '+'}${Math.abs(share).toFixed(1)} %`};
  }
  if (kind === 'ABSOLUTE_DIFFERENCE' && now !== null && before !== null) {
    const format = new Intl.NumberFormat('en-GB', {maximumFractionDigits: 2});
    return {rise: now - before, said: `${now < before ? '−' : '+'}${format.format(Math.abs(now - before))}`};
  }
  return {rise: 0, said: text(base)};
}

export function drawScorecard(root, spec, read, theme, {width, height}) {
  const card = spec.scorecardChart;
  const key = visible(read(spec, card.keyValueData)).find((cell) => text(cell) !== '') || {};
  const base = visible(read(spec, card.baselineValueData)).find((cell) => text(cell) !== '');
  const top = titles(root, spec, width);
  const said = text(key) || '–';
  const size = Math.min(40, (34 * (width - 36)) / textWidth(said, 34, 650), (height - top) * 0.42);
  const middle = top + (height - top) / 2 + (base ? -2 : size / 3);
  const colour = css(card.keyValueFormat?.textFormat?.foregroundColorStyle, theme);
  const figure = label(18, middle, said, {class: 'chart-figure', 'font-size': size.toFixed(1)});
  if (colour) figure.style.fill = colour;
  root.append(figure);
  if (base) {
    const {rise, said: difference} = compared(card, key, base);
    const format = card.baselineValueFormat || {};
    const tone = rise === 0 ? null : css(rise > 0 ? format.positiveColorStyle : format.negativeColorStyle, theme);
    const line = label(18, middle + 24, fitted(`${difference} ${format.description || ''}`.trim(), width - 36, 13), {class: 'chart-compared'});
    if (tone) line.style.fill = tone;
    root.append(line);
  }
  return said;
}

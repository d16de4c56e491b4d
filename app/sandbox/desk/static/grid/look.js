/** How a cell looks: Google's effective format as CSS properties. */

import {css} from '../book/colour.js';

const POINT = 4 / 3;
const USUAL_FONT = 'Arial';
const STACK = 'Arial, "Liberation Sans", Helvetica, sans-serif';
const WHITE = '#ffffff';
const BLACK = '#000000';
const WEIGHTS = {SOLID: 1, SOLID_MEDIUM: 2, SOLID_THICK: 3, DOTTED: 1, DASHED: 1, DOUBLE: 3};
const LINES = {DOTTED: 'dotted', DASHED: 'dashed', DOUBLE: 'double'};

/** 'text', 'number', 'boolean', 'error' or 'empty'. */
export function kindOf(cell) {
  const value = cell.effectiveValue || cell.userEnteredValue;
  if (!value) return 'empty';
  if ('numberValue' in value) return 'number';
  if ('boolValue' in value) return 'boolean';
  if ('errorValue' in value) return 'error';
  return value.stringValue === '' ? 'empty' : 'text';
}

export function alignment(cell, rightToLeft = false) {
  const asked = cell.effectiveFormat?.horizontalAlignment;
  if (asked) return {LEFT: 'left', CENTER: 'center', RIGHT: 'right'}[asked] || 'left';
  const [start, end] = rightToLeft ? ['right', 'left'] : ['left', 'right'];
  return {number: end, boolean: 'center', error: 'center'}[kindOf(cell)] || start;
}

/** CSS of the text and the ground of a cell. */
export function look(cell, theme) {
  const format = cell.effectiveFormat;
  if (!format) return {};
  const text = format.textFormat || {};
  const out = {};
  const ground = css(format.backgroundColorStyle, theme);
  if (ground && ground !== WHITE) out.backgroundColor = ground;
  const ink = css(text.foregroundColorStyle, theme);
  if (ink && ink !== BLACK) out.color = ink;
  if (text.bold) out.fontWeight = '650';
  if (text.italic) out.fontStyle = 'italic';
  const lines = [text.underline && 'underline', text.strikethrough && 'line-through'].filter(Boolean);
  if (lines.length) out.textDecorationLine = lines.join(' ');
  if (text.fontSize && text.fontSize !== 10) out.fontSize = `${(text.fontSize * POINT).toFixed(1)}px`;
  if (text.fontFamily && text.fontFamily !== USUAL_FONT) out.fontFamily = `"${text.fontFamily.replace(/["\\]/g, '')}", ${STACK}`;
  return out;
}

export const wraps = (cell) => cell.effectiveFormat?.wrapStrategy === 'WRAP';

export const clips = (cell) => ['CLIP', 'WRAP'].includes(cell.effectiveFormat?.wrapStrategy);

/** One border as CSS, from either cell that shares the edge; null when there is none. */
export function border(cell, side, neighbour, otherSide, theme) {
  const line = cell.effectiveFormat?.borders?.[side] || neighbour?.effectiveFormat?.borders?.[otherSide];
  if (!line || !line.style || line.style === 'NONE') return null;
  const colour = css(line.colorStyle || {rgbColor: line.color || {}}, theme) || BLACK;
  return `${WEIGHTS[line.style] || line.width || 1}px ${LINES[line.style] || 'solid'} ${colour}`;
}

/** The text a person would edit: the formula, else the value as one types it. */
export function typed(cell) {
  const value = cell.userEnteredValue;
  if (!value) return '';
  if (value.formulaValue !== undefined) return value.formulaValue;
  if (value.boolValue !== undefined) return String(value.boolValue).toUpperCase();
  if (value.stringValue !== undefined) return /^[=+']/.test(value.stringValue) ? `'${value.stringValue}` : value.stringValue;
  if (value.numberValue === undefined) return '';
  const type = cell.effectiveFormat?.numberFormat?.type || '';
  if (/DATE|TIME/.test(type)) return cell.formattedValue || '';
  if (type === 'PERCENT') return `${Number((value.numberValue * 100).toPrecision(15))}%`;
  return String(value.numberValue);
}

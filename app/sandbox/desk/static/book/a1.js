/** Cell names: rows and columns count from 0, ends are exclusive, as in Google's GridRange. */

export function letters(column) {
  let name = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}

export const cellName = (row, column) => `${letters(column)}${row + 1}`;

export function areaName({top, left, bottom, right}) {
  const first = cellName(top, left);
  return bottom - top === 1 && right - left === 1 ? first : `${first}:${cellName(bottom - 1, right - 1)}`;
}

export const quoted = (title) => `'${title.replace(/'/g, "''")}'`;

export const fullName = (title, area) => `${quoted(title)}!${areaName(area)}`;

const columnOf = (text) => [...text.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** 'B7', 'A1:C3', 'A:C' or '3:5' as an area inside a sheet of `rows` by `columns`; null when it is none. */
export function area(text, {rows, columns}) {
  const ends = text.trim().split(':').map((end) => /^\$?([A-Za-z]{0,3})\$?(\d*)$/.exec(end));
  if (ends.length > 2 || ends.some((end) => !end || !end[0])) return null;
  const [from, to = from] = ends;
  if (ends.length === 1 && !(from[1] && from[2])) return null;
  const edge = (one, other, whole) => (one === '' || other === '' ? [0, whole - 1] : [one, other].sort((a, b) => a - b));
  const [top, bottom] = edge(from[2] && from[2] - 1, to[2] && to[2] - 1, rows);
  const [left, right] = edge(from[1] && columnOf(from[1]), to[1] && columnOf(to[1]), columns);
  if (top < 0 || bottom >= rows || right >= columns) return null;
  return {top, left, bottom: bottom + 1, right: right + 1};
}

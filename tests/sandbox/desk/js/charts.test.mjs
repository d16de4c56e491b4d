import assert from 'node:assert/strict';
import test from 'node:test';

import {basicPlot, edges} from '../../../../app/sandbox/desk/static/charts/plot.js';
import {linear, niceTicks, tickText} from '../../../../app/sandbox/desk/static/charts/scale.js';
import {readSources} from '../../../../app/sandbox/desk/static/charts/sources.js';

test('ticks are round and enclose the values', () => {
  assert.deepEqual(niceTicks(0, 97), [0, 20, 40, 60, 80, 100]);
  assert.deepEqual(niceTicks(-30, 70), [-40, -20, 0, 20, 40, 60, 80]);
  assert.deepEqual(niceTicks(0, 1200000), [0, 250000, 500000, 750000, 1000000, 1250000]);
  assert.deepEqual(niceTicks(0, 0), [0, 0.2, 0.4, 0.6, 0.8, 1]);
});

test('ticks of one axis share a unit', () => {
  assert.deepEqual([0, 250000, 1250000].map(tickText([0, 250000, 1250000])), ['0', '0.25M', '1.25M']);
  assert.deepEqual([-20000, 5000].map(tickText([-20000, 5000])), ['−20k', '5k']);
  assert.equal(tickText([0, 900])(900), '900');
});

test('a scale maps both ends', () => {
  const y = linear([0, 50, 100], 200, 0);
  assert.deepEqual([0, 25, 100].map(y), [200, 150, 0]);
});

const numberCell = (value) => (value === null ? {} : {effectiveValue: {numberValue: value}, formattedValue: String(value)});

/** A book of one sheet whose columns are given with their heading. */
function bookOf(columns, hiddenRows = []) {
  const height = columns[0].length;
  const rowData = Array.from({length: height}, (_, row) => ({values: columns.map((column) => (typeof column[row] === 'string'
    ? {effectiveValue: {stringValue: column[row]}, formattedValue: column[row]} : numberCell(column[row])))}));
  const rowMetadata = Array.from({length: height}, (_, row) => (hiddenRows.includes(row) ? {hiddenByUser: true} : {}));
  return {
    id: 'b',
    sheet: (id) => (id === 1 ? {id: 1, title: 'S', rowCount: height, columnCount: columns.length} : null),
    google: {read: async () => ({sheets: [{properties: {sheetId: 1}, data: [{rowData, rowMetadata}]}]})},
  };
}

const source = (column, rows) => ({sourceRange: {sources: [
  {sheetId: 1, startRowIndex: 0, endRowIndex: rows, startColumnIndex: column, endColumnIndex: column + 1}]}});

async function plotOf(columns, basic, {hiddenRows = [], ...spec} = {}) {
  const rows = columns[0].length;
  const chart = {spec: {...spec, basicChart: {
    chartType: 'LINE', headerCount: 1, domains: [{domain: source(0, rows)}], series: columns.slice(1).map((_, at) => ({series: source(at + 1, rows)})), ...basic,
  }}};
  const read = await readSources(bookOf(columns, hiddenRows), [chart]);
  return basicPlot(chart.spec, read, {});
}

test('headings name the series, empty cells are gaps', async () => {
  const plot = await plotOf([['Month', 'Jan', 'Feb'], ['Actual', 5, null], ['Forecast', null, 7]], {});
  assert.deepEqual(plot.labels, ['Jan', 'Feb']);
  assert.deepEqual(plot.series.map(({name, values}) => [name, values]), [['Actual', [5, null]], ['Forecast', [null, 7]]]);
  assert.deepEqual(edges(plot), [[[0, 5], null], [null, [0, 7]]]);
});

test('an S-curve has dashes where asked, and its axis', async () => {
  const plot = await plotOf([['M', 'Jan'], ['A', 1]], {series: [
    {series: source(1, 2), lineStyle: {type: 'MEDIUM_DASHED', width: 3}, colorStyle: {rgbColor: {red: 1}}, targetAxis: 'RIGHT_AXIS'}]});
  const [series] = plot.series;
  assert.deepEqual([series.dash, series.width, series.colour, series.right], ['7 5', 3, '#ff0000', true]);
});

test('columns pile up, negative ones downwards, lines do not', async () => {
  const columns = [['M', 'Jan'], ['A', 4], ['B', -1], ['C', 3], ['L', 9]];
  const plot = await plotOf(columns, {chartType: 'COMBO', stackedType: 'STACKED', series: columns.slice(1).map((_, at) =>
    ({series: source(at + 1, 2), type: at === 3 ? 'LINE' : 'COLUMN'}))});
  assert.deepEqual(edges(plot), [[[0, 4]], [[0, -1]], [[4, 7]], [[0, 9]]]);
});

test('hidden rows are left out unless all are to be shown', async () => {
  const columns = [['M', 'Jan', 'Feb'], ['A', 1, 2]];
  assert.deepEqual((await plotOf(columns, {}, {hiddenRows: [1]})).labels, ['Feb']);
  assert.deepEqual((await plotOf(columns, {}, {hiddenRows: [1], hiddenDimensionStrategy: 'SHOW_ALL'})).labels, ['Jan', 'Feb']);
});

test('kinds the desk does not draw are not drawn as something else', async () => {
  assert.equal(await plotOf([['M', 'Jan'], ['A', 1]], {chartType: 'SCATTER'}), null);
});

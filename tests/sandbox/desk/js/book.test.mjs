import assert from 'node:assert/strict';
import test from 'node:test';

import {area, areaName, cellName, fullName, letters} from '../../../../app/sandbox/desk/static/book/a1.js';
import {Axis} from '../../../../app/sandbox/desk/static/book/axis.js';
import {Sheet} from '../../../../app/sandbox/desk/static/book/sheet.js';
import {css} from '../../../../app/sandbox/desk/static/book/colour.js';
import {kindOf, typed} from '../../../../app/sandbox/desk/static/grid/look.js';
import {widened} from '../../../../app/sandbox/desk/static/grid/selection.js';

const size = {rows: 100, columns: 30};

test('columns are named as in a sheet', () => {
  assert.deepEqual([0, 25, 26, 51, 52, 701, 702].map(letters), ['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']);
  assert.equal(cellName(6, 6), 'G7');
});

test('areas are read and named', () => {
  assert.deepEqual(area('B2:C4', size), {top: 1, left: 1, bottom: 4, right: 3});
  assert.deepEqual(area('c4:$b$2', size), area('B2:C4', size));
  assert.deepEqual(area('B:C', size), {top: 0, left: 1, bottom: 100, right: 3});
  assert.deepEqual(area('3:5', size), {top: 2, left: 0, bottom: 5, right: 30});
  for (const wrong of ['', 'B', '5', 'A0', 'A101', 'AE1', 'A1:B2:C3', 'x y']) assert.equal(area(wrong, size), null, wrong);
  assert.equal(areaName({top: 0, left: 0, bottom: 1, right: 1}), 'A1');
  assert.equal(fullName("Ana's", {top: 0, left: 0, bottom: 2, right: 2}), "'Ana''s'!A1:B2");
});

test('an axis finds places, and steps over what is hidden', () => {
  const axis = new Axis([10, 0, 20, 30]);
  assert.equal(axis.total, 60);
  assert.deepEqual([-5, 0, 9, 10, 29, 30, 99].map((at) => axis.at(at)), [0, 0, 0, 2, 2, 3, 3]);
  assert.equal(axis.step(0, 1), 2);
  assert.equal(axis.step(2, -1), 0);
  assert.equal(axis.step(3, 1), 3);
  axis.resize([[2, 50]]);
  assert.equal(axis.start(3), 60);
});

function sheet(properties = {}) {
  const made = new Sheet().describe({properties: {sheetId: 1, title: 'T', gridProperties: {rowCount: 250, columnCount: 3}, ...properties}});
  made.setShape({rowMetadata: [{pixelSize: 21}, {pixelSize: 40}, {pixelSize: 21, hiddenByUser: true}], columnMetadata: [{pixelSize: 80}]});
  return made;
}

test('rows of usual height get air, set heights and hidden rows stay', () => {
  const made = sheet();
  assert.deepEqual([...made.rows.sizes.slice(0, 3)], [25, 40, 0]);
  assert.deepEqual(made.columns.sizes, [80, 100, 100]);
  made.fit(new Map([[0, 60], [1, 90], [2, 90]]));
  assert.deepEqual([...made.rows.sizes.slice(0, 3)], [60, 40, 0]);
  assert.equal(made.isUsualHeight(0), true);
});

test('cells arrive in blocks', () => {
  const made = sheet();
  assert.deepEqual(made.blocksBetween(90, 210), [0, 1, 2]);
  assert.deepEqual(made.blockRange(2), {sheetId: 1, startRowIndex: 200, endRowIndex: 250});
  assert.deepEqual(made.cell(120, 1), {});
  made.setBlock(1, [...Array(20).fill({}), {values: [{}, {formattedValue: 'x'}]}], 3);
  assert.equal(made.cell(120, 1).formattedValue, 'x');
  assert.equal(made.generationOf(1), 3);
});

test('a tab without sheet id is number 0', () => {
  assert.equal(new Sheet().describe({properties: {title: 'A'}}).id, 0);
});

test('colours: absent channels are 0, themes are looked up', () => {
  assert.equal(css({rgbColor: {red: 1, blue: 0.5}}, {}), '#ff0080');
  assert.equal(css({rgbColor: {}}, {}), '#000000');
  assert.equal(css({themeColor: 'ACCENT1'}, {ACCENT1: {green: 1}}), '#00ff00');
  assert.equal(css(undefined, {}), null);
});

test('what is edited is what was typed', () => {
  const held = (value, type) => ({userEnteredValue: value, formattedValue: 'shown', effectiveFormat: {numberFormat: {type}}});
  assert.equal(typed(held({formulaValue: '=A1+1'})), '=A1+1');
  assert.equal(typed(held({numberValue: 1234.5}, 'CURRENCY')), '1234.5');
  assert.equal(typed(held({numberValue: 0.07}, 'PERCENT')), '7%');
  assert.equal(typed(held({numberValue: 46000}, 'DATE')), 'shown');
  assert.equal(typed(held({stringValue: '=IMPORTDATA("x")'})), `'=IMPORTDATA("x")`);
  assert.equal(typed(held({boolValue: true})), 'TRUE');
  assert.equal(typed({}), '');
});

test('kinds of cells', () => {
  const of = (value) => kindOf({effectiveValue: value});
  assert.deepEqual([{numberValue: 0}, {stringValue: 'a'}, {stringValue: ''}, {boolValue: false}, {errorValue: {}}].map(of),
    ['number', 'text', 'empty', 'boolean', 'error']);
  assert.equal(kindOf({}), 'empty');
});

test('a selection takes in the merges it touches', () => {
  const merges = [{top: 0, left: 0, bottom: 2, right: 2}, {top: 1, left: 2, bottom: 4, right: 3}];
  assert.deepEqual(widened({top: 1, left: 1, bottom: 2, right: 3}, merges), {top: 0, left: 0, bottom: 4, right: 3});
  assert.deepEqual(widened({top: 5, left: 5, bottom: 6, right: 6}, merges), {top: 5, left: 5, bottom: 6, right: 6});
});

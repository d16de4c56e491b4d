/** One tab: properties, merges, charts, sizes of rows and columns, and the cells fetched so far. */

import {Axis} from './axis.js';

const BLOCK = 100; // rows a request
const DEFAULT_ROW = 21; // Google's height of a row nobody has set
const CALM_ROW = 25; // the desk gives such rows a little more air
const DEFAULT_COLUMN = 100;
const EMPTY = Object.freeze({});

export class Sheet {
  #blocks = new Map();
  #mergesByRow = new Map();
  #usual = []; // rows whose height nobody has set
  #fitted = new Map(); // those among them that are as tall as their text

  shaped = -1;
  rows = new Axis([]);
  columns = new Axis([]);

  describe({properties, merges = [], charts = []}) {
    const grid = properties.gridProperties || {};
    this.id = properties.sheetId || 0;
    this.title = properties.title;
    this.index = properties.index || 0;
    this.hidden = Boolean(properties.hidden);
    this.isGrid = (properties.sheetType || 'GRID') === 'GRID';
    this.colour = properties.tabColorStyle || null;
    this.rightToLeft = Boolean(properties.rightToLeft);
    this.gridlines = !grid.hideGridlines;
    this.frozenRows = grid.frozenRowCount || 0;
    this.frozenColumns = grid.frozenColumnCount || 0;
    this.rowCount = grid.rowCount || 0;
    this.columnCount = grid.columnCount || 0;
    this.merges = merges.map((merge) => ({
      top: merge.startRowIndex || 0, left: merge.startColumnIndex || 0, bottom: merge.endRowIndex, right: merge.endColumnIndex,
    }));
    this.#mergesByRow.clear();
    this.charts = charts;
    return this;
  }

  /** A block of rows as a GridRange. */
  blockRange(block) {
    const top = block * BLOCK;
    return {sheetId: this.id, startRowIndex: top, endRowIndex: Math.min(top + BLOCK, this.rowCount)};
  }

  blocksBetween(top, bottom) {
    const found = [];
    const last = Math.min(bottom, this.rowCount) - 1;
    for (let block = Math.floor(top / BLOCK); block * BLOCK <= last; block += 1) found.push(block);
    return found;
  }

  generationOf(block) { return this.#blocks.get(block)?.generation ?? -1; }

  setBlock(block, rowData, generation) {
    this.#blocks.set(block, {rowData, generation});
  }

  setShape({rowMetadata = [], columnMetadata = []}) {
    const size = (held, usual) => (held?.hiddenByUser || held?.hiddenByFilter ? 0 : held?.pixelSize ?? usual);
    const heights = Array.from({length: this.rowCount}, (_, row) => size(rowMetadata[row], DEFAULT_ROW));
    this.#usual = heights.map((height) => height === DEFAULT_ROW);
    this.rows = new Axis(heights.map((height, row) => (this.#usual[row] ? this.#fitted.get(row) ?? CALM_ROW : height)));
    this.columns = new Axis(Array.from({length: this.columnCount}, (_, column) => size(columnMetadata[column], DEFAULT_COLUMN)));
  }

  /** Rows of usual height become as tall as their text needs. */
  fit(heights) {
    const usual = [...heights].filter(([row]) => this.#usual[row]);
    for (const [row, height] of usual) this.#fitted.set(row, height);
    this.rows.resize(usual);
  }

  isUsualHeight(row) { return this.#usual[row]; }

  cell(row, column) {
    return this.#blocks.get(Math.floor(row / BLOCK))?.rowData[row % BLOCK]?.values?.[column] || EMPTY;
  }

  isLoaded(row) { return this.#blocks.has(Math.floor(row / BLOCK)); }

  /** The merge a cell is part of, if any. */
  mergeAt(row, column) {
    return this.mergesInRow(row).find((merge) => column >= merge.left && column < merge.right) || null;
  }

  mergesInRow(row) {
    let found = this.#mergesByRow.get(row);
    if (!found) {
      found = this.merges.filter((merge) => row >= merge.top && row < merge.bottom);
      this.#mergesByRow.set(row, found);
    }
    return found;
  }

  /** The cell whose borders count at a place: inside a merge the first one, unless it has borders of its own. */
  edgeCell(row, column) {
    const cell = this.cell(row, column);
    if (cell.effectiveFormat?.borders) return cell;
    const merge = this.mergeAt(row, column);
    return merge ? this.cell(merge.top, merge.left) : cell;
  }
}

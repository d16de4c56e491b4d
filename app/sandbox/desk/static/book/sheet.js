/** One tab: properties, merges, charts, sizes of rows and columns, and the cells fetched so far. */

import {Axis} from './axis.js';
import {fullName, quoted} from './a1.js';

const BLOCK = 100; // rows a request
const DEFAULT_ROW = 21; // Google's height of a row nobody has set
const CALM_ROW = 25; // the desk gives such rows a little more air
const DEFAULT_COLUMN = 100;
const EMPTY = Object.freeze({});

export class Sheet {
  #blocks = new Map();
  #heights = new Map(); // rows made taller for wrapped text

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
    this.charts = charts;
    return this;
  }

  get wholeName() { return quoted(this.title); }

  blockName(block) {
    const top = block * BLOCK;
    return fullName(this.title, {top, left: 0, bottom: Math.min(top + BLOCK, this.rowCount), right: this.columnCount});
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
    const height = (held) => {
      const pixels = size(held, DEFAULT_ROW);
      return pixels === DEFAULT_ROW ? CALM_ROW : pixels;
    };
    this.rows = new Axis(Array.from({length: this.rowCount}, (_, row) => height(rowMetadata[row])));
    this.columns = new Axis(Array.from({length: this.columnCount}, (_, column) => size(columnMetadata[column], DEFAULT_COLUMN)));
    this.#grow(this.#heights);
  }

  /** Rows of usual height become as tall as their wrapped text needs. */
  fit(heights) {
    for (const [row, height] of heights) this.#heights.set(row, height);
    this.#grow(heights);
  }

  #grow(heights) {
    const usual = [...heights].filter(([row]) => row < this.rows.count && (this.rows.sizes[row] === CALM_ROW || this.#heights.has(row)));
    if (usual.length) this.rows.resize(usual.filter(([row]) => this.rows.sizes[row] > 0));
  }

  isUsualHeight(row) { return this.rows.sizes[row] === CALM_ROW || this.#heights.has(row); }

  cell(row, column) {
    return this.#blocks.get(Math.floor(row / BLOCK))?.rowData[row % BLOCK]?.values?.[column] || EMPTY;
  }

  isLoaded(row) { return this.#blocks.has(Math.floor(row / BLOCK)); }

  /** The merge a cell is part of, if any. */
  mergeAt(row, column) {
    return this.merges.find((merge) => row >= merge.top && row < merge.bottom && column >= merge.left && column < merge.right) || null;
  }

  mergesInRow(row) { return this.merges.filter((merge) => row >= merge.top && row < merge.bottom); }
}

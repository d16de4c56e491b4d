/**
 * The grid: draws the rows and columns in view of one tab and keeps them drawn while it scrolls. Frozen rows
 * and columns stick by CSS, so that the browser moves everything at once.
 *
 * Says 'selected' (the selection has moved) and 'scrolled'.
 */

import {Selection, widened} from './selection.js';
import {HEAD_HEIGHT, HEAD_WIDTH, headElement, rowElement} from './row.js';
import {fittingHeights} from './fit.js';

const SPARE_ROWS = 14; // drawn beyond the view, so that scrolling finds them ready
const SPARE_COLUMNS = 4;
const FETCH_EVERY = 80; // milliseconds

export class Grid extends EventTarget {
  #drawn = new Map(); // row -> element
  #columns = {from: 0, to: 0};
  #frame = 0;
  #fetching = 0;
  #places = new Map(); // tab -> where it was scrolled to and what was selected

  constructor(root, book) {
    super();
    this.book = book;
    this.sheet = null;
    this.selection = new Selection();
    this.root = root;
    this.scroller = root.appendChild(document.createElement('div'));
    this.scroller.className = 'grid';
    this.canvas = this.scroller.appendChild(document.createElement('div'));
    this.canvas.className = 'canvas';
    this.table = this.canvas.appendChild(document.createElement('div')); // charts float beside it, not in it
    this.table.className = 'table';
    this.table.id = 'grid';
    this.table.tabIndex = 0;
    this.table.setAttribute('role', 'grid');
    this.table.setAttribute('aria-multiselectable', 'true');
    this.top = this.table.appendChild(document.createElement('div'));
    this.top.className = 'top';
    this.top.setAttribute('role', 'rowgroup');
    this.body = this.table.appendChild(document.createElement('div'));
    this.body.className = 'body';
    this.body.setAttribute('role', 'rowgroup');
    this.scroller.addEventListener('scroll', () => this.#soon(), {passive: true});
    new ResizeObserver(() => this.#soon()).observe(this.scroller);
  }

  /** Shows a tab, where it was left. */
  async show(sheet) {
    if (this.sheet) this.#remember();
    this.sheet = sheet;
    await this.book.shape(sheet);
    if (this.sheet !== sheet) return;
    const place = this.#places.get(sheet.id) || {x: 0, y: 0, anchor: {row: 0, column: 0}};
    this.redraw();
    this.#scrollTo(place.x, place.y);
    this.select(place.anchor, place.focus, {reveal: false});
    this.#draw();
  }

  #remember() {
    const {x, y} = this.#scrolled();
    this.#places.set(this.sheet.id, {x, y, anchor: this.selection.anchor, focus: this.selection.focus});
  }

  /** How far the grid is scrolled; in a sheet from right to left browsers count the way to the left below 0. */
  #scrolled() { return {x: Math.abs(this.scroller.scrollLeft), y: this.scroller.scrollTop}; }

  #scrollTo(x, y) { this.scroller.scrollTo(this.sheet.rightToLeft ? -x : x, y); }

  /** Draws everything anew, after the tab's shape or cells have changed. */
  redraw() {
    const {sheet} = this;
    this.#drawn.forEach((row) => row.remove());
    this.#drawn.clear();
    this.#columns = {from: 0, to: 0};
    this.canvas.style.width = `${HEAD_WIDTH + sheet.columns.total + 80}px`;
    this.canvas.style.height = `${HEAD_HEIGHT + sheet.rows.total + 80}px`;
    this.table.setAttribute('aria-rowcount', sheet.rowCount + 1);
    this.table.setAttribute('aria-colcount', sheet.columnCount);
    this.table.setAttribute('aria-label', sheet.title);
    this.scroller.dir = sheet.rightToLeft ? 'rtl' : 'ltr';
    this.scroller.classList.toggle('plain', !sheet.gridlines);
    this.#draw();
  }

  /** Draws the rows of newly arrived cells anew, without flicker for the others. */
  refresh() {
    const heights = fittingHeights(this.sheet, this.#drawn.keys());
    if (heights.size) {
      this.sheet.fit(heights);
      this.redraw();
      return;
    }
    for (const [row, old] of this.#drawn) {
      const made = rowElement(this.sheet, this.book.theme, row, this.#columns);
      old.replaceWith(made);
      this.#drawn.set(row, made);
    }
    this.#markSelection();
  }

  #soon() {
    if (this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.sheet) this.#draw();
      this.dispatchEvent(new Event('scrolled'));
    });
  }

  /** The rows and columns in view, beside the frozen ones. */
  #view() {
    const {sheet, scroller} = this;
    const {clientWidth: width, clientHeight: height} = scroller;
    const {x, y} = this.#scrolled();
    const rows = {
      from: Math.max(sheet.frozenRows, sheet.rows.at(y + sheet.rows.start(sheet.frozenRows)) - SPARE_ROWS),
      to: Math.min(sheet.rowCount, sheet.rows.at(y + height) + SPARE_ROWS),
    };
    const columns = {
      from: Math.max(0, sheet.columns.at(x + sheet.columns.start(sheet.frozenColumns)) - SPARE_COLUMNS),
      to: Math.min(sheet.columnCount, sheet.columns.at(x + width) + SPARE_COLUMNS + 1),
    };
    return {rows, columns};
  }

  #draw() {
    const {sheet} = this;
    if (!sheet.rowCount) return;
    const {rows, columns} = this.#view();
    if (columns.from < this.#columns.from || columns.to > this.#columns.to) {
      this.#columns = columns;
      this.#drawn.forEach((row) => row.remove());
      this.#drawn.clear();
      this.top.replaceChildren(headElement(sheet, columns));
      this.top.style.height = `${HEAD_HEIGHT + sheet.rows.start(sheet.frozenRows)}px`;
    }
    const wanted = this.#wantedRows(rows);
    for (const [row, made] of this.#drawn) {
      if (!wanted.has(row)) {
        made.remove();
        this.#drawn.delete(row);
      }
    }
    let drew = false;
    for (const row of wanted) {
      if (this.#drawn.has(row) || sheet.rows.sizes[row] === 0) continue;
      const made = rowElement(sheet, this.book.theme, row, this.#columns);
      (row < sheet.frozenRows ? this.top : this.body).append(made);
      this.#drawn.set(row, made);
      drew = true;
    }
    if (drew) this.#markSelection();
    this.#fetch();
  }

  /** Fetches what is in view; while a scroll passes by, not every row it passes. */
  #fetch() {
    if (this.#fetching) return;
    const fetch = () => {
      const {rows} = this.#view();
      this.book.ensure(this.sheet, 0, Math.max(1, this.sheet.frozenRows));
      this.book.ensure(this.sheet, rows.from, rows.to);
    };
    fetch();
    this.#fetching = setTimeout(() => {
      this.#fetching = 0;
      fetch();
    }, FETCH_EVERY);
  }

  /** The frozen rows, the rows in view, and the first rows of merges that reach into it. */
  #wantedRows({from, to}) {
    const wanted = new Set();
    for (let row = 0; row < Math.min(this.sheet.frozenRows, this.sheet.rowCount); row += 1) wanted.add(row);
    for (const merge of this.sheet.merges) if (merge.top < from && merge.bottom > from) wanted.add(merge.top);
    for (let row = from; row < to; row += 1) wanted.add(row);
    return wanted;
  }

  /** Selects; a cell inside a merge stands for the whole merge. */
  select(anchor, focus = anchor, {reveal = true} = {}) {
    const within = ({row, column}) => ({
      row: Math.max(0, Math.min(this.sheet.rowCount - 1, row)), column: Math.max(0, Math.min(this.sheet.columnCount - 1, column)),
    });
    this.selection.set(within(anchor), within(focus));
    if (reveal) this.reveal(this.selection.focus);
    this.#markSelection();
    this.dispatchEvent(new Event('selected'));
  }

  /** The selected area with the merges it touches. */
  get area() { return widened(this.selection.area, this.sheet.merges); }

  focus() { this.table.focus({preventScroll: true}); }

  reveal({row, column}) {
    const {sheet, scroller} = this;
    const along = (axis, index, frozen, head, place, size) => {
      if (index < frozen) return place;
      const start = axis.start(index);
      const end = start + axis.sizes[index];
      const first = place + axis.start(frozen);
      if (start < first) return start - axis.start(frozen);
      const room = size - head - 16;
      return end > place + room ? Math.min(end - room, start - axis.start(frozen)) : place;
    };
    const at = this.#scrolled();
    const y = along(sheet.rows, row, sheet.frozenRows, HEAD_HEIGHT, at.y, scroller.clientHeight);
    const x = along(sheet.columns, column, sheet.frozenColumns, HEAD_WIDTH, at.x, scroller.clientWidth);
    if (y !== at.y || x !== at.x) {
      this.#scrollTo(x, y);
      this.#draw();
    }
  }

  /** Brings a cell well into view and draws the eye to it. */
  async visit(area) {
    this.select({row: area.top, column: area.left}, {row: area.bottom - 1, column: area.right - 1}, {reveal: false});
    this.reveal({row: Math.min(area.top + 6, this.sheet.rowCount - 1), column: area.left});
    this.reveal({row: area.top, column: area.left});
    this.#markSelection();
    this.cellElement(area.top, area.left)?.animate(
      [{boxShadow: 'inset 0 0 0 2px #0f4c5c, 0 0 0 8px #0f4c5c55'}, {boxShadow: 'inset 0 0 0 2px #0f4c5c, 0 0 0 0 #0f4c5c00'}],
      {duration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 700, easing: 'ease-out'});
  }

  cellElement(row, column) {
    return this.#drawn.get(row)?.querySelector(`:scope > #c-${row}-${column}`) || null;
  }

  #markSelection() {
    const {top, left, bottom, right} = this.area;
    const {row: activeRow, column: activeColumn} = this.#active();
    const isOne = this.selection.isOne;
    for (const [row, made] of this.#drawn) {
      const inRows = row >= top && row < bottom;
      made.classList.toggle('lit', inRows);
      for (const cell of made.children) {
        const column = Number(cell.dataset.column);
        if (Number.isNaN(column)) continue;
        const inside = inRows && column >= left && column < right;
        const active = row === activeRow && column === activeColumn;
        cell.classList.toggle('inside', inside && !isOne);
        cell.classList.toggle('active', active);
        if (inside || active) cell.setAttribute('aria-selected', 'true');
        else cell.removeAttribute('aria-selected');
      }
    }
    for (const head of this.top.querySelectorAll('.colhead')) {
      const column = Number(head.dataset.colhead);
      head.classList.toggle('lit', column >= left && column < right);
    }
    const active = this.cellElement(activeRow, activeColumn);
    if (active) this.table.setAttribute('aria-activedescendant', active.id);
    else this.table.removeAttribute('aria-activedescendant');
  }

  #active() {
    const {row, column} = this.selection.anchor;
    const merge = this.sheet.mergeAt(row, column);
    return merge ? {row: merge.top, column: merge.left} : {row, column};
  }
}

/**
 * The workbook as the page knows it: its card (tabs, merges, charts) and, tab by tab, blocks of rows fetched
 * when they come into view. Says 'card', 'cells' (detail: sheetId) and 'trouble' (detail: error).
 */

import {Sheet} from './sheet.js';

const CARD = 'spreadsheetId,properties(title,locale,timeZone,spreadsheetTheme),sheets(properties,merges,charts)';
const SHAPE = 'sheets(data(rowMetadata(hiddenByUser,hiddenByFilter,pixelSize),columnMetadata(hiddenByUser,hiddenByFilter,pixelSize)))';
const FORMAT = 'effectiveFormat(numberFormat,backgroundColorStyle,borders,horizontalAlignment,verticalAlignment,wrapStrategy,' +
  'textFormat(foregroundColorStyle,bold,italic,underline,strikethrough,fontFamily,fontSize))';
const CELLS = `sheets(data(startRow,rowData(values(formattedValue,userEnteredValue,effectiveValue,note,${FORMAT}))))`;
const LOOK_EVERY = 500; // milliseconds between looks for changes

export class Workbook extends EventTarget {
  #version = null;
  #generation = 0;
  #asked = new Set();

  constructor(id, google) {
    super();
    this.id = id;
    this.google = google;
    this.sheets = [];
    this.title = '';
    this.theme = {};
  }

  async open() {
    const {version} = await this.#look();
    await this.#readCard();
    this.#version = version;
    this.#watch();
  }

  sheet(sheetId) { return this.sheets.find((sheet) => sheet.id === sheetId) || null; }

  async #look() {
    const answer = await fetch(`/sandbox/desk/workbooks/${encodeURIComponent(this.id)}/version`);
    if (!answer.ok) throw new Error(answer.status === 404 ? 'There is no such workbook.' : 'The sandbox does not answer.');
    return answer.json();
  }

  async #watch() {
    for (;;) {
      await new Promise((resolve) => { setTimeout(resolve, LOOK_EVERY); });
      if (document.hidden) continue;
      try {
        await this.catchUp();
        this.#say('heard');
      } catch (error) {
        this.#say('trouble', error);
      }
    }
  }

  /** Reads at once what may have changed since the last look. */
  async catchUp() {
    const {version} = await this.#look();
    if (version === this.#version) return;
    this.#version = version;
    await this.reread();
  }

  /** Reads the card anew and lets every block be fetched again; the old ones stay on screen until then. */
  async reread() {
    this.#generation += 1;
    await this.#readCard();
  }

  async #readCard() {
    const card = await this.google.read(this.id, CARD);
    const known = new Map(this.sheets.map((sheet) => [sheet.id, sheet]));
    this.title = card.properties.title;
    this.locale = card.properties.locale;
    this.timeZone = card.properties.timeZone;
    this.theme = Object.fromEntries((card.properties.spreadsheetTheme?.themeColors || [])
      .map(({colorType, color}) => [colorType, color.rgbColor || {}]));
    this.sheets = (card.sheets || []).map((described) => {
      const sheet = known.get(described.properties.sheetId || 0) || new Sheet();
      return sheet.describe(described);
    });
    this.#say('card');
  }

  /** Sees to it that a tab's row heights and column widths are known. */
  async shape(sheet) {
    const generation = this.#generation;
    if (sheet.shaped === generation || !sheet.isGrid) return;
    const read = await this.google.read(this.id, SHAPE, [{sheetId: sheet.id}]);
    sheet.setShape(read.sheets?.[0]?.data?.[0] || {});
    sheet.shaped = generation;
  }

  /** Fetches the blocks of rows `top` to `bottom` that are missing or out of date. */
  async ensure(sheet, top, bottom) {
    const wanted = sheet.blocksBetween(top, bottom).filter((block) => sheet.generationOf(block) !== this.#generation);
    await Promise.all(wanted.map((block) => this.#fetchBlock(sheet, block)));
  }

  async #fetchBlock(sheet, block) {
    const generation = this.#generation;
    const key = `${sheet.id}/${block}/${generation}`;
    if (this.#asked.has(key)) return;
    this.#asked.add(key);
    try {
      const read = await this.google.read(this.id, CELLS, [sheet.blockRange(block)]);
      sheet.setBlock(block, read.sheets?.[0]?.data?.[0]?.rowData || [], generation);
      this.#say('cells', sheet.id);
    } catch (error) {
      this.#say('trouble', error);
    } finally {
      this.#asked.delete(key);
    }
  }

  /** Writes, then reads at once what changed with it. */
  async write(work) {
    await work(this.google);
    this.#version = (await this.#look()).version;
    await this.reread();
  }

  #say(what, detail = null) { this.dispatchEvent(new CustomEvent(what, {detail})); }
}

/** What a chart is drawn from: the cells of its sources, fetched together, hidden rows and columns left out. */

const FIELDS = 'sheets(properties(sheetId),data(startRow,startColumn,rowData(values(effectiveValue,formattedValue,' +
  'effectiveFormat.numberFormat)),rowMetadata(hiddenByUser,hiddenByFilter),columnMetadata(hiddenByUser,hiddenByFilter)))';
const HIDDEN = Symbol('hidden');

/** Every source range inside a chart's spec. */
function rangesIn(part, found = []) {
  if (Array.isArray(part)) part.forEach((item) => rangesIn(item, found));
  else if (part && typeof part === 'object') {
    if (Array.isArray(part.sources)) found.push(...part.sources);
    else Object.values(part).forEach((item) => rangesIn(item, found));
  }
  return found;
}

const isHidden = (metadata) => Boolean(metadata?.hiddenByUser || metadata?.hiddenByFilter);

/** Fetches the cells of all charts at once; answers a reader of sources. */
export async function readSources(book, charts) {
  const areas = [];
  for (const source of charts.flatMap((chart) => rangesIn(chart.spec))) {
    const sheet = book.sheet(source.sheetId || 0);
    if (!sheet) continue;
    const area = {
      sheetId: sheet.id,
      startRowIndex: source.startRowIndex || 0, startColumnIndex: source.startColumnIndex || 0,
      endRowIndex: Math.min(source.endRowIndex ?? sheet.rowCount, sheet.rowCount),
      endColumnIndex: Math.min(source.endColumnIndex ?? sheet.columnCount, sheet.columnCount),
    };
    if (area.endRowIndex > area.startRowIndex && area.endColumnIndex > area.startColumnIndex) areas.push(area);
  }
  const cells = new Map();
  if (areas.length) {
    const read = await book.google.read(book.id, FIELDS, areas);
    for (const {properties, data = []} of read.sheets || []) {
      for (const {startRow = 0, startColumn = 0, rowData = [], rowMetadata = [], columnMetadata = []} of data) {
        const height = Math.max(rowData.length, rowMetadata.length);
        for (let down = 0; down < height; down += 1) {
          const values = rowData[down]?.values || [];
          for (let along = 0; along < Math.max(values.length, columnMetadata.length); along += 1) {
            const hidden = isHidden(rowMetadata[down]) || isHidden(columnMetadata[along]);
            cells.set(`${properties.sheetId || 0}/${startRow + down}/${startColumn + along}`, {cell: values[along] || {}, hidden});
          }
        }
      }
    }
  }
  return (spec, data) => cellsOf(cells, book, spec, data);
}

/** The cells of one source, in order. */
function cellsOf(cells, book, spec, data) {
  const out = [];
  const showAll = spec.hiddenDimensionStrategy === 'SHOW_ALL';
  for (const source of data?.sourceRange?.sources || []) {
    const sheet = book.sheet(source.sheetId || 0);
    if (!sheet) continue;
    for (let row = source.startRowIndex || 0; row < Math.min(source.endRowIndex ?? sheet.rowCount, sheet.rowCount); row += 1) {
      for (let column = source.startColumnIndex || 0; column < Math.min(source.endColumnIndex ?? sheet.columnCount, sheet.columnCount); column += 1) {
        const held = cells.get(`${sheet.id}/${row}/${column}`) || {cell: {}, hidden: false};
        out.push(held.hidden && !showAll ? HIDDEN : held.cell);
      }
    }
  }
  return out;
}

export const visible = (cells) => cells.filter((cell) => cell !== HIDDEN);

export const isHiddenCell = (cell) => cell === HIDDEN;

/** A cell's number; null when it holds none: that is a gap, not a zero. */
export function number(cell) {
  const value = cell.effectiveValue?.numberValue;
  return typeof value === 'number' ? value : null;
}

export const text = (cell) => cell.formattedValue ?? '';

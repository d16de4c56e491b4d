/** The tabs at the foot of the grid, and the menu of all tabs with the hidden ones in grey. */

import {css} from '../book/colour.js';
import {contextMenu, menuButton} from './menu.js';

/** `choose(sheet)` shows a tab, `change(sheet, properties)` renames, moves, hides or shows it. */
export function tabs({row, all, book, choose, change}) {
  let chosen = null;

  function list() {
    return book.sheets.map((sheet) => ({
      caption: sheet.title,
      dim: sheet.hidden,
      note: sheet.hidden ? 'hidden' : '',
      checked: sheet.id === chosen,
      act: () => (sheet.hidden ? change(sheet, {hidden: false}) : choose(sheet)),
    }));
  }

  function show(current) {
    const moved = current && chosen !== current.id;
    chosen = current ? current.id : null;
    const focused = row.contains(document.activeElement);
    row.replaceChildren(...book.sheets.filter((sheet) => !sheet.hidden || sheet.id === chosen).map((sheet) => {
      const tab = document.createElement('button');
      tab.type = 'button';
      tab.className = 'tab';
      tab.textContent = sheet.title;
      tab.dataset.sheetId = sheet.id;
      tab.setAttribute('role', 'tab');
      tab.setAttribute('aria-selected', String(sheet.id === chosen));
      tab.setAttribute('aria-controls', 'sheet');
      tab.tabIndex = sheet.id === chosen ? 0 : -1;
      const colour = css(sheet.colour, book.theme);
      if (colour) tab.style.setProperty('--tab', colour);
      tab.addEventListener('click', ({detail}) => (detail === 2 ? rename(sheet) : choose(sheet)));
      return tab;
    }));
    const tab = row.querySelector('[aria-selected="true"]');
    if (focused) tab?.focus();
    if (moved) tab?.scrollIntoView({block: 'nearest', inline: 'nearest'});
  }

  row.addEventListener('keydown', (event) => {
    const shown = [...row.children];
    const at = shown.findIndex((tab) => tab.getAttribute('aria-selected') === 'true');
    const go = {ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1}[event.key];
    if (go === undefined) return;
    event.preventDefault();
    shown.at(go % shown.length).click();
  });

  const sheetOf = (target) => book.sheet(Number(target.closest?.('.tab')?.dataset.sheetId));

  /** A field in place of the tab's name. */
  function rename(sheet) {
    const tab = row.querySelector(`[data-sheet-id="${sheet.id}"]`);
    const input = document.createElement('input');
    input.className = 'tab-name';
    input.value = sheet.title;
    input.setAttribute('aria-label', `New name of ${sheet.title}`);
    const end = (keep) => {
      input.replaceWith(tab);
      if (keep && input.value.trim() && input.value !== sheet.title) change(sheet, {title: input.value.trim()});
    };
    input.addEventListener('keydown', (event) => {
      event.stopPropagation();
      if (event.key === 'Enter' || event.key === 'Escape') {
        input.onblur = null;
        end(event.key === 'Enter');
      }
    });
    input.onblur = () => end(true);
    tab.replaceWith(input);
    input.select();
  }

  /** Google reads the new index against the order before the move. */
  function moved(sheet, by) {
    const shown = book.sheets.filter((other) => !other.hidden);
    const other = shown[shown.indexOf(sheet) + by];
    return other ? [{caption: by < 0 ? 'Move left' : 'Move right', act: () => change(sheet, {index: other.index + (by > 0 ? 1 : 0)})}] : [];
  }

  contextMenu({
    on: row, label: 'Sheet', back: () => row.querySelector('[aria-selected="true"]')?.focus(),
    items: (target) => {
      const sheet = sheetOf(target);
      return sheet ? [
        {caption: 'Rename', act: () => rename(sheet)}, {caption: 'Hide', act: () => change(sheet, {hidden: true})},
        ...moved(sheet, -1), ...moved(sheet, 1),
      ] : [];
    },
  });

  const bars = document.createElement('span');
  bars.className = 'bars';
  bars.setAttribute('aria-hidden', 'true');
  all.append(menuButton({caption: bars, label: 'All sheets', items: list, className: 'quiet icon', up: true}));

  return {show};
}

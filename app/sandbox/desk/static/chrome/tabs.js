/** The tabs at the foot of the grid, and the menu of all tabs with the hidden ones in grey. */

import {css} from '../book/colour.js';
import {menuButton} from './menu.js';

/** `choose(sheet)` shows a tab, `unhide(sheet)` brings a hidden one back. */
export function tabs({row, all, book, choose, unhide}) {
  let chosen = null;

  function list() {
    return book.sheets.map((sheet) => ({
      caption: sheet.title,
      dim: sheet.hidden,
      note: sheet.hidden ? 'hidden' : '',
      checked: sheet.id === chosen,
      act: () => (sheet.hidden ? unhide(sheet) : choose(sheet)),
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
      tab.addEventListener('click', () => choose(sheet));
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

  const bars = document.createElement('span');
  bars.className = 'bars';
  bars.setAttribute('aria-hidden', 'true');
  all.append(menuButton({caption: bars, label: 'All sheets', items: list, className: 'quiet icon', up: true}));

  return {show};
}

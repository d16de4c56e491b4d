/** Notes: a card beside the cell, by hovering over it or by going there with the keyboard. */

export function notes(grid) {
  const card = document.createElement('div');
  card.className = 'note-card';
  card.id = 'note';
  card.setAttribute('role', 'note');
  card.hidden = true;
  grid.root.append(card);

  function hide() {
    card.hidden = true;
    grid.table.removeAttribute('aria-describedby');
  }

  function show(row, column) {
    const {note} = grid.sheet.cell(row, column);
    const cell = grid.cellElement(row, column);
    if (!note || !cell) return hide();
    card.textContent = note;
    card.hidden = false;
    const around = grid.root.getBoundingClientRect();
    const box = cell.getBoundingClientRect();
    const left = box.right + 6 + card.offsetWidth < around.right ? box.right + 6 : box.left - card.offsetWidth - 6;
    card.style.left = `${Math.max(4, left - around.left)}px`;
    card.style.top = `${Math.max(4, Math.min(box.top - around.top, around.height - card.offsetHeight - 4))}px`;
    grid.table.setAttribute('aria-describedby', 'note');
    return undefined;
  }

  grid.scroller.addEventListener('pointerover', (event) => {
    const cell = event.target.closest('.noted');
    if (cell) show(Number(cell.dataset.row), Number(cell.dataset.column));
    else if (!event.target.closest('.active')) hide();
  });
  grid.scroller.addEventListener('pointerleave', hide);
  grid.addEventListener('selected', () => show(grid.area.top, grid.area.left));
  grid.addEventListener('scrolled', hide);
}

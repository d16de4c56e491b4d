/** The figures under the pointer: a thin line through the category and a small card beside it. */

import {svg} from './svg.js';

export function pointer(holder, root, plot, {left, right, top, bottom, band}) {
  const line = svg('line', {y1: top, y2: bottom, class: 'chart-cursor', visibility: 'hidden'});
  root.append(line);
  const card = document.createElement('div');
  card.className = 'chart-card';
  card.hidden = true;
  holder.append(card);

  function hide() {
    card.hidden = true;
    line.setAttribute('visibility', 'hidden');
  }

  function lineOf(series, at) {
    const row = document.createElement('div');
    const dot = document.createElement('i');
    dot.style.backgroundColor = series.colour;
    const value = document.createElement('b');
    value.textContent = series.said[at];
    row.append(dot, series.name, value);
    return row;
  }

  holder.addEventListener('pointermove', (event) => {
    const x = event.clientX - holder.getBoundingClientRect().left;
    const at = Math.floor((x - left) / band);
    if (x < left || x > right || at >= plot.labels.length) return hide();
    const middle = left + band * (at + 0.5);
    const head = document.createElement('strong');
    head.textContent = plot.labels[at];
    card.replaceChildren(head, ...plot.series.filter((series) => series.values[at] !== null).map((series) => lineOf(series, at)));
    card.hidden = false;
    const beside = middle + 12 + card.offsetWidth > holder.clientWidth ? middle - 12 - card.offsetWidth : middle + 12;
    card.style.left = `${Math.max(4, beside)}px`;
    card.style.top = `${top}px`;
    line.setAttribute('x1', middle);
    line.setAttribute('x2', middle);
    line.setAttribute('visibility', 'visible');
    return undefined;
  });
  holder.addEventListener('pointerleave', hide);
}

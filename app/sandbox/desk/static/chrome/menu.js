/** A button with a menu under (or over) it, by mouse or keyboard. */

let counted = 0;

/**
 * `items()` gives the entries anew at each opening: {caption, act, dim, note, checked} or {separator: true}.
 * Answers the holder, with `rename(text)`.
 */
export function menuButton({caption, items, label = '', className = 'quiet', up = false}) {
  const holder = document.createElement('div');
  holder.className = 'menu-holder';
  const button = document.createElement('button');
  button.type = 'button';
  button.className = className;
  button.setAttribute('aria-haspopup', 'menu');
  button.setAttribute('aria-expanded', 'false');
  if (label) button.setAttribute('aria-label', label);
  button.append(caption);
  const list = document.createElement('div');
  list.className = up ? 'menu up' : 'menu';
  list.id = `menu-${counted += 1}`;
  list.setAttribute('role', 'menu');
  list.setAttribute('aria-label', label || (typeof caption === 'string' ? caption : 'Menu'));
  list.hidden = true;
  holder.append(button, list);

  function close(focus) {
    list.hidden = true;
    button.setAttribute('aria-expanded', 'false');
    button.removeAttribute('aria-controls');
    if (focus) button.focus();
  }

  function entry(item) {
    if (item.separator) {
      const line = document.createElement('div');
      line.className = 'separator';
      line.setAttribute('role', 'separator');
      return line;
    }
    const made = document.createElement('button');
    made.type = 'button';
    made.className = item.dim ? 'item dim' : 'item';
    made.setAttribute('role', item.checked === undefined ? 'menuitem' : 'menuitemradio');
    if (item.checked !== undefined) made.setAttribute('aria-checked', String(item.checked));
    made.tabIndex = -1;
    const name = document.createElement('span');
    name.textContent = item.caption;
    made.append(name);
    if (item.note) {
      const note = document.createElement('small');
      note.textContent = item.note;
      made.append(note);
    }
    made.addEventListener('click', () => {
      close(true);
      item.act();
    });
    return made;
  }

  function open(last = false) {
    list.replaceChildren(...items().map(entry));
    list.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    button.setAttribute('aria-controls', list.id);
    const entries = list.querySelectorAll('.item');
    entries[last ? entries.length - 1 : 0]?.focus();
  }

  button.addEventListener('click', () => (list.hidden ? open() : close(false)));
  button.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    open(event.key === 'ArrowUp');
  });
  list.addEventListener('keydown', (event) => {
    const entries = [...list.querySelectorAll('.item')];
    const at = entries.indexOf(document.activeElement);
    const go = {ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1}[event.key];
    if (go !== undefined) entries.at(go % entries.length).focus();
    else if (event.key === 'Escape') close(true);
    else if (event.key === 'Tab') close(false);
    else return;
    if (event.key !== 'Tab') event.preventDefault();
  });
  document.addEventListener('pointerdown', (event) => { if (!list.hidden && !holder.contains(event.target)) close(false); });
  window.addEventListener('blur', () => { if (!list.hidden) close(false); }); // a click inside the sidebar's frame

  return holder;
}

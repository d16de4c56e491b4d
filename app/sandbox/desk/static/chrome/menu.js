/** Menus: a list of entries that is worked by mouse or keyboard, under a button or where the pointer is. */

let counted = 0;

function entry(item, close) {
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

/**
 * A list that is filled anew at each opening with {caption, act, dim, note, checked} or {separator: true}.
 * `within` holds list and button: a click outside closes. `closed(focus)` is told.
 */
function menuList({label, within, closed}) {
  const list = document.createElement('div');
  list.className = 'menu';
  list.id = `menu-${counted += 1}`;
  list.setAttribute('role', 'menu');
  list.setAttribute('aria-label', label);
  list.hidden = true;

  function close(focus) {
    if (list.hidden) return;
    list.hidden = true;
    closed(focus);
  }

  function open(items, last = false) {
    list.replaceChildren(...items.map((item) => entry(item, close)));
    list.hidden = false;
    const entries = list.querySelectorAll('.item');
    entries[last ? entries.length - 1 : 0]?.focus();
  }

  list.addEventListener('keydown', (event) => {
    const entries = [...list.querySelectorAll('.item')];
    const at = entries.indexOf(document.activeElement);
    const go = {ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1}[event.key];
    if (go !== undefined) entries.at(go % entries.length).focus();
    else if (event.key === 'Escape') close(true);
    else if (event.key === 'Tab') close(false);
    else return;
    if (event.key !== 'Tab') event.preventDefault();
    event.stopPropagation();
  });
  document.addEventListener('pointerdown', (event) => { if (!within().contains(event.target)) close(false); });
  window.addEventListener('blur', () => close(false)); // a click inside the sidebar's frame
  return {list, open, close};
}

/** A button with a menu under it, or over it. `items()` gives the entries. */
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
  const {list, open, close} = menuList({
    label: label || (typeof caption === 'string' ? caption : 'Menu'),
    within: () => holder,
    closed: (focus) => {
      button.setAttribute('aria-expanded', 'false');
      button.removeAttribute('aria-controls');
      if (focus) button.focus();
    },
  });
  list.classList.toggle('up', up);
  holder.append(button, list);

  function show(last) {
    button.setAttribute('aria-expanded', 'true');
    button.setAttribute('aria-controls', list.id);
    open(items(), last);
  }

  button.addEventListener('click', () => (list.hidden ? show(false) : close(false)));
  button.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    show(event.key === 'ArrowUp');
  });
  return holder;
}

/** A menu by right click, or by the keyboard's menu key; `items(target)` gives the entries, or none. */
export function contextMenu({on, label, items, back}) {
  const {list, open} = menuList({label, within: () => list, closed: (focus) => { if (focus) back(); }});
  list.classList.add('context');
  document.body.append(list);
  on.addEventListener('contextmenu', (event) => {
    const entries = items(event.target);
    if (!entries.length) return;
    event.preventDefault();
    open(entries);
    const {innerWidth, innerHeight} = window;
    list.style.left = `${Math.max(4, Math.min(event.clientX, innerWidth - list.offsetWidth - 8))}px`;
    list.style.top = `${Math.max(4, Math.min(event.clientY, innerHeight - list.offsetHeight - 8))}px`;
  });
}

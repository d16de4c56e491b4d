/** Who works at the desk, and what they have allowed the add-on to do. */

const SAID = {
  openid: 'Know who you are on Google',
  'userinfo.email': 'See your e-mail address',
  spreadsheets: 'See and edit your spreadsheets',
  'spreadsheets.currentonly': 'See and edit this spreadsheet',
  'drive.file': 'See and edit files used with Plumbline',
  'script.container.ui': 'Show its panel',
  'script.external_request': 'Connect to its service',
};
const PERSON = 'desk.person';
const REFUSED = 'desk.refused';

const short = (scope) => scope.split('/auth/').pop();

/** The people of the sandbox: the chosen one, and the scopes each has refused; kept in this browser. */
export class People {
  constructor(people) {
    this.all = people.filter(({kind}) => kind === 'person');
    const kept = sessionStorage.getItem(PERSON);
    this.current = this.all.find(({email}) => email === kept) || this.all[0];
  }

  choose(person) {
    this.current = person;
    sessionStorage.setItem(PERSON, person.email);
  }

  #refused() { return new Set(JSON.parse(sessionStorage.getItem(`${REFUSED}.${this.current.email}`) || '[]')); }

  granted(scopes) {
    const refused = this.#refused();
    return scopes.filter((scope) => !refused.has(scope));
  }

  allow(scope, allowed) {
    const refused = this.#refused();
    if (allowed) refused.delete(scope);
    else refused.add(scope);
    sessionStorage.setItem(`${REFUSED}.${this.current.email}`, JSON.stringify([...refused]));
  }
}

const initials = (name) => name.split(/\s+/).map((part) => part[0]).slice(0, 2).join('').toUpperCase();

function avatar(person) {
  const made = document.createElement('span');
  made.className = 'avatar';
  made.setAttribute('aria-hidden', 'true');
  made.textContent = initials(person.name || person.email);
  return made;
}

/** The button with the person's initials and its panel. `scopes` are those the add-on asks for. */
export function peoplePanel({holder, people, scopes, switched}) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'person';
  button.setAttribute('aria-expanded', 'false');
  button.setAttribute('aria-haspopup', 'dialog');
  const panel = document.createElement('div');
  panel.className = 'panel';
  panel.id = 'permissions';
  panel.setAttribute('role', 'dialog');
  panel.setAttribute('aria-label', 'Person and permissions');
  panel.hidden = true;
  holder.className = 'menu-holder';
  holder.append(button, panel);

  function heading(text) {
    const made = document.createElement('h2');
    made.textContent = text;
    return made;
  }

  function personChoice(person) {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = 'choice';
    made.setAttribute('aria-pressed', String(person === people.current));
    const words = document.createElement('span');
    const email = document.createElement('small');
    email.textContent = person.email;
    words.append(person.name, email);
    made.append(avatar(person), words);
    made.addEventListener('click', () => {
      people.choose(person);
      close();
      draw();
      switched();
    });
    return made;
  }

  function permission(scope) {
    const made = document.createElement('label');
    made.className = 'permission';
    const box = document.createElement('input');
    box.type = 'checkbox';
    box.checked = people.granted([scope]).length === 1;
    box.dataset.scope = scope;
    box.addEventListener('change', () => people.allow(scope, box.checked));
    made.append(box, SAID[short(scope)] || short(scope));
    return made;
  }

  function draw() {
    button.replaceChildren(avatar(people.current), people.current.name.split(' ')[0]);
    button.setAttribute('aria-label', `${people.current.name}: change person or permissions`);
    panel.replaceChildren(heading('Working as'), ...people.all.map(personChoice),
      heading('Plumbline may'), ...scopes.map(permission));
  }

  function open() {
    draw();
    panel.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    panel.querySelector('[aria-pressed="true"]').focus();
  }

  function close() {
    panel.hidden = true;
    button.setAttribute('aria-expanded', 'false');
  }

  button.addEventListener('click', () => (panel.hidden ? open() : close()));
  panel.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    close();
    button.focus();
  });
  document.addEventListener('pointerdown', (event) => { if (!panel.hidden && !holder.contains(event.target)) close(); });
  window.addEventListener('blur', () => { if (!panel.hidden) close(); });
  draw();
  return {open, panel};
}

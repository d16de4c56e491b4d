/** The list of workbooks. */

import {importExcel} from './chrome/files.js';

const part = (id) => document.getElementById(id);
const day = new Intl.DateTimeFormat('en-GB', {day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit'});

const [held, people] = await Promise.all(['/sandbox/desk/workbooks', '/sandbox/people'].map(async (path) => (await fetch(path)).json()));
part('workbooks').replaceChildren(...held.map(({id, name, owner, modified}) => {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = `/desk/${encodeURIComponent(id)}`;
  link.textContent = name;
  const about = document.createElement('small');
  about.textContent = `${owner} · changed ${day.format(new Date(modified))}`;
  item.append(link, about);
  return item;
}));
part('import').addEventListener('click', async () => {
  try {
    const id = await importExcel(people[0].email);
    if (id) location.assign(`/desk/${id}`);
  } catch (error) {
    part('trouble').textContent = error.message;
  }
});

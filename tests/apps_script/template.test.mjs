import assert from 'node:assert/strict';
import {test} from 'node:test';
import {pageNames, source} from './support/addon.mjs';
import {EMAIL, startAddon} from './support/host.mjs';

function page(email) {
  const addon = startAddon({email});
  addon.call('openSidebar');
  return addon.said('sidebar')[0].html;
}

test('the page carries the e-mail it was opened as, and every part of the page', () => {
  const html = page(EMAIL);
  assert.match(html, /<body data-email="ana@northlight\.example">/);
  assert.doesNotMatch(html, /<\?/);
  for (const name of pageNames.filter((other) => other !== 'Sidebar.html')) assert.ok(html.includes(source(name)), name);
});

for (const hostile of ['"><script>alert(1)</script>', "' onload='alert(1)", '`${alert(1)}`', '<?= 1 ?>', '&quot;>']) {
  test(`a hostile name stays text: ${hostile}`, () => {
    const [, value] = /<body data-email="([^"]*)">/.exec(page(hostile));
    const shown = value.replace(/&(lt|gt|amp|#34|#39|#96);/g,
      (_, name) => ({lt: '<', gt: '>', amp: '&', '#34': '"', '#39': "'", '#96': '`'})[name]);
    assert.equal(shown, hostile);
    assert.doesNotMatch(value, /[<>"'`]/);
  });
}

test('only the add-on’s own files go in unescaped', () => {
  const raw = [...source('Sidebar.html').matchAll(/<\?!=\s*(.*?)\s*\?>/g)].map((found) => found[1]);
  assert.ok(raw.length > 0);
  for (const code of raw) assert.match(code, /^include_\('\w+'\)$/);
  for (const name of pageNames.filter((other) => other !== 'Sidebar.html')) assert.doesNotMatch(source(name), /<\?/);
});

// The add-on's files as they are, for tests: sources, manifest, page scripts.
import {readdirSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

const FOLDER = fileURLToPath(new URL('../../../deploy/apps_script/', import.meta.url));

export const manifest = JSON.parse(readFileSync(`${FOLDER}appsscript.json`, 'utf8'));
export const scriptNames = readdirSync(FOLDER).filter((name) => name.endsWith('.gs')).sort();
export const pageNames = readdirSync(FOLDER).filter((name) => name.endsWith('.html')).sort();
export const source = (name) => readFileSync(FOLDER + name, 'utf8');

/** The JavaScript inside an .html file of the add-on. */
export function pageScript(name) {
  const found = /^<script>\n([\s\S]*)<\/script>\n$/.exec(source(name));
  if (!found) throw new Error(`${name} is not one script`);
  return found[1];
}

/** Google's rule for urlFetchWhitelist: https, the same host, and whole parts of the path. */
export function covers(prefix, url) {
  const allowed = new URL(prefix);
  const asked = new URL(url);
  const base = allowed.pathname.replace(/\/$/, '');
  return asked.protocol === 'https:' && asked.host === allowed.host && `${asked.pathname}/`.startsWith(`${base}/`);
}

// Lays the add-on out for linters and the type checker: build/gs/Code.js from Code.gs, build/page/Words.js
// from the script inside Words.html.
import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {pageNames, pageScript, scriptNames, source} from './support/addon.mjs';

const BUILD = new URL('build/', import.meta.url);
rmSync(BUILD, {recursive: true, force: true});
for (const folder of ['gs/', 'page/']) mkdirSync(new URL(folder, BUILD), {recursive: true});
for (const name of scriptNames) writeFileSync(new URL(`gs/${name.replace(/\.gs$/, '.js')}`, BUILD), source(name));
for (const name of pageNames.filter((page) => source(page).startsWith('<script>'))) {
  writeFileSync(new URL(`page/${name.replace(/\.html$/, '.js')}`, BUILD), pageScript(name));
}

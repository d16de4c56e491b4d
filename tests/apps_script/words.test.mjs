import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createContext, runInContext} from 'node:vm';
import {pageScript} from './support/addon.mjs';

const words = runInContext(`${pageScript('Words.html')}; words`, createContext({Intl}));
const minus = '−';

test('money in the currency of the project', () => {
  assert.equal(words.money(1032400.4, 'EUR'), '€1,032,400');
  assert.equal(words.money(-12400, 'GBP'), `${minus}£12,400`);
  assert.equal(words.money(1234567, 'JPY'), 'JP¥1,234,567');
  assert.equal(words.money(12.5, 'EUR'), '€12.50');
  assert.equal(words.money(0, 'EUR'), '€0');
});

test('a currency that is none is shown as typed, and an empty one not at all', () => {
  assert.equal(words.money(1200, 'Euro'), 'Euro 1,200');
  assert.equal(words.money(1200, ''), '1,200');
});

test('forecast against budget, in words', () => {
  const said = (eac, bac) => ({...words.against(eac, bac, 'EUR')});
  assert.deepEqual(said(1032400, 920000), {text: 'over by €112,400 (12.2 %)', kind: 'bad'});
  assert.deepEqual(said(892000, 920000), {text: 'under by €28,000 (3 %)', kind: 'good'});
  assert.deepEqual(said(920000.2, 920000), {text: 'on budget', kind: 'good'});
  assert.deepEqual(said(500, 0), {text: 'over by €500', kind: 'bad'});
  assert.equal(said(null, 920000).kind, 'plain');
  assert.equal(said(1, null).kind, 'plain');
});

test('dates are the same day everywhere; what is none stays as it is', () => {
  assert.equal(words.day('2026-08-31'), '31 Aug 2026');
  assert.equal(words.day('soon'), 'soon');
  assert.equal(words.day(null), '');
  assert.equal(words.moment('never'), '');
  assert.equal(words.month('2026-08'), 'Aug 2026');
  assert.equal(words.month('2026-88'), '2026-88');
  assert.equal(words.month('Q3'), 'Q3');
});

test('figures by their unit; undefined ones are empty, never 0', () => {
  const figure = (unit, value, more) => words.figure({unit, value, ...more}, 'EUR');
  assert.equal(figure('money', 920000), '€920,000');
  assert.equal(figure('date', '2027-07-24'), '24 Jul 2027');
  assert.equal(figure('months', 8.64), '8.6 months');
  assert.equal(figure('months', 1), '1 month');
  assert.equal(figure('percent', 0.184), '18.4 %');
  assert.equal(figure('hours', 1240.25), '1,240.3 h');
  assert.equal(figure('other', 0.8333, {text: 'CPI 0.83'}), 'CPI 0.83');
  for (const unit of ['money', 'date', 'months', 'percent']) assert.equal(figure(unit, null), '');
});

test('what is at stake is money, else hours, else nothing', () => {
  assert.equal(words.stake({stake: 12400, hours: 3}, 'EUR'), '€12,400');
  assert.equal(words.stake({stake: null, hours: 44}, 'EUR'), '44 h');
  assert.equal(words.stake({stake: null, hours: null}, 'EUR'), '');
});

test('unknown severities and colours have a word too', () => {
  assert.equal(words.severity('red'), 'Red');
  assert.equal(words.severity('toString'), 'Note');
  assert.equal(words.colour('purple'), 'Unknown');
});

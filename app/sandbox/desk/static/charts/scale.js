/** Axes: round ticks over a range of values, and how a tick is said. */

/** Ticks at 1, 2, 2.5 or 5 times a power of ten that enclose the values; at most `most` steps. */
export function niceTicks(least, most, steps = 5) {
  let [low, high] = least === most ? [Math.min(0, least), Math.max(0, most) || 1] : [least, most];
  if (low > 0 && low < high * 0.6) low = 0; // a scale that starts at zero lies less
  const rough = (high - low) / steps;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((times) => times * power).find((size) => size >= rough * 0.999);
  const first = Math.floor(low / step + 1e-9) * step;
  const ticks = [];
  for (let tick = first; ; tick += step) {
    ticks.push(Number(tick.toPrecision(12)));
    if (tick >= high - step * 1e-9) break;
  }
  return ticks;
}

/** 1250000 as "1.25M", 12500 as "12.5k"; all ticks of one axis in the same unit. */
export function tickText(ticks) {
  const largest = Math.max(...ticks.map(Math.abs));
  const [unit, sign] = [[1e9, 'B'], [1e6, 'M'], [1e4, 'k']].find(([size]) => largest >= size) || [1, ''];
  const divisor = sign === 'k' ? 1e3 : unit;
  const format = new Intl.NumberFormat('en-GB', {maximumFractionDigits: sign === 'k' && largest >= 1e5 ? 1 : 2});
  return (tick) => `${format.format(tick / divisor)}${tick === 0 ? '' : sign}`.replace('-', '−');
}

export function linear(ticks, from, to) {
  const [low, high] = [ticks[0], ticks[ticks.length - 1]];
  return (value) => from + ((value - low) / (high - low || 1)) * (to - from);
}

/** Rows or columns of a sheet: sizes in pixels, 0 when hidden, and where each begins. */

export class Axis {
  #starts;

  constructor(sizes) {
    this.sizes = sizes;
    this.#starts = new Float64Array(sizes.length + 1);
    this.#add(0);
  }

  #add(from) {
    for (let at = from; at < this.sizes.length; at += 1) this.#starts[at + 1] = this.#starts[at] + this.sizes[at];
  }

  get count() { return this.sizes.length; }

  get total() { return this.#starts[this.sizes.length]; }

  start(index) { return this.#starts[Math.min(index, this.sizes.length)]; }

  /** Gives several new sizes at once. */
  resize(changes) {
    let first = this.sizes.length;
    for (const [index, size] of changes) {
      this.sizes[index] = size;
      first = Math.min(first, index);
    }
    this.#add(first);
  }

  /** The index at a position, the nearest one when outside. */
  at(position) {
    let low = 0;
    let high = this.sizes.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle] <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The next visible index in a direction, or the same one at the edge. */
  step(index, by) {
    for (let next = index + by; next >= 0 && next < this.sizes.length; next += by) {
      if (this.sizes[next] > 0) return next;
    }
    return index;
  }
}

/** What is selected: an active cell and an area around it. Rows and columns from 0, ends exclusive. */

export class Selection {
  constructor() { this.set({row: 0, column: 0}); }

  set(anchor, focus = anchor) {
    this.anchor = anchor;
    this.focus = focus;
  }

  get area() {
    const {anchor, focus} = this;
    return {
      top: Math.min(anchor.row, focus.row), bottom: Math.max(anchor.row, focus.row) + 1,
      left: Math.min(anchor.column, focus.column), right: Math.max(anchor.column, focus.column) + 1,
    };
  }

  get isOne() {
    const {anchor, focus} = this;
    return anchor.row === focus.row && anchor.column === focus.column;
  }

  has(row, column) {
    const {top, left, bottom, right} = this.area;
    return row >= top && row < bottom && column >= left && column < right;
  }
}

/** Takes an area in, widened to the merges it touches. */
export function widened(area, merges) {
  let out = area;
  for (let grew = true; grew;) {
    grew = false;
    for (const merge of merges) {
      const touches = merge.top < out.bottom && merge.bottom > out.top && merge.left < out.right && merge.right > out.left;
      const inside = merge.top >= out.top && merge.bottom <= out.bottom && merge.left >= out.left && merge.right <= out.right;
      if (touches && !inside) {
        out = {
          top: Math.min(out.top, merge.top), left: Math.min(out.left, merge.left),
          bottom: Math.max(out.bottom, merge.bottom), right: Math.max(out.right, merge.right),
        };
        grew = true;
      }
    }
  }
  return out;
}

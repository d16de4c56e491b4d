/** Text widths, measured without laying anything out. */

const USUAL = '13.33px'; // 10 points
const FONT = 'Arial, "Liberation Sans", Helvetica, sans-serif'; // as in grid.css: column widths are meant for it
const pen = document.createElement('canvas').getContext('2d');

/** Width in pixels of a text that looks as `style` says. */
export function textWidth(text, style) {
  pen.font = `${style.fontWeight || 400} ${style.fontSize || USUAL} ${FONT}`;
  return pen.measureText(text).width;
}

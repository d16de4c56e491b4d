/** Google's colours as CSS: channels 0 to 1, absent ones 0; theme colours by the workbook's theme. */

export function css(style, theme) {
  if (!style) return null;
  const colour = style.themeColor ? theme[style.themeColor] : style.rgbColor;
  if (!colour) return null;
  const channel = (share) => Math.round((share || 0) * 255).toString(16).padStart(2, '0');
  return `#${channel(colour.red)}${channel(colour.green)}${channel(colour.blue)}`;
}

/** What every chart shares: a canvas that reads on light and on dark pages, and the colours of series. */
const SERIES_COUNT = 6;

const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #24292f; }
  .title { font-size: 15px; font-weight: 600; }
  .quiet { fill: #57606a; }
  .grid { stroke: #d0d7de; stroke-width: 1; }
  .whisker { stroke: #24292f; stroke-width: 1.5; }
  .line { fill: none; stroke-width: 2; }
  .s0 { fill: #0969da; stroke: #0969da; }
  .s1 { fill: #bf8700; stroke: #bf8700; }
  .s2 { fill: #1a7f37; stroke: #1a7f37; }
  .s3 { fill: #cf222e; stroke: #cf222e; }
  .s4 { fill: #8250df; stroke: #8250df; }
  .s5 { fill: #57606a; stroke: #57606a; }
  text.s0, text.s1, text.s2, text.s3, text.s4, text.s5 { stroke: none; }
  path.line { fill: none; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .quiet { fill: #8d96a0; }
    .grid { stroke: #30363d; }
    .whisker { stroke: #e6edf3; }
  }`;

/** The class of a series' colour. */
export function seriesClass(index: number): string {
  return `s${index % SERIES_COUNT}`;
}

/** Text that stands in SVG as it is. */
export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** A text element. */
export function svgText(
  x: number,
  y: number,
  text: string,
  classes = '',
  anchor = 'start',
): string {
  return `<text x="${round(x)}" y="${round(y)}" class="${classes}" text-anchor="${anchor}">${escapeXml(text)}</text>`;
}

/** A line element. */
export function svgLine(x1: number, y1: number, x2: number, y2: number, classes: string): string {
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" class="${classes}"/>`;
}

/** A tenth of a pixel is fine enough, and keeps files from changing for nothing. */
export function round(value: number): number {
  return Math.round(10 * value) / 10;
}

/** The whole picture. */
export function svgFrame(
  width: number,
  height: number,
  title: string,
  parts: readonly string[],
): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<style>${STYLE}\n</style>`,
    svgText(16, 24, title, 'title'),
    ...parts,
    '</svg>\n',
  ].join('\n');
}

/** Round numbers from 0 to at least `top`, about five of them. */
export function ticks(top: number): readonly number[] {
  const rough = (top > 0 ? top : 1) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? rough;
  const count = Math.ceil(top / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

import { fromByteText, toByteText } from './syntax/byte-text.js';
import { internalSpan, type Source, type Span } from './syntax/tree/span.js';

/** What is wrong, and where: the first place is marked with `^`, others with `~`. */
export interface NftError {
  readonly message: string;
  /** Empty for what is not in the text: a file that can't be opened, a refusal without a place. */
  readonly at: readonly Span[];
  /** What the error is about came from the kernel, and not from a text. */
  readonly ofKernel?: boolean;
}

/** So much of a line nft reads from a file again to show it. */
const longestLine = 1023;

/** The line of the text that messages show; for the command line always its first one. */
function lineOf({ source, lineStart }: Span): string {
  const bytes = toByteText(source.text);
  const start = source.name === undefined ? 0 : lineStart;
  const end = bytes.indexOf('\n', start);
  const text = bytes.slice(start, end < 0 ? bytes.length : end);
  const isRead = source.name === undefined || source.name === '/dev/stdin';
  return isRead ? text : text.slice(0, longestLine);
}

function marks(line: string, spans: readonly Span[]): string {
  const end = Math.max(...spans.map((span) => span.endColumn));
  const cells = Array.from({ length: end }, (_, index): string =>
    line[index] === '\t' ? '\t' : ' ',
  );
  for (const [index, span] of [...spans.entries()].toReversed()) {
    cells.fill(index === 0 ? '^' : '~', Math.max(span.column - 1, 0), span.endColumn);
  }
  return cells.join('');
}

function includedFrom(source: Source): string {
  let text = '';
  let words = 'In file included from';
  for (let at = source.includedAt; at !== undefined; at = at.source.includedAt) {
    const name = at.source.name ?? '<cmdline>';
    text += `${words} ${name}:${at.line}:${at.column}-${at.endColumn}:\n`;
    words = '                 from';
  }
  return text;
}

/** An error as nft prints it: where it is, the message, the line of the text, and marks below it. */
export function printError(error: NftError): string {
  const [first] = error.at;
  if (error.ofKernel === true) return `netlink: Error: ${error.message}\n`;
  if (first === undefined || first.source === internalSpan.source)
    return `internal:0:0-0: Error: ${error.message}\n\n`;
  const { source, line, column, endColumn } = first;
  const name = source.name === undefined ? '' : `${source.name}:${line}:${column}-${endColumn}: `;
  const text = lineOf(first);
  const head = `${includedFrom(source)}${name}Error: ${error.message}\n`;
  return `${head}${fromByteText(text)}\n${marks(text, error.at)}\n`;
}

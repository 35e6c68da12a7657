import { Input, type OpenFile } from '../file/open-file.js';

/** Reads up to a delimiter and past it. It is not whole when the input ended before. */
export function readLine(file: OpenFile, delimiter: string): { line: string; isWhole: boolean } {
  const found = file instanceof Input ? file.lineEnd(delimiter) : lineEnd(file.peek(), delimiter);
  file.advance(found.line.length + (found.isWhole ? 1 : 0));
  return found;
}

function lineEnd(text: string, delimiter: string): { line: string; isWhole: boolean } {
  const end = text.indexOf(delimiter);
  return { line: end < 0 ? text : text.slice(0, end), isWhole: end >= 0 };
}

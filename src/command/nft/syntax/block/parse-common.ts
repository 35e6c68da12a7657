import { parseInitializer } from '../expression/parse-list.js';
import { includeFiles } from '../parser/include.js';
import type { Parser } from '../parser/parser.js';

function parseDefine(p: Parser): void {
  const isNew = p.take().kind === 'define';
  const { value: name, at } = p.expectName();
  p.expect('=');
  const value = parseInitializer(p);
  p.expect('newline', 'semicolon');
  if (isNew && p.variables.get(name) !== undefined)
    p.refuse(at, `redefinition of symbol '${name}'`);
  p.variables.set(name, value);
}

function parseUndefine(p: Parser): void {
  p.take();
  const { value: name } = p.expectName();
  p.expect('newline', 'semicolon');
  p.variables.delete(name);
}

function parseInclude(p: Parser): void {
  const start = p.take().at;
  const { text } = p.expect('quoted string');
  p.expect('newline', 'semicolon');
  includeFiles(p, text, p.spanFrom(start));
}

/**
 * What can stand in every block and in a text itself: separators, variables, files to include. False if something else is
 * next. Source: nft(8), INCLUDE FILES and SYMBOLIC VARIABLES.
 */
export function parseCommon(p: Parser): boolean {
  switch (p.peek().kind) {
    case 'newline':
    case 'semicolon':
      p.take();
      return true;
    case 'define':
    case 'redefine':
      parseDefine(p);
      return true;
    case 'undefine':
      parseUndefine(p);
      return true;
    case 'include':
      parseInclude(p);
      return true;
    default:
      return false;
  }
}

import { assertNever } from '../../assert-never.js';
import { evaluate } from '../arithmetic/evaluate.js';
import { ArithmeticProblem } from '../arithmetic/expression.js';
import { ExpansionProblem } from '../execute/leave.js';
import type { Shell } from '../execute/shell.js';
import { expandBraces } from './braces.js';
import { expandParameter, type PartExpansion } from './expand-parameter.js';
import { expressionOf, Fields, patternOf, textOfField, type Chunk } from './field.js';
import { expandPathname } from './pathname.js';
import { placeProcess } from './process.js';
import { expandTilde } from './tilde.js';
import type { Part, Word } from '../syntax/script.js';

const PLAIN = /^[^~{*?[@!+]*$/;

/** Expands words into the words that a command gets (bash(1), EXPANSION). */
export async function expandWords(shell: Shell, words: readonly Word[]): Promise<string[]> {
  const results: string[] = [];
  for (const word of words) {
    const [only] = word.parts;
    if (word.parts.length === 1 && only?.kind === 'literal' && PLAIN.test(only.text)) {
      results.push(only.text);
      continue;
    }
    for (const one of shell.has('braceexpand') ? expandBraces(word) : [word]) {
      for (const field of await expandFields(shell, one)) {
        results.push(...(await expandPathname(shell, field)));
      }
    }
  }
  return results;
}

async function expandFields(shell: Shell, word: Word): Promise<readonly Chunk[][]> {
  const fields = new Fields(shell.variables.get('IFS') ?? ' \t\n');
  await new WordExpander(shell, fields).word(word, 'word');
  return fields.fields;
}

/** Expands a word that stays one: what is assigned, a `case`, a here-string. */
export async function expandText(
  shell: Shell,
  word: Word,
  place: 'word' | 'assignment' | 'document' = 'word',
): Promise<string> {
  const [only] = word.parts;
  if (only === undefined) return '';
  if (word.parts.length === 1 && only.kind === 'quoted') return only.text;
  if (word.parts.length === 1 && only.kind === 'literal' && !only.text.includes('~')) {
    return only.text;
  }
  return textOfField(await expandChunks(shell, word, place));
}

/** Expands a word into a pattern, in which what is quoted stands for itself. */
export async function expandPattern(shell: Shell, word: Word): Promise<string> {
  return patternOf(await expandChunks(shell, word, 'word'));
}

/** Expands a word into a pattern as `set -x` prints it: each character that is quoted behind a backslash. */
export async function expandShown(shell: Shell, word: Word): Promise<string> {
  const chunks = await expandChunks(shell, word, 'word');
  return chunks
    .map(({ text, isQuoted }) => (isQuoted ? text.replaceAll(/[^]/g, String.raw`\$&`) : text))
    .join('');
}

/** Expands a word into a regular expression, in which what is quoted stands for itself. */
export async function expandExpression(shell: Shell, word: Word): Promise<string> {
  return expressionOf(await expandChunks(shell, word, 'word'));
}

/** Works out an expression, of a part of a parameter where one is given. */
async function expandNumber(shell: Shell, word: Word, parameter?: string): Promise<bigint> {
  const text = await expandText(shell, word, 'document');
  try {
    return evaluate(text, shell.variables.arithmetic);
  } catch (error) {
    if (!(error instanceof ArithmeticProblem)) throw error;
    const words = parameter === undefined ? '' : `${parameter}: `;
    throw new ExpansionProblem(words + error.message);
  }
}

async function expandChunks(
  shell: Shell,
  word: Word,
  place: 'word' | 'assignment' | 'document',
): Promise<readonly Chunk[]> {
  const fields = new Fields(undefined);
  await new WordExpander(shell, fields).word(word, place);
  fields.end();
  return fields.fields.flat();
}

class WordExpander implements PartExpansion {
  constructor(
    private readonly shell: Shell,
    private readonly fields: Fields,
  ) {}

  async word({ parts }: Word, place: 'word' | 'assignment' | 'document'): Promise<void> {
    for (const [at, part] of parts.entries()) {
      if (part.kind === 'literal' && place !== 'document' && part.text.includes('~')) {
        // A word that looks like an assignment is expanded like one.
        const assigns = place === 'assignment' || (at === 0 && /^[A-Za-z_]\w*=/.test(part.text));
        await this.tilde(part.text, at === 0, at === parts.length - 1, assigns);
      } else await this.part(part, false);
    }
    this.fields.end();
  }

  /** Expands the tildes of a text; in an assignment, also those behind a colon. */
  private async tilde(
    text: string,
    isFirst: boolean,
    isLast: boolean,
    isAssignment: boolean,
  ): Promise<void> {
    const pieces = isAssignment ? text.split(/(?<=^[A-Za-z_]\w*=|:)/) : [text];
    for (const [at, piece] of pieces.entries()) {
      const mayBegin = at > 0 || isFirst;
      const isWhole = at < pieces.length - 1 || isLast;
      const found = mayBegin ? await expandTilde(this.shell, piece, isWhole) : undefined;
      if (found === undefined) this.fields.addLiteral(piece);
      else {
        this.fields.addQuoted(found.folder);
        if (found.rest !== '') this.fields.addLiteral(found.rest);
      }
    }
  }

  async parts(parts: readonly Part[], isQuoted: boolean): Promise<void> {
    if (parts.length === 0 && isQuoted) this.fields.addQuoted('');
    for (const [at, part] of parts.entries()) {
      if (part.kind === 'literal' && !isQuoted && part.text.startsWith('~') && at === 0) {
        await this.tilde(part.text, true, parts.length === 1, false);
      } else if (part.kind === 'literal' && !isQuoted) this.fields.addExpanded(part.text);
      else await this.part(part, isQuoted);
    }
  }

  readonly pattern = (word: Word): Promise<string> => expandPattern(this.shell, word);
  readonly chunks = (word: Word): Promise<readonly Chunk[]> =>
    expandChunks(this.shell, word, 'word');
  readonly number = (word: Word, parameter: string): Promise<bigint> =>
    expandNumber(this.shell, word, parameter);

  /** Expands one part. Answers whether it left anything, be it empty. */
  private async part(part: Part, isQuoted: boolean): Promise<boolean> {
    switch (part.kind) {
      case 'literal':
        if (isQuoted) this.fields.addQuoted(part.text);
        else this.fields.addLiteral(part.text);
        return true;
      case 'quoted':
        this.fields.addQuoted(part.text);
        return true;
      case 'double':
        return this.doubleQuoted(part.parts);
      case 'parameter':
        return expandParameter(this.shell, part, isQuoted, this.fields, {
          pattern: this.pattern,
          chunks: this.chunks,
          number: this.number,
          parts: (parts, quoted) => this.parts(parts, quoted),
        });
      case 'command':
        return this.put(await this.shell.engine.substitute(this.shell, part.script), isQuoted);
      case 'arithmetic':
        return this.put(`${await expandNumber(this.shell, part.expression)}`, isQuoted);
      case 'process':
        this.fields.addQuoted(await placeProcess(this.shell, part));
        return true;
      default:
        return assertNever(part);
    }
  }

  private put(text: string, isQuoted: boolean): boolean {
    if (isQuoted) this.fields.addQuoted(text);
    else this.fields.addExpanded(text);
    return isQuoted || text !== '';
  }

  /** Quotes with nothing in them are an empty word; with an empty list in them, none. */
  private async doubleQuoted(parts: readonly Part[]): Promise<boolean> {
    let isThere = parts.length === 0;
    for (const part of parts) isThere = (await this.part(part, true)) || isThere;
    if (parts.length === 0) this.fields.addQuoted('');
    return isThere;
  }
}

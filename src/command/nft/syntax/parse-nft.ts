import type { NftError } from '../print-error.js';
import { parseCommon } from './block/parse-common.js';
import { parseCommand } from './command/parse-command.js';
import { noFiles } from './files.js';
import { Abort, Parser, Recovery, type IncludeSettings } from './parser/parser.js';
import { Variables } from './parser/variables.js';
import type { Command } from './tree/command.js';
import type { Source } from './tree/span.js';

/** What reading a text gave. */
export interface Parsed {
  /** The commands that could be read. nft looks at them even if others could not. */
  readonly commands: readonly Command[];
  readonly errors: readonly NftError[];
  /** How many errors nft counts: with the 10th it stops. */
  readonly errorCount: number;
  /** Whether the text is wrong. */
  readonly failed: boolean;
}

/** What a text is read with. */
export interface ParseSettings {
  /** Variables of `-D`, in order; only texts of `-f` have them. */
  readonly defines?: readonly { readonly name: string; readonly value: string }[];
  readonly include?: IncludeSettings;
}

const nowhere: IncludeSettings = { files: noFiles, paths: [] };

/** Reads a command, or something else that can stand between commands. False at the end of the text. */
function parseLine(p: Parser, commands: Command[]): boolean {
  if (p.peekIs('end of file')) return false;
  if (parseCommon(p)) return true;
  const command = parseCommand(p);
  const end = p.expect('end of file', 'newline', 'semicolon');
  commands.push(command);
  return end.kind !== 'end of file';
}

function readAll(p: Parser, commands: Command[]): boolean {
  for (;;) {
    try {
      if (!parseLine(p, commands)) return true;
    } catch (error) {
      if (error instanceof Abort) return false;
      if (!(error instanceof Recovery)) throw error;
      try {
        p.recover();
      } catch (stop) {
        if (stop instanceof Abort) return false;
        throw stop;
      }
    }
  }
}

/** The words of the command line as a text: they are joined by blanks and end with a newline. */
export function commandLineSource(words: readonly string[]): Source {
  return { text: `${words.join(' ')}\n` };
}

function parseWith(source: Source, variables: Variables, include: IncludeSettings): Parsed {
  const p = new Parser(source, variables, include);
  const commands: Command[] = [];
  const isComplete = readAll(p, commands);
  const failed = !isComplete || p.errorCount > 0;
  return { commands, errors: p.errors, errorCount: p.errorCount, failed };
}

/** Reads a text in the language of nft 1.1.3. Source: nft(8), INPUT FILE FORMATS. */
export function parseNft(source: Source, settings: ParseSettings = {}): Parsed {
  const variables = new Variables();
  const { defines = [], include = nowhere } = settings;
  if (defines.length > 0) {
    const text = defines.map(({ name, value }) => `define ${name}=${value}; `).join('');
    const defined = parseWith({ text: `${text}\n` }, variables, include);
    if (defined.failed) return defined;
  }
  return parseWith(source, variables, include);
}

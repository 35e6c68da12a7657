import { readFileSync } from 'node:fs';
import { printError } from '../../../src/command/nft/print-error.js';
import { parseNft, type Parsed } from '../../../src/command/nft/syntax/parse-nft.js';
import { parseNftJson } from '../../../src/command/nft/syntax/json/parse-nft-json.js';
import type { Span } from '../../../src/command/nft/syntax/tree/span.js';
import { nearText } from '../draw/near-text.js';
import { TEXT } from '../shape.js';
import { hold, type Target } from '../target.js';

const recorded = new URL('../../command/nft/syntax/recorded/', import.meta.url);

/** Recorded texts, right and wrong ones. */
function texts(...names: readonly string[]): string[] {
  return names.flatMap((name) =>
    readFileSync(new URL(name, recorded), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => JSON.parse(line))
      .map(({ stdin, argv }) => stdin ?? `${argv.at(-1)}\n`),
  );
}

function holdPlace(at: Span, text: string): void {
  const lines = text.split('\n').length;
  hold(at.line >= 1 && at.line <= lines, 'a place is in the text', at.line, text);
  hold(at.column >= 1 && at.endColumn >= 0, 'a place is in a line', at.column, text);
}

function holdParsed({ commands, errors, failed, errorCount }: Parsed, text: string): void {
  hold(failed === errors.length > 0, 'a text is wrong if an error is reported', text);
  hold(errorCount <= errors.length, 'no error is counted that is not reported', text);
  for (const { at } of errors) for (const span of at) holdPlace(span, text);
  for (const { at } of commands) holdPlace(at, text);
}

/** Rulesets and commands of nft, as text and as JSON. */
export const nftTargets = [
  {
    name: 'nft-text',
    shape: TEXT,
    inputs: () => nearText(texts('commands.jsonl', 'files.jsonl')),
    run: (text) => {
      const parsed = parseNft({ name: 'rules.nft', text });
      holdParsed(parsed, text);
      return parsed.errors.map(printError);
    },
    allowed: [],
    milliseconds: 500,
    runs: 800,
  } satisfies Target<string>,
  {
    name: 'nft-json',
    shape: TEXT,
    inputs: () => nearText(texts('json.jsonl')),
    run: (text) => {
      const parsed = parseNftJson({ text });
      if (parsed === undefined) return undefined;
      const { errors, failed } = parsed;
      hold(!failed || errors.length > 0, 'what is wrong is reported', text);
      return errors.map(printError);
    },
    allowed: [],
    milliseconds: 500,
    runs: 400,
  } satisfies Target<string>,
];

import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as nexthop from 'nexthop';
import * as arbitraries from 'nexthop/fast-check';
import * as fib from 'nexthop/fib';

import * as pictures from 'nexthop/picture';
import * as translation from 'nexthop/translate';
import * as proofs from 'nexthop/verify';
import * as matching from 'nexthop/vitest';

/** One piece of example code, and where it stands. */
interface Example {
  readonly file: string;
  readonly code: string;
}

const ROOT = new URL('../', import.meta.url);

/** The TypeScript blocks of the README, of some pages and of every `@example` in the sources. */
function findExamples(): readonly Example[] {
  const sources = readdirSync(new URL('src', ROOT), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `src/${name}`);
  return ['README.md', 'docs/fib.md', 'docs/journeys.md', ...sources].flatMap((file) => {
    const text = readFileSync(new URL(file, ROOT), 'utf8').replaceAll(/^ *\* ?/gm, '');
    return [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code = '']) => ({ file, code }));
  });
}

/** Imports of nexthop, whichever part; those for a side effect alone, and of the `expect` that is there anyway, are done already. */
const OWN_IMPORT =
  /^import \{([^}]*)\} from 'nexthop(?:\/(?:fast-check|fib|picture|translate|verify|vitest))?';$/gm;
const DONE_IMPORT =
  /^import (?:'nexthop\/vitest'|\{ expect \} from 'vitest'|\* as fc from 'fast-check');$/gm;

/** Makes `EXPRESSION; // VALUE: remark` an assertion, and imports of nexthop a destructuring. */
function asAssertions(code: string): string {
  return code
    .replaceAll(DONE_IMPORT, '')
    .replaceAll(OWN_IMPORT, 'const {$1} = nexthop;')
    .replaceAll(
      /^(.+); \/\/ ('[^']*'|true|false|null|\d+)([:,] .*)?$/gm,
      'expect($1).toEqual($2);',
    );
}

describe('examples', () => {
  const examples = findExamples().filter(({ code }) =>
    /from 'nexthop(\/(fast-check|fib|picture|translate|verify|vitest))?'/.test(code),
  );

  it('are there', () => {
    expect(examples.length).toBeGreaterThan(3);
  });

  it('stand with every public name of the core that is a value', () => {
    const sources = readdirSync(new URL('src', ROOT), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(new URL(`src/${name}`, ROOT), 'utf8'));
    const without = Object.keys(nexthop).filter((name) => {
      const declared = new RegExp(`^export (class|function|const) ${name}\\b`, 'm');
      return !sources.some((text) => {
        const at = text.search(declared);
        return at >= 0 && text.slice(text.lastIndexOf('/**', at), at).includes('@example');
      });
    });
    expect(without).toEqual([]);
  });

  it.each(examples)('in $file say what is so', ({ code }) => {
    const assertions = asAssertions(code);
    expect(assertions).toContain('expect(');
    // The code is our own documentation.
    const run = new Function('nexthop', 'expect', 'fc', assertions);
    const all = { ...arbitraries, ...fib, ...pictures, ...proofs, ...translation, ...matching };
    run({ ...nexthop, ...all }, expect, fc);
  });
});

import type { Take } from '../../sample.js';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/verify/lint/finding.js';
import { lintScript } from './lint-script.js';
import { SLIPS, type Slip } from './corpus/slips.js';

const TESTS = new URL('../../', import.meta.url);
const sounds = new Map<string, Promise<readonly Finding[]>>();

/** The script of a set-up, as it should be and with the slip. */
function scriptsOf({ of, line, instead }: Slip): {
  readonly sound: string;
  readonly broken: string;
} {
  const [folder, file] = [`${of}/setup.sh`, `${of}.setup.sh`].map((path) => new URL(path, TESTS));
  const place = folder !== undefined && existsSync(folder) ? folder : file;
  if (place === undefined) throw new Error(`no set-up ${of}`);
  const sound = readFileSync(place, 'utf8');
  const lines = sound.split('\n');
  const at = lines.indexOf(line);
  if (at < 0 || lines.includes(line, at + 1)) throw new Error(`${of}: not one line reads ${line}`);
  return { sound, broken: lines.with(at, instead).join('\n') };
}

function soundFindings(of: string, sound: string): Promise<readonly Finding[]> {
  const known = sounds.get(of) ?? lintScript(sound);
  sounds.set(of, known);
  return known;
}

/** Run in a small form by default, and whole in the thorough run. */
export function testSlips(take: Take): void {
  describe('a slip of the pen in a real set-up', () => {
    it.each(take(SLIPS).map((slip) => [slip.name, slip] as const))(
      '%s is found, and not in the sound set-up',
      async (_, slip) => {
        const { sound, broken } = scriptsOf(slip);
        const before = new Set((await soundFindings(slip.of, sound)).map(({ text }) => text));
        const reported = (await lintScript(broken))
          .filter(({ text }) => !before.has(text))
          .map(({ kind, severity, text, written, also }) => ({
            kind,
            severity,
            text,
            named: [text, written ?? '', ...also].join(' ').replaceAll(/["'\\]/g, ''),
          }));
        const here = reported.filter(
          ({ kind, severity, named }) =>
            kind === slip.kind &&
            severity === 'fault' &&
            named.includes(slip.at.replaceAll(/["'\\]/g, '')),
        );
        expect(here.length > 0 ? 'found' : reported).toBe('found');
      },
    );
  });
}

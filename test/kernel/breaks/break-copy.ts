import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Break } from './breaks.js';

/** The folder of the project. */
export const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));

const COPIED = [
  'src',
  'test',
  'docs',
  'README.md',
  'CHANGELOG.md',
  'package.json',
  'tsconfig.json',
];
const COPIED_SETTINGS = ['vitest.config.ts', 'typedoc.json', 'tsconfig.build.json', '.ci'];

/** A copy of the project in which one thing is broken; whoever asks for it removes it. */
export function breakCopy({ name, file, text, instead }: Break): string {
  const copy = mkdtempSync(join(tmpdir(), 'nexthop-break-'));
  for (const part of [...COPIED, ...COPIED_SETTINGS]) {
    cpSync(join(PROJECT, part), join(copy, part), { recursive: true });
  }
  symlinkSync(join(PROJECT, 'node_modules'), join(copy, 'node_modules'));
  const path = join(copy, file);
  const parts = readFileSync(path, 'utf8').split(text);
  if (parts.length !== 2)
    throw new Error(`${name}: ${file} has the text ${parts.length - 1} times`);
  writeFileSync(path, parts.join(instead));
  return copy;
}

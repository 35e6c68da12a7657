import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Break } from './breaks.js';

/** The folder of the project. */
export const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));

/** What is made from the rest, or is the same for all copies. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  '.git',
  'node_modules',
  'dist',
  'build',
  'coverage',
]);

/** A copy of the project as it is; whoever asks for it removes it. */
export function projectCopy(): string {
  const copy = mkdtempSync(join(tmpdir(), 'nexthop-break-'));
  for (const part of readdirSync(PROJECT).filter((name) => !LEFT_OUT.has(name))) {
    cpSync(join(PROJECT, part), join(copy, part), { recursive: true });
  }
  symlinkSync(join(PROJECT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** A copy of the project in which one thing is broken; whoever asks for it removes it. */
export function breakCopy({ name, file, text, instead }: Break): string {
  const copy = projectCopy();
  const path = join(copy, file);
  const parts = readFileSync(path, 'utf8').split(text);
  if (parts.length !== 2)
    throw new Error(`${name}: ${file} has the text ${parts.length - 1} times`);
  writeFileSync(path, parts.join(instead));
  return copy;
}

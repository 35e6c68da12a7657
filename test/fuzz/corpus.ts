import { existsSync, readFileSync } from 'node:fs';

/** An input that once failed. */
export interface KeptInput {
  /** What was wrong. */
  readonly note: string;
  /** As JSON holds it: see {@link Shape}. */
  readonly input: unknown;
}

/** The inputs that are kept for a target: each once failed. */
export function keptInputs(target: string): readonly KeptInput[] {
  const file = new URL(`corpus/${target}.json`, import.meta.url);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
}

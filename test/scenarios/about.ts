import { readFileSync } from 'node:fs';

/** What there is to know of a scenario, as `about.json` keeps it. */
export interface About {
  readonly title: string;
  /** What a reader should learn from it. */
  readonly learn: string;
  /** It was recorded on the kernel of `test/kernel/vm`, which has kinds of device that others lack; only such a kernel is asked again. */
  readonly kernel?: 'vm';
}

const SCENARIOS = new URL('./', import.meta.url);

/** Reads what there is to know of the scenario of that name. */
export function readAbout(name: string): About {
  return JSON.parse(readFileSync(new URL(`${name}/about.json`, SCENARIOS), 'utf8'));
}

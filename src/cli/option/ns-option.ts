import { Option } from 'commander';

/** `--ns NAME`. */
export function nsOption(what: string): Option {
  return new Option('-n, --ns <name>', `network namespace ${what}`);
}

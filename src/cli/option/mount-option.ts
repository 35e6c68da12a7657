import { Option } from 'commander';

/** `--mount DIR`, which may be given several times: each adds to the list. */
export function mountOption(mounts: string[]): Option {
  return new Option(
    '--mount <dir>',
    'let scripts read this folder too, besides their own (can be repeated)',
  ).argParser((dir: string) => {
    mounts.push(dir);
    return mounts;
  });
}

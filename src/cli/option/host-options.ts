import { InvalidArgumentError, Option } from 'commander';
import { COMMANDS } from '../../command/commands.js';

/** How hosts are set up for the questions of every command that asks about one. */
export interface HostOptions {
  /** Answer about a host that lacks something, for what is simulated. */
  readonly incomplete: boolean;
  /** Programs that are carried out as nothing, besides those that are known not to bear on a packet's path. */
  readonly ignore: readonly string[];
}

/** What the options are in the flags that commander reads. */
export interface HostFlags {
  readonly incomplete?: boolean;
  readonly ignore: readonly string[];
}

/** `--incomplete`. */
export function incompleteOption(): Option {
  return new Option(
    '--incomplete',
    'answer for what is simulated when the host lacks something that was refused by name',
  );
}

/** `--ignore NAME`, which can be given again. */
export function ignoreOption(): Option {
  return new Option(
    '--ignore <program>',
    "a program that doesn't bear on a packet's path: carried out as nothing; may be given again",
  )
    .argParser((name: string, before: readonly string[]) => [...before, readName(name)])
    .default([], 'none');
}

/** What the flags ask for. */
export function readHostFlags({ incomplete = false, ignore }: HostFlags): HostOptions {
  return { incomplete, ignore };
}

function readName(name: string): string {
  if (name === '' || /[\s/]/.test(name)) {
    throw new InvalidArgumentError('The name of a program, without its folder and its arguments.');
  }
  if (COMMANDS.has(name)) throw new InvalidArgumentError(`${name} is simulated.`);
  return name;
}

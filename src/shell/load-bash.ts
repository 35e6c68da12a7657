import type * as JustBash from 'just-bash';

/** The versions whose programs can be called one by one, as `peerDependencies` has them. */
const VERSION = '3.4';

/**
 * Loads the package of the everyday programs: an optional peer dependency, so it is asked for only when a script runs.
 *
 * @throws Error that says what to install when it is absent.
 */
export async function loadBash(): Promise<typeof JustBash> {
  try {
    return await import('just-bash');
  } catch (error) {
    throw new Error(
      `nexthop/shell takes the everyday programs of scripts from the package just-bash, which is not installed: npm install just-bash@${VERSION}`,
      { cause: error },
    );
  }
}

const bundled = new WeakMap<typeof JustBash, ReadonlyMap<string, JustBash.Command>>();

/**
 * The everyday programs of the package, by name, made once: what they work on is given to them with each call.
 *
 * @throws Error that names the versions to install when this one's programs can't be called one by one
 */
export function bundledPrograms(making: typeof JustBash): ReadonlyMap<string, JustBash.Command> {
  let programs = bundled.get(making);
  if (programs === undefined) {
    const shell = new making.Bash({ fs: new making.InMemoryFs(), defenseInDepth: false });
    bundled.set(making, (programs = commandsOf(shell)));
  }
  return programs;
}

/**
 * The everyday programs of the package, by name. It has no public way to them: they are a field of its shell, private in TypeScript.
 *
 * @param shell - a shell of the package
 * @throws Error that names the versions to install when this one has no such field
 */
export function commandsOf(shell: object): ReadonlyMap<string, JustBash.Command> {
  const commands: unknown = 'commands' in shell ? shell.commands : undefined;
  if (!isCommands(commands)) {
    throw new Error(
      `nexthop/shell finds no programs in this version of the package just-bash: npm install just-bash@${VERSION}`,
    );
  }
  return commands;
}

function isCommands(commands: unknown): commands is ReadonlyMap<string, JustBash.Command> {
  return commands instanceof Map && typeof commands.get('awk')?.execute === 'function';
}

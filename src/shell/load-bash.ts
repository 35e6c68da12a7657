import type * as JustBash from 'just-bash';

/**
 * Loads the package that simulates Bash: an optional peer dependency, so it is asked for only when a script runs.
 *
 * @throws Error that says what to install when it is absent.
 */
export async function loadBash(): Promise<typeof JustBash> {
  try {
    return await import('just-bash');
  } catch (error) {
    throw new Error(
      'nexthop/shell runs scripts with the package just-bash, which is not installed: npm install just-bash@3',
      { cause: error },
    );
  }
}

import type { RunOptions, RunResult } from '../../shell/index.js';
import { CliError } from '../terminal/cli-error.js';

/**
 * Runs a script on a simulated machine.
 *
 * @throws CliError when the package of the everyday programs is not installed
 */
export async function runScript(script: string, options: RunOptions): Promise<RunResult> {
  const { run } = await import('../../shell/index.js');
  try {
    return await run(script, options);
  } catch (error) {
    if (isMissingPackage(error)) throw new CliError(error.message);
    throw error;
  }
}

function isMissingPackage(error: unknown): error is Error {
  if (!(error instanceof Error) || !(error.cause instanceof Error)) return false;
  return 'code' in error.cause && error.cause.code === 'ERR_MODULE_NOT_FOUND';
}

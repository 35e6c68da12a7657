import type { ErrnoName } from '../../errno.js';
import { refuseByErrno, refuseByKernel } from './arguments.js';

/** Refuses as `ip` does when the kernel refuses: with the kernel's text when it has one, else with the words of the error. */
export function refuseAsKernel({
  error,
  text,
}: {
  readonly error: ErrnoName;
  readonly text: string | undefined;
}): never {
  return text === undefined ? refuseByErrno(error) : refuseByKernel(text);
}

import { literalOf, makeWord, type Redirection } from './syntax.js';

/** Where a file descriptor leads: where it did before the command, or to a file. */
type Place = 'stdout' | 'stderr' | Redirection['target'];

/**
 * The redirections that send a complaint about a command where the command's own standard error leads, once these redirections of it are
 * done, which Bash does from left to right. What the command has written to a file stays there.
 */
export function complaintRedirections(done: readonly Redirection[]): Redirection[] {
  let stdout: Place = 'stdout';
  let stderr: Place = 'stderr';
  for (const { operator, fd, target } of done) {
    if (target.type !== 'Word') continue;
    const isBoth = operator === '&>' || operator === '&>>';
    const to: Place | undefined = WRITING.has(operator)
      ? target
      : operator === '>&'
        ? new Map([
            ['1', stdout],
            ['2', stderr],
          ]).get(literalOf(target) ?? '')
        : undefined;
    if (to === undefined) continue;
    if (isBoth || (fd ?? 1) === 1) stdout = to;
    if (isBoth || fd === 2) stderr = to;
  }
  if (stderr === 'stderr') return [];
  return stderr === 'stdout' ? [redirect('>&', makeWord('1'))] : [redirect('>>', stderr)];
}

const WRITING: ReadonlySet<string> = new Set(['>', '>>', '>|', '&>', '&>>']);

function redirect(operator: '>&' | '>>', target: Redirection['target']): Redirection {
  return { type: 'Redirection', operator, fd: 2, target };
}

import type { ScriptNode, SimpleCommandNode } from 'just-bash';
import { literalOf, partsOf } from './syntax.js';

/** The command that a script is at. */
export interface Place {
  readonly line: number;
  /** Its name; undefined when that is not written out. */
  readonly name: string | undefined;
}

/**
 * Tells of each command of a script when its turn comes: just-bash reads a command's line number at that moment, for `$LINENO`.
 *
 * This is the only sign of where a script is, and it changes nothing, but that a command inside `$(...)`, whose lines just-bash
 * counts from the parenthesis, is in the line of the command around it.
 */
export function followLines(script: ScriptNode, reach: (place: Place) => void): void {
  follow(script, undefined, reach);
}

/** Follows a piece of the tree; `inside` is the line of the command around the substitution that it is in. */
function follow(piece: unknown, inside: number | undefined, reach: (place: Place) => void): void {
  for (const part of partsOf(piece)) {
    if (!isSimpleCommand(part)) follow(part, inside, reach);
    else followCommand(part, inside, reach);
  }
}

function followCommand(
  command: SimpleCommandNode,
  inside: number | undefined,
  reach: (place: Place) => void,
): void {
  const line = inside ?? command.line;
  // Commands in a command's words stand in a substitution.
  for (const words of [command.assignments, command.args, command.redirections]) {
    follow(words, line, reach);
  }
  if (line === undefined) return;
  const place = { line, name: literalOf(command.name) };
  Object.defineProperty(command, 'line', {
    enumerable: true,
    get: () => {
      reach(place);
      return line;
    },
  });
}

function isSimpleCommand(part: object): part is SimpleCommandNode {
  return 'type' in part && part.type === 'SimpleCommand';
}

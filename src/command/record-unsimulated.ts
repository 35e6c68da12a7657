import type { Missing, MissingPlace } from '../machine/missing.js';
import type { Machine } from '../machine/machine.js';
import type { CommandResult, Unsimulated } from './command.js';
import { writeCommand } from './written.js';
import { addMissing } from '../machine/add-missing.js';

/**
 * Writes down in a machine what a command on it left undone that Linux would have done.
 *
 * @param words - the command as it was run
 * @param place - where it stands; null when that is not known
 */
export function addUnsimulated(
  machine: Machine,
  unsimulated: readonly Unsimulated[],
  words: readonly string[],
  place: MissingPlace | null,
): Machine {
  return unsimulated.reduce((before, one) => {
    if (one.kind === 'inert') return before.update('inert', (names) => names.add(one.what));
    const [name = '', ...argv] = words;
    const { what, command = writeCommand(name, argv), inputLine = null } = one;
    const missing: Missing = { what, command, inputLine, place };
    return addMissing(before, missing);
  }, machine);
}

/** A command's result, with the machine that knows what it lacks. */
export function recordUnsimulated(
  result: CommandResult,
  words: readonly string[],
  place: MissingPlace | null = null,
): CommandResult {
  const { machine, unsimulated = [] } = result;
  if (unsimulated.length === 0) return result;
  return { ...result, machine: addUnsimulated(machine, unsimulated, words, place) };
}

import { XtablesError } from '../../xtables-error.js';
import type { GivenOption } from './option.js';

/** A set of `ipset`, and the side of the packet that each of its dimensions looks at. */
export interface SetWords {
  /** Name of the set: while a rule uses it, it can't get another. */
  readonly set: string;
  readonly sides: readonly ('src' | 'dst')[];
}

/** Source: `IPSET_MAXNAMELEN`, with its end. */
const LONGEST_NAME = 31;
/** Source: `IPSET_DIM_MAX`. */
const MOST_SIDES = 6;

/**
 * Reads the name of a set and its sides, the two words of an option.
 *
 * @param before - what the option was given before
 * @throws XtablesError when there is no such set for the rule's family
 */
export function readSetWords(
  option: string,
  given: GivenOption,
  before: SetWords | undefined,
): SetWords {
  const { argument, second } = given;
  if (before !== undefined) {
    throw new XtablesError('parameter', `--${option} can be specified only once`);
  }
  if (second === undefined || second.startsWith('!')) {
    throw new XtablesError('parameter', `--${option} requires two args.`);
  }
  checkSet(argument, given);
  return { set: argument, sides: readSides(second) };
}

/** Writes a set and its sides as both words. */
export function printSetWords({ set, sides }: SetWords): string {
  return `${set} ${sides.join(',')}`;
}

function checkSet(set: string, { family, familyOfSet }: GivenOption): void {
  if (set.length > LONGEST_NAME) {
    throw new XtablesError(
      'parameter',
      `setname \`${set}' too long, max ${LONGEST_NAME} characters.`,
    );
  }
  const own = familyOfSet(set);
  if (own === undefined) throw new XtablesError('parameter', `Set ${set} doesn't exist.\n`);
  if (own === 'any' || own === family) return;
  throw new XtablesError(
    'parameter',
    `The protocol family of set ${set} is IPv${own}, which is not applicable.\n`,
  );
}

function readSides(text: string): SetWords['sides'] {
  const items = text.split(',');
  return items.map((item, index) => {
    if (index >= MOST_SIDES) {
      throw new XtablesError('parameter', `Can't be more src/dst options than ${MOST_SIDES}.`);
    }
    if (item === 'src' || item === 'dst') return item;
    throw new XtablesError(
      'parameter',
      "You must specify (the comma separated list of) 'src' or 'dst'.",
    );
  });
}

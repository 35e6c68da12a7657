import { XtablesError } from '../../xtables-error.js';
import { hex } from './number/number.js';

/** `--chunk-types MATCH TYPES`. */
export interface ChunkTest {
  readonly match: (typeof MATCHES)[number];
  /** Numbers of types. */
  readonly types: ReadonlySet<number> | 'all';
  /** Flags that are asked for, by their place in the table of types: four types have some. */
  readonly flags: readonly ChunkFlags[];
  readonly inverted: boolean;
}

interface ChunkFlags {
  readonly type: number;
  readonly mask: number;
  readonly set: number;
}

const MATCHES = ['any', 'all', 'only'] as const;
const NO_FLAGS = '--------';

/** The types by name, with the letters of their flags, the highest bit first. */
const TYPES: readonly { readonly name: string; readonly type: number; readonly flags: string }[] = [
  { name: 'DATA', type: 0, flags: '----IUBE' },
  { name: 'INIT', type: 1, flags: NO_FLAGS },
  { name: 'INIT_ACK', type: 2, flags: NO_FLAGS },
  { name: 'SACK', type: 3, flags: NO_FLAGS },
  { name: 'HEARTBEAT', type: 4, flags: NO_FLAGS },
  { name: 'HEARTBEAT_ACK', type: 5, flags: NO_FLAGS },
  { name: 'ABORT', type: 6, flags: '-------T' },
  { name: 'SHUTDOWN', type: 7, flags: NO_FLAGS },
  { name: 'SHUTDOWN_ACK', type: 8, flags: NO_FLAGS },
  { name: 'ERROR', type: 9, flags: NO_FLAGS },
  { name: 'COOKIE_ECHO', type: 10, flags: NO_FLAGS },
  { name: 'COOKIE_ACK', type: 11, flags: NO_FLAGS },
  { name: 'ECN_ECNE', type: 12, flags: NO_FLAGS },
  { name: 'ECN_CWR', type: 13, flags: NO_FLAGS },
  { name: 'SHUTDOWN_COMPLETE', type: 14, flags: '-------T' },
  { name: 'I_DATA', type: 64, flags: '----IUBE' },
  { name: 'RE_CONFIG', type: 130, flags: NO_FLAGS },
  { name: 'PAD', type: 132, flags: NO_FLAGS },
  { name: 'ASCONF', type: 193, flags: NO_FLAGS },
  { name: 'ASCONF_ACK', type: 128, flags: NO_FLAGS },
  { name: 'FORWARD_TSN', type: 192, flags: NO_FLAGS },
  { name: 'I_FORWARD_TSN', type: 194, flags: NO_FLAGS },
];

/** Types whose names in nft are others. */
const NFT_NAMES: ReadonlyMap<string, string> = new Map([
  ['ECN_ECNE', 'ecne'],
  ['ECN_CWR', 'cwr'],
]);

/** Reads how the types are asked for, and which: names, of which each may have letters of flags behind a colon. @throws XtablesError */
export function readChunks(how: string, text: string, inverted: boolean): ChunkTest {
  const match = MATCHES.find((one) => one === how.toLowerCase());
  if (match === undefined) {
    return refuse('Match type has to be one of "ALL", "ANY" or "ONLY"');
  }
  if (text.toUpperCase() === 'ALL') return { match, types: 'all', flags: [], inverted };
  if (text.toUpperCase() === 'NONE') return { match, types: new Set(), flags: [], inverted };
  const types = new Set<number>();
  let flags: readonly ChunkFlags[] = [];
  for (const part of text.split(',').filter((one) => one !== '')) {
    const [name = '', letters] = part.split(/:(.*)/s);
    const place = TYPES.findIndex((type) => type.name === name.toUpperCase());
    const known = TYPES[place] ?? refuse(`Unknown sctp chunk \`${name}'`);
    types.add(known.type);
    for (const letter of letters ?? '') flags = withFlag(flags, place, known.flags, letter);
  }
  return { match, types, flags, inverted };
}

function withFlag(
  flags: readonly ChunkFlags[],
  type: number,
  valid: string,
  letter: string,
): readonly ChunkFlags[] {
  const place = valid.indexOf(letter.toUpperCase());
  if (place < 0) return refuse(`Invalid flags for chunk type ${type}`);
  const bit = 1 << (7 - place);
  const isSet = letter !== letter.toLowerCase();
  const before = flags.find((one) => one.type === type);
  const { mask, set } = before ?? { mask: 0, set: 0 };
  const after = { type, mask: mask | bit, set: isSet ? set | bit : set };
  return before === undefined
    ? [...flags, after]
    : flags.map((one) => (one === before ? after : one));
}

/** Writes types as an option and a listing have them. */
export function printChunks({ match, types, flags }: ChunkTest, numeric: boolean): string {
  if (types === 'all') return `${match} ALL`;
  if (types.size === 0) return `${match} NONE`;
  const written = [...types]
    .toSorted((one, other) => one - other)
    .map((number) => {
      const name = numeric
        ? `0x${number.toString(16).toUpperCase().padStart(4, '0')}`
        : TYPES.find(({ type }) => type === number)?.name;
      // Flags hang on the place in the table, which is the number for most types.
      const own = flags.find(({ type }) => type === number);
      return `${name}${own === undefined ? '' : printFlags(own)}`;
    });
  return `${match} ${written.join(',')}`;
}

function printFlags({ type, mask, set }: ChunkFlags): string {
  const letters = (TYPES[type]?.flags ?? NO_FLAGS).split('').flatMap((letter, place) => {
    const bit = 1 << (7 - place);
    if ((mask & bit) === 0) return [];
    return [(set & bit) === 0 ? letter.toLowerCase() : letter];
  });
  return `:${letters.join('')}`;
}

function refuse(why: string): never {
  throw new XtablesError('parameter', why);
}

/** The types as a listing of nft asks for them, one by one: those that are given, and with `only` also the others. */
export function translateChunks({ match, types, flags, inverted }: ChunkTest): readonly string[] {
  const [there, missing] = inverted ? ['missing', 'exists'] : ['exists', 'missing'];
  return TYPES.flatMap(({ name, type }, place) => {
    const chunk = `sctp chunk ${NFT_NAMES.get(name) ?? name.toLowerCase().replaceAll('_', '-')}`;
    if (types !== 'all' && !types.has(type)) return match === 'only' ? [`${chunk} ${missing}`] : [];
    const wanted = flags.find((one) => one.type === place);
    if (wanted === undefined) return [`${chunk} ${there}`];
    return [`${chunk} flags & ${hex(wanted.mask)} ${inverted ? '!=' : '=='} ${hex(wanted.set)}`];
  });
}

/** The bits of the TCP flags, lowest first. Source: RFC 9293, 3.1. */
export const TCP_FLAG = {
  FIN: 1,
  SYN: 2,
  RST: 4,
  PSH: 8,
  ACK: 16,
  URG: 32,
  ECE: 64,
  CWR: 128,
} as const;

/** The same with the letter by which each is called, the first of its name. */
const TCP_FLAGS = Object.entries(TCP_FLAG).map(([name, bit]) => ({
  name,
  letter: name.charAt(0),
  bit,
}));

/** What {@link readTcpFlags} takes, for messages. */
export const TCP_FLAGS_TEXT = `letters of ${TCP_FLAGS.map((flag) => flag.letter).join('')}, names such as SYN,ACK, or none`;

/** Reads TCP flags: letters (`SA`), names with commas between (`SYN,ACK`), or `none`, in either case. Undefined when the text is none of these. */
export function readTcpFlags(text: string): number | undefined {
  const upper = text.toUpperCase();
  if (upper === 'NONE') return 0;
  // Names first: ECE is one flag, although each of its letters is one too.
  return sumBits(upper.split(',').map(nameBit)) ?? sumBits(upper.split('').map(letterBit));
}

/** Writes TCP flags as letters, lowest bit first, or `none`: `SA`. {@link readTcpFlags} reads them again. */
export function printTcpFlags(flags: number): string {
  const letters = TCP_FLAGS.filter((flag) => (flags & flag.bit) !== 0).map((flag) => flag.letter);
  return letters.join('') || 'none';
}

function nameBit(name: string): number | undefined {
  return TCP_FLAGS.find((flag) => flag.name === name)?.bit;
}

function letterBit(letter: string): number | undefined {
  return TCP_FLAGS.find((flag) => flag.letter === letter)?.bit;
}

/** All bits together; undefined when one is not known, or when there is none. */
function sumBits(bits: readonly (number | undefined)[]): number | undefined {
  let sum = 0;
  for (const bit of bits) {
    if (bit === undefined) return undefined;
    sum |= bit;
  }
  return bits.length === 0 ? undefined : sum;
}

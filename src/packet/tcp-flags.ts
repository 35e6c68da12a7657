/** The TCP flags by name, with the letter by which they are called and their bit. Source: RFC 9293, 3.1. */
const TCP_FLAGS = [
  { name: 'FIN', letter: 'F', bit: 1 },
  { name: 'SYN', letter: 'S', bit: 2 },
  { name: 'RST', letter: 'R', bit: 4 },
  { name: 'PSH', letter: 'P', bit: 8 },
  { name: 'ACK', letter: 'A', bit: 16 },
  { name: 'URG', letter: 'U', bit: 32 },
  { name: 'ECE', letter: 'E', bit: 64 },
  { name: 'CWR', letter: 'C', bit: 128 },
] as const;

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

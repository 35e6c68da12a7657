/** One of iproute2's name files: which names numbers have. */
export interface NameTable {
  /** The number that a name stands for; undefined when there is no such name. */
  readonly numberOf: (name: string) => number | undefined;
  /** The name of a number; undefined when it has none, and always under -Numeric. */
  readonly nameOf: (number: number) => string | undefined;
}

/** The names that iproute2 reads from its files. Source: ip-route(8) FILES, `lib/rt_names.c`. */
export interface Names {
  readonly tables: NameTable;
  readonly protocols: NameTable;
  readonly scopes: NameTable;
  readonly dsfields: NameTable;
  readonly realms: NameTable;
  readonly groups: NameTable;
}

/** One line of a name file. */
export interface NamedNumber {
  readonly number: number;
  readonly name: string;
}

/** What a name file holds, in its order; `broken` is the line that ended the reading, with its line end. */
export interface NameFile {
  readonly entries: readonly NamedNumber[];
  readonly broken: string | undefined;
}

/** Reads a name file as iproute2 does: `NUMBER NAME` a line; what follows the name is ignored, and so is a negative number. */
export function parseNameFile(text: string): NameFile {
  const entries: NamedNumber[] = [];
  for (const line of text.split(/(?<=\n)/)) {
    const from = line.replace(/^[ \t]+/, '');
    if (from === '' || from.startsWith('#') || from.startsWith('\n')) continue;
    const entry = parseLine(from);
    if (entry === undefined) return { entries, broken: from };
    if (entry.number >= 0) entries.push(entry);
  }
  return { entries, broken: undefined };
}

/** The tool reads numbers of 32 bits with a sign; a name may follow the number at once. */
function parseLine(line: string): NamedNumber | undefined {
  const [, hex, afterHex] = /^0x([0-9a-fA-F]+)(?![0-9a-fA-F])\s*(\S+)/.exec(line) ?? [];
  if (hex !== undefined && afterHex !== undefined) {
    return { number: signedWord(Number.parseInt(hex, 16)), name: afterHex };
  }
  const [, decimal, afterDecimal] = /^\s*([+-]?\d+)(?!\d)\s*(\S+)/.exec(line) ?? [];
  if (decimal === undefined || afterDecimal === undefined) return undefined;
  return { number: signedWord(Number(decimal)), name: afterDecimal };
}

function signedWord(number: number): number {
  return Math.abs(number) > Number.MAX_SAFE_INTEGER ? -1 : number | 0;
}

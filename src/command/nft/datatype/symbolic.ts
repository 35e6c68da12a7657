import { datatypes } from '../../../netfilter/nft/datatype.js';
import type { Json } from '../json.js';
import { nearestSymbol } from '../misspelt.js';
import type { DatatypeText, Mistake, NumberContext, WordContext } from './datatype-text.js';
import { integerJson, integerText, printInteger } from './integer.js';
import type { NamedValues } from './host-names.js';

/** Names of values, and whether a listing has them in quotes. */
interface Symbolic {
  readonly table: (context: WordContext) => NamedValues;
  readonly quoted: boolean;
}

/** Values with names: those of nft's own tables, or of a file of the host. */
export function symbolicText({ table, quoted }: Symbolic): DatatypeText {
  return {
    read: (word, context) => readSymbol(word, table(context), context),
    print: (value, context) => {
      const name = context.style.numericSymbol ? undefined : nameOf(value, table(context));
      if (name === undefined) return printInteger(value, context.datatype);
      return quoted ? `"${name}"` : name;
    },
    json: (value, context) =>
      context.datatype === 'boolean' ? value !== 0n : symbolJson(value, table(context), context),
  };
}

/** The names that the type itself has. */
export const ownNames = ({ datatype }: WordContext): NamedValues =>
  datatypes[datatype].symbols ?? { symbols: [] };

function readSymbol(word: string, table: NamedValues, context: WordContext): bigint | Mistake {
  const [, known] = table.symbols.find(([name]) => name === word) ?? [];
  if (known !== undefined) return BigInt(known);
  const number = integerText.read(word, context);
  if (typeof number === 'bigint') return number;
  const near = nearestSymbol(
    word,
    table.symbols.map(([name]) => name),
  );
  return near === undefined
    ? number
    : {
        mistake: `Could not parse ${datatypes[context.datatype].description} expression; did you you mean \`${near}\`?`,
      };
}

function nameOf(value: bigint, { symbols }: NamedValues): string | undefined {
  return symbols.find(([, number]) => BigInt(number) === value)?.[0];
}

/** The number of a name is as it lies in the memory of a little-endian machine. Source: nft's `symbolic_constant_json`. */
function symbolJson(value: bigint, table: NamedValues, context: NumberContext): Json {
  const name = nameOf(value, table);
  if (name === undefined) return integerJson(value);
  if (!context.style.numericSymbol) return name;
  const { order, bits = context.bits } = datatypes[context.datatype];
  return integerJson(order === 'network' ? turned(value, bits) : value);
}

function turned(value: bigint, bits: number): bigint {
  let rest = value;
  let result = 0n;
  for (let done = 0; done < bits; done += 8) {
    result = (result << 8n) | (rest & 0xffn);
    rest >>= 8n;
  }
  return result;
}

import {
  datatypeAncestry,
  datatypeRoot,
  datatypes,
  datatypeWord,
  findDatatype,
  type DatatypeName,
} from '../../../../netfilter/nft/datatype.js';
import type { HostNames } from '../../datatype/host-names.js';
import type { Expression } from '../../syntax/tree/expression.js';
import { described } from './described.js';
import { printSymbols } from './symbols.js';

/** What `nft describe` prints of a type or an expression. Source: nft's `expr_describe`. */
export function describe(tree: Expression, names: HostNames): string {
  const named = tree.kind === 'symbol' ? findDatatype(tree.text) : undefined;
  if (named !== undefined) {
    const { bits = 0, order } = datatypes[named];
    return `${typeWords(named)}, ${bits} bits\n${printSymbols(named, order, names)}`;
  }
  const { word, type } = described(tree);
  const { datatype, bits, order } = type;
  const head = `${word} expression, ${typeWords(datatype)}`;
  if (datatype === 'invalid') return `${head}\n`;
  return `${head}, ${widthWords(datatype, bits)}\n${printSymbols(datatype, order, names)}`;
}

function typeWords(name: DatatypeName): string {
  const [, ...bases] = datatypeAncestry(name).map((one) => datatypes[one].description);
  const made = bases.length === 0 ? '' : ` (basetype ${bases.join(', ')})`;
  return `datatype ${datatypeWord(name)} (${datatypes[name].description})${made}`;
}

function widthWords(datatype: DatatypeName, bits: number): string {
  if (datatypeRoot(datatype) !== 'string') return `${bits} bits`;
  return bits === 0 ? 'dynamic length' : `${bits / 8} characters`;
}

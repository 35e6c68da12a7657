import { datatypes, findDatatype, type DatatypeName } from '../../../../netfilter/nft/datatype.js';
import { EvaluationError } from '../../evaluate/evaluation-error.js';
import { declaredType, type DeclaredType } from '../../evaluate/key-type.js';
import type { KeyType } from '../../syntax/tree/block.js';
import type { Span } from '../../syntax/tree/span.js';
import { evaluationContext, type RunState, type TableSpec } from '../state.js';

/** What errors about a type call what is declared, and mark. */
export interface Declaration {
  readonly word: 'set' | 'map';
  readonly blame: Span;
}

/** The type of a key, or of data. A type without a width can only be given by an expression. Source: nft's `set_evaluate`, `set_key_data_error`. */
export function typeOfDeclaration(
  key: Pick<KeyType, 'parts' | 'at'>,
  { word, blame }: Declaration,
  spec: TableSpec,
  state: RunState,
): DeclaredType {
  for (const part of key.parts) {
    const name = part.kind === 'type' ? findDatatype(part.name) : undefined;
    if (name !== undefined && datatypes[name].bits === undefined) throw unqualified(name);
  }
  const declared = declaredType(key, evaluationContext(state, spec));
  const { type } = declared;
  if (type.kind === 'scalar' && type.datatype === 'invalid') throw unqualified(type.datatype);
  return declared;

  function unqualified(name: DatatypeName): EvaluationError {
    const hint = 'Try "typeof expression" instead of "type datatype".';
    const words = `unqualified type ${name} specified in ${word} definition. ${hint}`;
    return new EvaluationError(words, blame);
  }
}

import type { ScriptNode } from 'just-bash';
import { isPipeline, nodesOf, statementOf } from './syntax.js';

/** A script that defines every function that another defines somewhere, and does nothing else. */
export function functionsOf(script: ScriptNode): ScriptNode {
  const definitions = [...nodesOf(script)]
    .filter(isPipeline)
    .flatMap(({ commands }) => commands.filter(({ type }) => type === 'FunctionDef'));
  return { type: 'Script', statements: definitions.map(statementOf) };
}

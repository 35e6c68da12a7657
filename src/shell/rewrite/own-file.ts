import type { ScriptNode, WordNode } from 'just-bash';
import { nodesOf } from './syntax.js';

type Part = WordNode['parts'][number];
type Expansion = Extract<Part, { type: 'ParameterExpansion' }>;

/**
 * Has `BASH_SOURCE`, the file that a command stands in, read from a parameter that holds its name: just-bash knows it in functions only, and
 * there by another name. Answers whether there was anything to change (bash(1), Shell Variables).
 */
export function nameOwnFile(script: ScriptNode, parameter: string): boolean {
  let changes = false;
  for (const node of nodesOf(script)) {
    if (!isExpansion(node) || !/^BASH_SOURCE(\[0\])?$/.test(node.parameter)) continue;
    node.parameter = parameter;
    changes = true;
  }
  return changes;
}

function isExpansion(node: { readonly type: string }): node is Expansion {
  return node.type === 'ParameterExpansion';
}

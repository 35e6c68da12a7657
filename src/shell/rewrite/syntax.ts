import type { CommandNode, PipelineNode, SimpleCommandNode, WordNode, parse } from 'just-bash';

/** Reads Bash text into its syntax tree. */
export type Parse = typeof parse;

/** A redirection of a command. */
export type Redirection = SimpleCommandNode['redirections'][number];

/** A piece of the syntax tree. */
interface SyntaxNode {
  readonly type: string;
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value;
}

/** Whether a piece of the tree is a pipeline: every command stands in one. */
export function isPipeline(node: SyntaxNode): node is PipelineNode {
  return node.type === 'Pipeline';
}

/** Every piece of a tree at and below one, a piece before those in it. */
export function* nodesOf(value: unknown): Generator<SyntaxNode> {
  if (Array.isArray(value)) {
    for (const item of value) yield* nodesOf(item);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (isNode(value)) yield value;
  for (const item of Object.values(value)) yield* nodesOf(item);
}

/** The text of a word that is the same in every run; undefined when it holds an expansion. */
export function literalOf(word: WordNode | null): string | undefined {
  let text = '';
  for (const part of word?.parts ?? []) {
    if (part.type === 'Literal' || part.type === 'SingleQuoted' || part.type === 'Escaped') {
      text += part.value;
    } else if (part.type === 'DoubleQuoted') {
      const inner = literalOf({ type: 'Word', parts: part.parts });
      if (inner === undefined) return undefined;
      text += inner;
    } else return undefined;
  }
  return word === null ? undefined : text;
}

/** Makes a word that stands for exactly this text. */
export function makeWord(text: string): WordNode {
  return { type: 'Word', parts: [{ type: 'SingleQuoted', value: text }] };
}

/** Reads the text of one command. */
export function parseCommand(parseScript: Parse, text: string): CommandNode {
  const command = parseScript(text).statements[0]?.pipelines[0]?.commands[0];
  if (command === undefined) throw new RangeError(`text: no command in ${text}`);
  return command;
}

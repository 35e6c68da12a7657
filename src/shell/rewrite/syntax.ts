import type {
  CommandNode,
  PipelineNode,
  SimpleCommandNode,
  StatementNode,
  WordNode,
  parse,
} from 'just-bash';

/** Reads Bash text into its syntax tree. */
export type Parse = typeof parse;

/** An `if` command. */
export type IfNode = Extract<CommandNode, { type: 'If' }>;

/** A redirection of a command. */
export type Redirection = SimpleCommandNode['redirections'][number];

/** A piece of the syntax tree. */
interface SyntaxNode {
  readonly type: string;
  line?: number;
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value;
}

/** Whether a piece of the tree is a pipeline: every command stands in one. */
export function isPipeline(node: SyntaxNode): node is PipelineNode {
  return node.type === 'Pipeline';
}

/** The pieces that a piece of the tree is made of, and the lists of such pieces. */
export function partsOf(piece: unknown): object[] {
  if (typeof piece !== 'object' || piece === null) return [];
  return Object.values(piece).filter((part) => typeof part === 'object' && part !== null);
}

/** Every piece of a tree at and below one, a piece before those in it. */
export function* nodesOf(piece: unknown): Generator<SyntaxNode> {
  if (isNode(piece)) yield piece;
  for (const part of partsOf(piece)) yield* nodesOf(part);
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

/** Makes a statement of one command. */
export function statementOf(command: CommandNode): StatementNode {
  return {
    type: 'Statement',
    pipelines: [{ type: 'Pipeline', commands: [command], negated: false }],
    operators: [],
    background: false,
  };
}

/** Makes a group of one command: unlike other compound commands, it hands on what a pipe sends to it. */
export function groupOf(command: CommandNode): CommandNode {
  return { type: 'Group', body: [statementOf(command)], redirections: [] };
}

/** Reads the text of an `if` that is put into a script, where it stands in the line of `origin`. */
export function parseIf(parseScript: Parse, text: string, origin: unknown): IfNode {
  const choice = parseCommand(parseScript, text, origin);
  if (choice.type !== 'If') throw new RangeError(`text: no if in ${text}`);
  return choice;
}

/** The simple command that a statement begins with; undefined when it begins with none. */
export function callOf(statement: StatementNode | undefined): SimpleCommandNode | undefined {
  const call = statement?.pipelines[0]?.commands[0];
  return call?.type === 'SimpleCommand' ? call : undefined;
}

/** The first condition of an `if` that begins with a simple command. */
export function firstCondition(choice: IfNode): {
  statement: StatementNode;
  call: SimpleCommandNode;
} {
  const statement = choice.clauses[0]?.condition[0];
  const call = callOf(statement);
  if (statement === undefined || call === undefined) {
    throw new RangeError('choice: no simple command in its first condition');
  }
  return { statement, call };
}

/** Reads the text of one command that is put into a script, where it stands in the line of `origin`. */
export function parseCommand(parseScript: Parse, text: string, origin: unknown): CommandNode {
  const command = parseScript(text).statements[0]?.pipelines[0]?.commands[0];
  if (command === undefined) throw new RangeError(`text: no command in ${text}`);
  const line = lineOf(origin);
  for (const node of nodesOf(command)) if (node.line !== undefined) node.line = line;
  return command;
}

/** The last line in which a command of this piece of the tree begins; 1 when there is none. */
function lineOf(origin: unknown): number {
  let last = 1;
  for (const { line = 1 } of nodesOf(origin)) last = Math.max(last, line);
  return last;
}

import type { CommandNode, PipelineNode, ScriptNode, StatementNode } from 'just-bash';
import {
  firstCondition,
  isPipeline,
  literalOf,
  nodesOf,
  parseIf,
  statementOf,
  type IfNode,
  type Parse,
} from './syntax.js';

/** Whether a script may turn on `set -e`: it does, or its words for `set` are not written out. */
export function mayUseErrexit(script: ScriptNode): boolean {
  return [...nodesOf(script)]
    .filter(isPipeline)
    .some(({ commands }) =>
      commands.some(
        (command) =>
          command.type === 'SimpleCommand' &&
          literalOf(command.name) === 'set' &&
          command.args.some((word) => /^-\w*e|^errexit$/.test(literalOf(word) ?? 'errexit')),
      ),
    );
}

/**
 * Puts into a script what just-bash lacks of `set -e`; answers whether there was anything to put.
 *
 * A failure doesn't count in a command before `&&` or `||` and after `!`, however deep in it (just-bash: only its own status), nor in
 * `$(...)` (bash(1), `set -e` and COMMAND EXECUTION ENVIRONMENT).
 */
export function tameErrexit(parse: Parse, script: ScriptNode): boolean {
  const nodes = [...nodesOf(script)];
  const statements = nodes
    .filter(isStatement)
    .filter(({ pipelines, operators }) =>
      pipelines.some((pipeline, at) => isTamed(pipeline, operators[at])),
    );
  const substitutions = nodes.filter(isSubstitution).filter(({ body }) => !readsFile(body));
  for (const statement of statements) tameStatement(parse, statement);
  for (const { body } of substitutions) tameSubstitution(parse, body);
  return statements.length + substitutions.length > 0;
}

function isTamed({ commands, negated }: PipelineNode, operator: string | undefined): boolean {
  return (negated || operator === '&&' || operator === '||') && !commands.every(isTest);
}

function tameStatement(parse: Parse, statement: StatementNode): void {
  const { pipelines, operators } = statement;
  statement.pipelines = pipelines.map((pipeline, at) => {
    if (isTamed(pipeline, operators[at])) return tamePipeline(parse, pipeline);
    // The failure of the last one counts, whatever came before it: it gets a statement of its own.
    return at === pipelines.length - 1 ? lastOf(pipeline) : pipeline;
  });
}

function tamePipeline(parse: Parse, pipeline: PipelineNode): PipelineNode {
  // A list that ends by `&&` does not count where it is part of another.
  const choice = makeChoice(parse, pipeline, '/usr/bin/nexthop-keep "$?" && true');
  firstCondition(choice).statement.pipelines = [{ ...pipeline, negated: false }];
  return { type: 'Pipeline', commands: [choice], negated: pipeline.negated };
}

function lastOf(pipeline: PipelineNode): PipelineNode {
  const group: CommandNode = {
    type: 'Group',
    body: [{ type: 'Statement', pipelines: [pipeline], operators: [], background: false }],
    redirections: [],
  };
  return { type: 'Pipeline', commands: [group], negated: false };
}

function tameSubstitution(parse: Parse, body: ScriptNode): void {
  // The status of the last command is the substitution's, and counts there.
  const choice = makeChoice(parse, body, '/usr/bin/nexthop-keep "$?"');
  const [clause] = choice.clauses;
  if (clause === undefined || body.statements.length === 0) return;
  clause.condition = body.statements;
  body.statements = [statementOf(choice)];
}

/** An `if` with room for a condition, where failures don't count. What follows gives the condition's status again. */
function makeChoice(parse: Parse, origin: unknown, fail: string): IfNode {
  return parseIf(parse, `if true; then /usr/bin/nexthop-keep 0; else ${fail}; fi`, origin);
}

/** `$(<FILE)`, which just-bash knows by its form: it runs nothing. */
function readsFile({ statements }: ScriptNode): boolean {
  const [command] = statements[0]?.pipelines[0]?.commands ?? [];
  return (
    command?.type === 'SimpleCommand' && command.name === null && command.redirections.length > 0
  );
}

/** Tests have no inside that could fail. */
function isTest(command: PipelineNode['commands'][number]): boolean {
  if (command.type === 'SimpleCommand') {
    return ['[', 'test', 'true', 'false', ':'].includes(literalOf(command.name) ?? '');
  }
  return command.type === 'ConditionalCommand' || command.type === 'ArithmeticCommand';
}

function isStatement(node: { readonly type: string }): node is StatementNode {
  return node.type === 'Statement';
}

function isSubstitution(node: {
  readonly type: string;
}): node is { type: 'CommandSubstitution'; body: ScriptNode } {
  return node.type === 'CommandSubstitution';
}

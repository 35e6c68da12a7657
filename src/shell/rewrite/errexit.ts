import type { CommandNode, PipelineNode, ScriptNode, StatementNode } from 'just-bash';
import { isPipeline, literalOf, nodesOf, parseCommand, type Parse } from './syntax.js';

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
 * Puts into a script what just-bash lacks of `set -e`; answers whether there was anything. A failure doesn't count in a command before `&&` or `||` and after `!`, however deep
 * in it (just-bash: only its own status), nor in `$(...)` (bash(1), `set -e` and COMMAND EXECUTION ENVIRONMENT).
 */
export function tameErrexit(parse: Parse, script: ScriptNode): boolean {
  const nodes = [...nodesOf(script)];
  const pipelines = nodes.filter(isStatement).flatMap(pipelinesToTame);
  const substitutions = nodes.filter(isSubstitution);
  for (const pipeline of pipelines) tamePipeline(parse, pipeline);
  for (const { body } of substitutions) tameSubstitution(parse, body);
  return pipelines.length + substitutions.length > 0;
}

function pipelinesToTame({ pipelines, operators }: StatementNode): PipelineNode[] {
  return pipelines.filter(
    ({ commands, negated }, at) =>
      (negated || operators[at] === '&&' || operators[at] === '||') && !commands.every(isTest),
  );
}

function tamePipeline(parse: Parse, pipeline: PipelineNode): void {
  // A list that ends by `&&` does not count where it is part of another.
  const { group, condition } = makeCondition(parse, pipeline, '/usr/bin/nexthop-keep "$?" && true');
  condition.pipelines = [{ ...pipeline, negated: false }];
  Object.assign(pipeline, { commands: [group], pipeStderr: [], timed: false });
}

function tameSubstitution(parse: Parse, body: ScriptNode): void {
  // The status of the last command is the substitution's, and counts there.
  const { group, condition } = makeCondition(parse, body, '/usr/bin/nexthop-keep "$?"');
  const inner = parseCommand(parse, '{ true; }', body);
  if (inner.type !== 'Group') return;
  inner.body = body.statements;
  condition.pipelines = [{ type: 'Pipeline', commands: [inner], negated: false }];
  body.statements = [
    {
      type: 'Statement',
      pipelines: [{ type: 'Pipeline', commands: [group], negated: false }],
      operators: [],
      background: false,
    },
  ];
}

/** A condition is where failures don't count. What follows it gives its status again. */
function makeCondition(
  parse: Parse,
  origin: unknown,
  fail: string,
): { readonly group: CommandNode; readonly condition: StatementNode } {
  const group = parseCommand(
    parse,
    `{ if true; then /usr/bin/nexthop-keep 0; else ${fail}; fi; }`,
    origin,
  );
  const choice = group.type === 'Group' ? group.body[0]?.pipelines[0]?.commands[0] : undefined;
  const condition = choice?.type === 'If' ? choice.clauses[0]?.condition[0] : undefined;
  if (condition === undefined) throw new Error('just-bash reads an if in a form that is not known');
  return { group, condition };
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

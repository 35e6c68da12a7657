import type { Statement } from '../../../netfilter/nft/statement.js';
import type { ProtocolName } from '../../../netfilter/nft/header/protocol.js';
import { ProtocolLayers } from '../layers/protocol-layers.js';
import type { Expression as Tree } from '../syntax/tree/expression.js';
import type { Span } from '../syntax/tree/span.js';
import type { EvaluationContext } from './context.js';
import type { EvaluationError } from './evaluation-error.js';
import type { Expected } from './expected.js';
import type { Evaluated } from './is-constant.js';
import { checkDependency, type PlacedStatement } from './dependency-conflict.js';
import type { DeclaredMeter } from '../statement/declared-meter.js';

/** How expressions are evaluated. */
export type Evaluator = (tree: Tree, expected: Expected, evaluation: Evaluation) => Evaluated;

/** The evaluation of one rule: what is known so far, and the statements that it has so far. */
export class Evaluation {
  readonly layers: ProtocolLayers;
  /** The tunnel whose inner headers are being read. */
  inner: ProtocolName | undefined;
  /** The width of what a statement sets, which numbers and shifts may fill; 0 in matches. */
  statementBits = 0;
  /** The sets that meters of the rule make. */
  readonly meters: DeclaredMeter[] = [];
  /** What nft has found wrong, and gone on. */
  readonly noticed: EvaluationError[] = [];
  #innerLayers: ProtocolLayers | undefined;
  #statements: readonly PlacedStatement[] = [];

  constructor(
    readonly context: EvaluationContext,
    private readonly evaluator: Evaluator,
  ) {
    this.layers = new ProtocolLayers(context.family);
  }

  /** The meaning of an expression in a place that asks for a type; matches that it needs are put before it. */
  evaluate(tree: Tree, expected: Expected): Evaluated {
    return this.evaluator(tree, expected, this);
  }

  /** What is known of a packet in a tunnel. */
  get innerLayers(): ProtocolLayers {
    return (this.#innerLayers ??= new ProtocolLayers('bridge'));
  }

  /** What is known of the layers that are being read. */
  get current(): ProtocolLayers {
    return this.inner === undefined ? this.layers : this.innerLayers;
  }

  /** The statements so far. */
  get statements(): readonly Statement[] {
    return this.#statements.map(({ statement }) => statement);
  }

  /** Puts a statement behind the others. */
  add(statement: Statement, at: Span): void {
    this.#statements = [...this.#statements, { statement, at }];
  }

  /** Puts a match that others need before what is being evaluated. */
  addDependency(statement: Statement, at: Span): void {
    checkDependency(this.#statements, statement, at);
    this.add(statement, at);
  }

  /** Puts what a function adds at the beginning of the rule, before all other statements. */
  addingFirst(add: () => void): void {
    const earlier = this.#statements;
    this.#statements = [];
    add();
    this.#statements = [...this.#statements, ...earlier];
  }
}

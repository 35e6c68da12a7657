import { frozen } from '../../../../frozen.js';
import type { KnownValue, ScalarValue } from '../../../../netfilter/nft/expression.js';
import type { ElementData, SetElement } from '../../../../netfilter/nft/set/element.js';
import type { KeyRange } from '../../../../netfilter/nft/set/key-part.js';
import { isPoint } from '../../../../netfilter/nft/set/key-part.js';
import { isMap, type NftSet } from '../../../../netfilter/nft/set/nft-set.js';
import { valueRange } from '../../../../netfilter/nft/set/range-value.js';
import type { ValueType } from '../../../../netfilter/nft/value-type.js';
import { evaluateExpression } from '../../evaluate/evaluate-expression.js';
import { elementKey, setWithin } from '../../evaluate/evaluate-set-literal.js';
import { evaluateVerdict, noVerdict } from '../../evaluate/evaluate-verdict.js';
import { Evaluation } from '../../evaluate/evaluation.js';
import { EvaluationError } from '../../evaluate/evaluation-error.js';
import { expectType, type Expected } from '../../evaluate/expected.js';
import { isKnownValue } from '../../evaluate/is-constant.js';
import type {
  ElementExpression,
  Expression,
  KeywordExpression,
  SetMember,
} from '../../syntax/tree/expression.js';
import type { Span } from '../../syntax/tree/span.js';
import { valueOf } from '../../syntax/tree/value-of.js';
import type { PlacedElement } from '../placed-element.js';
import { evaluationContext, setKey, type RunState, type TableSpec } from '../state.js';
import { SetError } from '../set-error.js';
import { evaluateStateful } from '../../statement/stateful.js';

/** Elements without statements share it. */
const NONE: SetElement['statements'] = frozen([]);

/** The declaration that elements stand in. */
export interface Declared {
  /** What an error about the set marks. */
  readonly blame: Span;
  /** The types of the key, where it has several. */
  readonly keyAt: Span | undefined;
}

/**
 * The elements that an expression stands for, of a set.
 *
 * @param declared - where the set is declared, if they stand there: nft looks at some of them more closely
 *
 * Source: nft's `expr_evaluate_set`, `expr_evaluate_set_elem`, `expr_evaluate_mapping`.
 */
export function readElements(
  tree: Expression,
  set: NftSet,
  spec: TableSpec,
  state: RunState,
  declared?: Declared,
): readonly PlacedElement[] {
  const evaluation = new Evaluation(evaluationContext(state, spec), evaluateExpression);
  const reader = new ElementReader(set, setKey(spec, set.name), evaluation, declared);
  const literal = setWithin(tree);
  if (literal === undefined) {
    const message = `Set ${set.name}: Unexpected initial type ${tree.kind}, missing { }?`;
    throw new EvaluationError(message, tree.at);
  }
  for (const member of literal.elements) reader.read(member);
  return reader.placed;
}

class ElementReader {
  /** What has been read so far. */
  readonly placed: PlacedElement[] = [];
  readonly #expected: Expected;
  readonly #isInterval: boolean;

  constructor(
    private readonly set: NftSet,
    private readonly ownKey: string,
    private readonly evaluation: Evaluation,
    private readonly declared: Declared | undefined,
  ) {
    const asked = expectType(set.keyType);
    const besideAt = declared?.keyAt;
    this.#expected = besideAt === undefined ? asked : { besideAt, ...asked };
    this.#isInterval = set.flags.includes('interval');
  }

  read(member: SetMember): void {
    switch (member.kind) {
      case 'set':
        for (const one of member.elements) this.read(one);
        return;
      case 'element': {
        const inner = setWithin(member.key);
        if (inner === undefined) this.placed.push(this.element(member));
        else for (const one of inner.elements) this.read(one);
        return;
      }
      default: {
        if (this.set.data === undefined) throw this.setError('set is not a map');
        const inner = setWithin(member.key.key);
        if (inner === undefined) {
          this.placed.push(this.element(member.key, member.data));
          return;
        }
        for (const one of inner.elements) {
          if (one.kind === 'element') this.placed.push(this.element(one, member.data));
        }
      }
    }
  }

  private setError(message: string): SetError | EvaluationError {
    return this.declared === undefined
      ? new SetError(message, this.ownKey)
      : new EvaluationError(message, this.declared.blame);
  }

  /** The key is looked at before what it is mapped to. */
  private element(tree: ElementExpression, data?: Expression): PlacedElement {
    this.checkStatements(tree);
    const { timeout, expires, comment } = tree;
    const key = this.key(tree);
    const element: SetElement = {
      key,
      data: data === undefined ? undefined : this.data(data),
      timeout: timeout === 'never' ? 0 : atLeastOne(timeout),
      expires: atLeastOne(expires),
      comment,
      statements: tree.statements.length === 0 ? NONE : tree.statements.map(evaluateStateful),
    };
    return { element, at: tree.key.at };
  }

  private key(tree: ElementExpression): SetElement['key'] {
    const key = elementKey(tree, this.#expected, this.evaluation, this.#isInterval);
    if (key === '*') return { kind: 'catch-all' };
    const ranges = rangesOfValue(key);
    if (!this.#isInterval) this.checkPoint(tree, key);
    return { kind: 'ranges', ranges };
  }

  private checkPoint({ key: written }: ElementExpression, key: KnownValue): void {
    const tree = valueOf(written);
    const parts = partsOfValue(key);
    const at = parts.findIndex((one) => !isSingle(one));
    if (at < 0) return;
    const part = parts[at];
    const place = tree.kind === 'concat' ? (tree.parts[at] ?? tree) : tree;
    const word = this.set.data === undefined ? 'set' : 'map';
    const kind = part?.kind === 'range' ? 'range' : 'prefix';
    const message = `You must add 'flags interval' to your ${word} declaration if you want to add ${kind} elements`;
    throw new EvaluationError(message, valueOf(place).at);
  }

  /** Source: nft's `__expr_evaluate_set_elem`. */
  private checkStatements({ statements, key }: ElementExpression): void {
    const [first] = statements;
    if (first === undefined) return;
    const { statements: declared, flags } = this.set;
    const word = isMap(this.set) ? 'map' : 'set';
    if (declared.length === 0) {
      if (flags.includes('dynamic')) return;
      throw new EvaluationError(`missing statement in ${word} declaration`, first.at);
    }
    if (declared.length !== statements.length) {
      throw new EvaluationError(
        `number of statements mismatch, set expects ${declared.length} but element has ${statements.length}`,
        key.at,
      );
    }
    for (const [at, { kind }] of declared.entries()) {
      const statement = statements[at];
      if (statement === undefined || statement.kind === kind) continue;
      throw new EvaluationError(
        `statement mismatch, element expects ${statement.kind}, but ${word} has type ${kind}`,
        statement.at,
      );
    }
  }

  /** What a key is mapped to; undefined for what the kernel won't have in a map of that kind. */
  private data(tree: Expression): ElementData | undefined {
    const { data } = this.set;
    if (data?.kind === 'verdict') return this.verdict(tree);
    if (data?.kind === 'object') {
      if (tree.kind === 'variable') return this.data(tree.value);
      if (tree.kind === 'symbol') return { kind: 'object', name: tree.text };
      if (tree.kind === 'keyword') return this.noObject(tree);
      if (tree.kind === 'concat' && tree.parts[0]?.kind === 'keyword') {
        throw beyondNothing(tree.parts[0]);
      }
      throw new EvaluationError(`Object mapping data should be a value, not ${tree.kind}`, tree.at);
    }
    return this.value(tree, data?.type, data?.interval ?? false);
  }

  /** The number of a keyword is the name of no object. Beside a declaration it is text as names are. */
  private noObject(tree: KeywordExpression): ElementData {
    if (this.declared === undefined) throw beyondNothing(tree);
    return { kind: 'object', name: '' };
  }

  private verdict(tree: Expression): ElementData | undefined {
    switch (tree.kind) {
      case 'verdict':
        return { kind: 'verdict', verdict: evaluateVerdict(tree, this.evaluation) };
      case 'variable':
        return this.verdict(tree.value);
      case 'symbol':
        throw noVerdict(tree.text, tree.at);
      case 'symbol-range':
        throw noVerdict(tree.from, tree.at);
      case 'prefix':
        return this.verdict(tree.base);
      case 'concat': {
        const [first = tree] = tree.parts;
        if (first.kind === 'keyword') throw beyondNothing(first);
        throw new EvaluationError('Could not parse symbolic invalid expression', first.at);
      }
      case 'keyword':
        if (this.declared !== undefined) throw beyondNothing(tree);
        return undefined;
      default:
        throw new EvaluationError('Value must be a verdict', tree.at);
    }
  }

  private value(
    tree: Expression,
    type: ValueType | undefined,
    interval: boolean,
  ): ElementData | undefined {
    if (tree.kind === 'verdict') return undefined;
    if (type === undefined) throw this.setError('map has no mapping data');
    const value = evaluateExpression(tree, expectType(type), this.evaluation);
    if (!isKnownValue(value)) throw new EvaluationError('Value must be a constant', tree.at);
    const ranges = rangesOfValue(value);
    if (!interval && !partsOfValue(value).every(isSingle)) {
      throw new EvaluationError('Value must be a singleton', tree.at);
    }
    return { kind: 'values', ranges };
  }
}

/** A number where there is no room for any: data of a map of verdicts or objects. Source: nft's `expr_evaluate_integer`. */
function beyondNothing({ value, at }: KeywordExpression): EvaluationError {
  return new EvaluationError(`Value ${value} exceeds valid range 0-0`, at);
}

/** What is said of no time at all isn't sent. */
function atLeastOne(milliseconds: bigint | undefined): number | undefined {
  return milliseconds === 0n ? undefined : toNumber(milliseconds);
}

function toNumber(value: bigint | undefined): number | undefined {
  return value === undefined || value === 0n ? undefined : Number(value);
}

/** The ranges of a value, one for each of its parts. */
function rangesOfValue(value: KnownValue): readonly KeyRange[] {
  return partsOfValue(value).map(valueRange);
}

function partsOfValue(value: KnownValue): readonly ScalarValue[] {
  return value.kind === 'concat-value' ? value.parts : [value];
}

/** A prefix is none, were it one of all bits. */
function isSingle(value: ScalarValue): boolean {
  return value.kind !== 'prefix' && isPoint(valueRange(value));
}

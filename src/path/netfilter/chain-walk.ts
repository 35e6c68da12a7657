import { assertNever } from '../../assert-never.js';
import type { TargetBranch, TargetEffect } from '../../netfilter/extension/extension.js';
import {
  isMatch,
  xtablesStatements,
  type Dispatch,
  type OpenChoice,
  type Statement,
} from '../../netfilter/statement.js';
import type { NftScope } from '../../netfilter/nft/meaning/scope.js';
import { nftStatements } from '../../netfilter/nft/meaning/rule-statements.js';
import { isNftRule, type NetfilterRule } from '../../netfilter/rule.js';
import type { BaseChain } from '../../netfilter/base-chain.js';
import type { RulePart } from '../../netfilter/rule-predicate.js';
import type { PlacedChain } from '../../netfilter/netfilter.js';
import type { Chain } from '../../netfilter/chain.js';
import { referTo, type Table, type TableReference } from '../../netfilter/table.js';
import { ALWAYS, isAlways, NEVER } from '../../predicate/predicate.js';
import type { RuleNote, RuleVerdict } from '../../program/note.js';
import type { Place } from '../../program/place.js';
import type { StepId } from '../../program/step.js';
import { choiceOfMatch, choiceOfStatement, choiceOfTarget } from './choice-of-match.js';
import { lowerDispatch } from './dispatch.js';
import { lowerOpenBranch } from './open-branch.js';
import { lowerFibLookup, lowerFibWays } from './fib-lookup.js';
import { linkByIndex } from '../../namespace/namespace.js';
import { givenNeighbour } from './given-neighbour.js';
import { dropPacket, type Dropping } from '../drop-packet.js';
import { lowerTargetChange, VERDICT_WORDS } from './target-change.js';
import { lowerKnownSocket } from './known-socket.js';
import type { Lowering } from '../lowering.js';
import { ruleScope } from './rule-scope.js';
import { lowerDeviceSource6 } from '../address/own-addresses-v6.js';
import type { RuleTest } from '../program-builder.js';
import { refuse } from '../refuse.js';
import type { HookWalk } from './hook-walk.js';

/** A base chain with all that is reached from it, then `next`. */
export function lowerBaseChain(
  lowering: Lowering,
  { table, chain }: PlacedChain,
  walk: HookWalk,
  next: StepId,
): StepId {
  const { builder } = lowering;
  const target = entryOf(lowering, { table, chain }, walk);
  const at = { table: referTo(table), chain: chain.name, hook: walk.hook };
  const called = builder.call('table', target, next, { kind: 'hook', ...at });
  return lowerKnownSocket(lowering, table, at, called);
}

const ENTRIES = new WeakMap<Lowering, Map<Chain, Map<string, StepId>>>();

/** Where a base chain begins: it is lowered once for all places that walk it alike. */
function entryOf(lowering: Lowering, { table, chain }: PlacedChain, walk: HookWalk): StepId {
  const entries = ENTRIES.get(lowering) ?? new Map<Chain, Map<string, StepId>>();
  ENTRIES.set(lowering, entries);
  const known = entries.get(chain) ?? new Map<string, StepId>();
  entries.set(chain, known);
  const key = walkKey(walk);
  const entry = known.get(key) ?? new ChainWalk(lowering, table, walk, chain.base).base(chain);
  known.set(key, entry);
  return entry;
}

function walkKey(walk: HookWalk): string {
  const { hook, dropErrno, looped, notesSettled, forwarded, ...rest } = walk;
  // Whatever is added to a walk has to be distinguished here.
  rest satisfies Record<string, never>;
  const flags = [looped, notesSettled].map((flag) => (flag === true ? 1 : 0));
  return [hook, dropErrno ?? '', forwarded ?? '', ...flags].join(' ');
}

/** Lowers the chains of one table at one hook. Source: `ipt_do_table`. */
class ChainWalk {
  readonly #chains = new Map<string, StepId>();
  readonly #scope: NftScope;
  readonly #reference: TableReference;

  constructor(
    private readonly lowering: Lowering,
    private readonly table: Table,
    private readonly walk: HookWalk,
    base: BaseChain | undefined,
  ) {
    this.#reference = referTo(table);
    this.#scope = ruleScope(lowering, table, walk, base);
  }

  base(chain: Chain): StepId {
    const { builder } = this.lowering;
    const { hook } = this.walk;
    const at = { table: this.#reference, chain: chain.name, hook } as const;
    const policy = chain.base?.policy ?? 'ACCEPT';
    const end =
      policy === 'ACCEPT' ? builder.return('table') : this.#drop({ kind: 'policy', ...at });
    const counted = builder.add({
      kind: 'count',
      counter: chain.id,
      next: end,
      note: { kind: 'policy', ...at, policy },
    });
    return this.#rules(chain, counted);
  }

  /** A user's chain: its end returns to the rule after the jump. */
  #user(name: string): StepId {
    let entry = this.#chains.get(name);
    if (entry === undefined) {
      const chain = this.table.chains.get(name);
      const end = this.lowering.builder.return('chain');
      entry = chain === undefined ? end : this.#rules(chain, end);
      this.#chains.set(name, entry);
    }
    return entry;
  }

  #rules(chain: Chain, end: StepId): StepId {
    return chain.rules.reduceRight(
      (next, rule, index) => this.#rule(chain, rule, index + 1, { next, end }),
      end,
    );
  }

  #rule(chain: Chain, rule: NetfilterRule, number: number, exits: ChainExits): StepId {
    const { name } = chain;
    const table = this.#reference;
    const place = { kind: 'rule', table, chain: name, number, hook: this.walk.hook } as const;
    const statements = isNftRule(rule)
      ? nftStatements(rule, this.#scope)
      : xtablesStatements(rule, this.#scope);
    const parts = statements.flatMap((statement) =>
      statement.kind === 'packet' ? statement.parts : [],
    );
    const note = { kind: 'chain-rule', table, chain: name, number, rule, parts } as const;
    const asks = { of: { kind: 'chain-rule', rule }, note } as const;
    const context = { place, asks, index: 0, exits, noted: isNftRule(rule) } as const;
    const entry = this.#statements(statements, exits.next, context);
    // Whatever a rule does first, its first test stands for it.
    return statements[0]?.kind === 'packet'
      ? entry
      : this.lowering.builder.ruleTest(ALWAYS, entry, exits.next, asks);
  }

  /** Statements from left to right, then `next`. */
  #statements(statements: readonly Statement[], next: StepId, context: RuleContext): StepId {
    return statements.reduceRight(
      (after, statement, index) =>
        this.#statement(statement, after, { ...context, index: context.index + index }),
      next,
    );
  }

  #statement(statement: Statement, next: StepId, context: RuleContext): StepId {
    const { builder } = this.lowering;
    const { place, asks, index, exits } = context;
    switch (statement.kind) {
      case 'packet': {
        // The first test stands for the rule, whatever it asks.
        const { when, parts } = statement;
        // Of what is asked inside of a dispatch the rule's own note knows nothing.
        const [part] = context.missed === undefined ? [] : parts;
        const reported = part === undefined ? asks : missing(asks, part);
        return index > 0 && isAlways(when)
          ? next
          : builder.ruleTest(when, next, exits.next, reported);
      }
      case 'choice': {
        const choice = choiceOfMatch(statement, place, index);
        const { open = ALWAYS } = statement.choice;
        const options = [next, exits.next];
        return builder.test(open, builder.add({ kind: 'choose', choice, options, ...asks }), next);
      }
      case 'count':
        return builder.add({ kind: 'count', counter: statement.counter, next });
      case 'effect':
        return this.#effect(statement.effect, next, context);
      case 'verdict':
        return this.#noted(
          VERDICT_WORDS[statement.verdict],
          statement.verdict === 'RETURN' ? exits.end : this.#verdict(statement.verdict, place),
          context,
        );
      case 'jump':
      case 'goto': {
        const chain = this.#user(statement.chain);
        // A goto doesn't come back: the end of the chain is the end of the one that it was in.
        const after = statement.kind === 'jump' ? next : exits.end;
        const entered = builder.call('chain', chain, after);
        return this.#noted(`${statement.kind} ${statement.chain}`, entered, context);
      }
      case 'forward':
        return this.#forward(statement, next, context);
      case 'break':
        return this.#missed(context);
      case 'rules':
        return this.#unnamed(statement, next, context);
      case 'fib': {
        const { question, when, part } = statement;
        return lowerFibLookup(this.lowering, question, this.walk.hook, (leave) =>
          builder.ruleTest(when, leave(next), leave(exits.next), missing(asks, part)),
        );
      }
      case 'fib-ways': {
        const inside = { ...context, index: index + 1 };
        const does = (way: readonly Statement[]): StepId => this.#statements(way, next, inside);
        return lowerFibWays(this.lowering, statement, this.walk.hook, { does, missed: exits.next });
      }
      case 'dispatch':
        return this.#dispatch(statement, next, context);
      case 'open':
        return this.#open(statement, next, context);
      default:
        return assertNever(statement);
    }
  }

  /** What was done stays done, but the rule hasn't matched. */
  #missed({ asks, exits: { next }, missed = NOTHING }: RuleContext): StepId {
    return this.lowering.builder.ruleTest(NEVER, next, next, missing(asks, missed));
  }

  #effect(effect: TargetEffect, next: StepId, context: RuleContext): StepId {
    const { place } = context;
    const { builder } = this.lowering;
    return effect.reduceRight((otherwise, branch) => {
      const { choice } = branch;
      if (choice !== undefined) {
        const ways = [branch.next, choice.otherwise] as const;
        const options = ways.map((way) => this.#effect([unchosen(branch, way)], next, context));
        const point = choiceOfTarget(choice.of, ways, place);
        const chosen = builder.add({ kind: 'choose', choice: point, options });
        return builder.test(branch.when, chosen, otherwise);
      }
      const after = this.#branch(branch, place, next, context);
      const changed = lowerTargetChange(this.lowering, branch, this.walk, place, after);
      const sourced =
        branch.selectsSource === true
          ? lowerDeviceSource6(this.lowering, changed, this.#sourceless(place))
          : changed;
      return builder.test(
        branch.when,
        lowerOpenBranch(builder, branch, place, { taken: sourced, otherwise }),
        otherwise,
      );
    }, next);
  }

  /** What finds no source to give is dropped. */
  #sourceless(place: Place): StepId {
    return this.lowering.builder.assign([], this.#drop(place), { kind: 'target', verdict: 'drop' });
  }

  /** Where a target's branch leads. */
  #branch(branch: TargetBranch, place: Place, next: StepId, context: RuleContext): StepId {
    if (branch.next === 'continue') return next;
    if (branch.next === 'break') {
      return this.#missed(
        branch.lacks === undefined ? context : { ...context, missed: branch.lacks },
      );
    }
    const { answer } = branch;
    if (answer === undefined) return this.#verdict(branch.next, place, branch.silent);
    const dropping = this.#dropping(place);
    return answer === 'reset'
      ? dropPacket(this.lowering, { ...dropping, answer })
      : refuse(this.lowering, { ...dropping, answer });
  }

  #forward(
    { dev, neighbour }: Extract<Statement, { kind: 'forward' }>,
    next: StepId,
    context: RuleContext,
  ): StepId {
    const { builder, namespace } = this.lowering;
    const link = linkByIndex(namespace, dev);
    const { forwarded } = this.walk;
    if (link === undefined || forwarded === undefined) return next;
    return this.#noted('fwd', builder.resolve(givenNeighbour(link, neighbour), forwarded), context);
  }

  /** The rules of a chain without a name. */
  #unnamed(
    { goto, rules }: Extract<Statement, { kind: 'rules' }>,
    next: StepId,
    context: RuleContext,
  ): StepId {
    const { builder } = this.lowering;
    const end = builder.return('chain');
    // The rule is explained as the one that leads there.
    const inside = { ...context, asks: { of: context.asks.of }, noted: false };
    const entry = rules.reduceRight(
      (after, statements) =>
        this.#statements(statements, after, { ...inside, exits: { next: after, end } }),
      end,
    );
    const entered = builder.call('chain', entry, goto ? context.exits.end : next);
    return this.#noted(`${goto ? 'goto' : 'jump'} ${UNNAMED}`, entered, context);
  }

  #dispatch(dispatch: Dispatch, next: StepId, context: RuleContext): StepId {
    const known = new Map<readonly Statement[], StepId>();
    const inside = { ...context, index: context.index + 1, missed: dispatch.part };
    const does = (statements: readonly Statement[]): StepId => {
      const step = known.get(statements) ?? this.#statements(statements, next, inside);
      known.set(statements, step);
      return step;
    };
    const otherwise = does(dispatch.otherwise);
    return lowerDispatch(this.lowering.builder, dispatch, { does, otherwise });
  }

  #open(statement: OpenChoice, next: StepId, context: RuleContext): StepId {
    const inside = { ...context, index: context.index + 1 };
    const choice = choiceOfStatement(statement, context.place, context.index);
    const { builder } = this.lowering;
    if (isMatch(statement)) {
      const options = [next, context.exits.next];
      return builder.add({ kind: 'choose', choice, options, ...context.asks });
    }
    const options = statement.ways.map((way) => this.#statements(way, next, inside));
    return builder.add({ kind: 'choose', choice, options });
  }

  /** What a rule of nft decides is known when it has decided; of one of iptables it stands in the rule. */
  #noted(verdict: RuleVerdict, step: StepId, { noted }: RuleContext): StepId {
    return noted ? this.lowering.builder.assign([], step, { kind: 'target', verdict }) : step;
  }

  #verdict(verdict: 'ACCEPT' | 'DROP', place: Place, silent = false): StepId {
    return verdict === 'ACCEPT' ? this.lowering.builder.return('table') : this.#drop(place, silent);
  }

  /** @param silent - a local sender gets no error */
  #drop(place: Place, silent = false): StepId {
    const dropping = this.#dropping(place);
    return dropPacket(this.lowering, silent ? { ...dropping, errno: undefined } : dropping);
  }

  #dropping(at: Place): Dropping {
    const { dropErrno, looped } = this.walk;
    return { at, errno: dropErrno, answer: undefined, looped };
  }
}

/** Where a rule can lead: to the rule after it, or to the end of its chain. */
interface ChainExits {
  readonly next: StepId;
  readonly end: StepId;
}

interface ChainRuleTest extends RuleTest {
  readonly of: Extract<RuleTest['of'], { kind: 'chain-rule' }>;
  readonly note?: Extract<RuleNote, { kind: 'chain-rule' }>;
}

/** What a statement is lowered with. */
interface RuleContext {
  readonly place: Extract<Place, { kind: 'rule' }>;
  /** The rule of which it is one. */
  readonly asks: ChainRuleTest;
  /** Which of the rule's statements it is. */
  readonly index: number;
  readonly exits: ChainExits;
  /** The verdicts of the rule are noted as they are given. */
  readonly noted: boolean;
  /** What a packet hasn't met that comes to the end of the rule. */
  readonly missed?: RulePart;
}

/** A chain without a name, as a listing has it in a rule. */
const UNNAMED = '{ ... }';

/** What a statement had not to write, or nowhere to write it. */
const NOTHING: RulePart = { when: NEVER };

/** A test of a rule that asks for one part. */
function missing(asks: ChainRuleTest, part: RulePart): ChainRuleTest {
  const { note } = asks;
  return note === undefined ? asks : { ...asks, note: { ...note, parts: [part] } };
}

/** A branch that leads one of the ways that it might. */
function unchosen(
  { choice: _choice, ...branch }: TargetBranch,
  next: TargetBranch['next'],
): TargetBranch {
  return { ...branch, when: ALWAYS, next };
}

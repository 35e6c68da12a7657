import type { HookName } from '../../netfilter/hook.js';
import { assertNever } from '../../assert-never.js';
import type {
  MatchScope,
  TargetBranch,
  TargetEffect,
} from '../../netfilter/extension/extension.js';
import { ruleStatements, type Statement } from '../../netfilter/statement.js';
import type { NetfilterRule } from '../../netfilter/rule.js';
import type { PlacedChain } from '../../netfilter/netfilter.js';
import type { Chain } from '../../netfilter/chain.js';
import { referTo, type Table, type TableReference } from '../../netfilter/table.js';
import type { ErrnoName } from '../../errno.js';
import { set } from '../../predicate/assignment.js';
import { ALWAYS, equals, isAlways } from '../../predicate/predicate.js';
import type { RuleNote } from '../../program/note.js';
import type { Place } from '../../program/place.js';
import type { StepId } from '../../program/step.js';
import { choiceOfMatch } from './choice-of-match.js';
import { COPY } from '../copy-fate.js';
import { dropPacket, type Dropping } from '../drop-packet.js';
import { lowerKnownSocket } from './known-socket.js';
import type { Lowering } from '../lowering.js';
import { matchScope } from './match-scope.js';
import { lowerDeviceSource6 } from '../address/own-addresses-v6.js';
import type { RuleTest } from '../program-builder.js';
import { refuse } from '../refuse.js';

/** Where in netfilter chains are walked, and what a drop there means to a local sender. */
export interface HookWalk {
  readonly hook: HookName;
  /** What a local sender sees when the packet is dropped here; undefined when there is none, or it's told nothing. */
  readonly dropErrno: ErrnoName | undefined;
  /** The packet has come back in through lo: connection tracking and nat are done with it. */
  readonly looped?: boolean;
  /** The packet is a copy, which no socket owns. Source: `skb_clone`. */
  readonly orphan?: boolean;
  /** The packet is the copy for its sender: dropped, it goes here, and the packet itself goes on. */
  readonly copyDropped?: StepId;
  /** The copy for the sender has been here before: the end of the packet tells what became of it. */
  readonly copied?: boolean;
}

/** A base chain with all that is reached from it, then `next`. */
export function lowerBaseChain(
  lowering: Lowering,
  { table, chain }: PlacedChain,
  walk: HookWalk,
  next: StepId,
): StepId {
  const { builder } = lowering;
  const { copyDropped, hook } = walk;
  const target = new ChainWalk(lowering, table, walk).base(chain);
  const after =
    copyDropped === undefined
      ? next
      : builder.test(equals('copy', COPY.dropped), copyDropped, next);
  const at = { table: referTo(table), chain: chain.name, hook };
  const called = builder.call('table', target, after, { kind: 'hook', ...at });
  return lowerKnownSocket(lowering, table, at, called);
}

/** Lowers the chains of one table at one hook. Source: `ipt_do_table`. */
class ChainWalk {
  readonly #chains = new Map<string, StepId>();
  readonly #scope: MatchScope;
  readonly #reference: TableReference;

  constructor(
    private readonly lowering: Lowering,
    private readonly table: Table,
    private readonly walk: HookWalk,
  ) {
    this.#reference = referTo(table);
    this.#scope = matchScope(lowering, walk.hook, walk.orphan);
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
    const statements = ruleStatements(rule, this.#scope);
    const parts = statements.flatMap((statement) =>
      statement.kind === 'packet' ? statement.parts : [],
    );
    const note: RuleNote = { kind: 'chain-rule', table, chain: name, number, rule, parts };
    return statements.reduceRight((next, statement, index) => {
      const context = {
        place,
        asks: { of: { kind: 'chain-rule', rule }, note },
        index,
        exits,
      } as const;
      return this.#statement(statement, next, context);
    }, exits.next);
  }

  #statement(statement: Statement, next: StepId, context: RuleContext): StepId {
    const { builder } = this.lowering;
    const { place, asks, index, exits } = context;
    switch (statement.kind) {
      case 'packet': {
        // The first test stands for the rule, whatever it asks.
        const { when } = statement;
        return index > 0 && isAlways(when) ? next : builder.ruleTest(when, next, exits.next, asks);
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
        return this.#effect(statement.effect, place, next);
      case 'verdict':
        if (statement.verdict === 'RETURN') return exits.end;
        return this.#verdict(statement.verdict, place);
      case 'jump':
        return builder.call('chain', this.#user(statement.chain), next);
      case 'goto':
        return this.#goto(statement.chain, exits.end);
      default:
        return assertNever(statement);
    }
  }

  #effect(effect: TargetEffect, place: Place, next: StepId): StepId {
    const { builder } = this.lowering;
    return effect.reduceRight((otherwise, branch) => {
      const after = this.#branch(branch, place, next);
      const { next: verdict } = branch;
      const changed = builder.assign(branch.assignments, after, { kind: 'target', verdict });
      const sourced =
        branch.selectsSource === true
          ? lowerDeviceSource6(this.lowering, changed, this.#sourceless(place))
          : changed;
      return builder.test(branch.when, sourced, otherwise);
    }, next);
  }

  /** What finds no source to give is dropped. */
  #sourceless(place: Place): StepId {
    return this.lowering.builder.assign([], this.#drop(place), { kind: 'target', verdict: 'DROP' });
  }

  /** Where a target's branch leads. */
  #branch(branch: TargetBranch, place: Place, next: StepId): StepId {
    if (branch.next === 'continue') return next;
    // Nobody is told of what becomes of a copy. Source: `__icmp_send`, `nf_send_reset`.
    if (branch.answer === undefined || this.walk.copyDropped !== undefined) {
      return this.#verdict(branch.next, place);
    }
    const { answer } = branch;
    const dropping = this.#dropping(place);
    return answer === 'reset'
      ? dropPacket(this.lowering, { ...dropping, answer })
      : refuse(this.lowering, { ...dropping, answer });
  }

  /** A goto doesn't come back: the end of the chain is the end of the one that it was in. */
  #goto(name: string, end: StepId): StepId {
    return this.lowering.builder.call('chain', this.#user(name), end);
  }

  #verdict(verdict: 'ACCEPT' | 'DROP', place: Place): StepId {
    return verdict === 'ACCEPT' ? this.lowering.builder.return('table') : this.#drop(place);
  }

  #drop(place: Place): StepId {
    const { builder } = this.lowering;
    const { copyDropped } = this.walk;
    if (copyDropped !== undefined) {
      return builder.assign([set('copy', COPY.dropped)], builder.return('table'));
    }
    return dropPacket(this.lowering, this.#dropping(place));
  }

  #dropping(at: Place): Dropping {
    const { dropErrno, looped, copied } = this.walk;
    return { at, errno: dropErrno, answer: undefined, looped, copied };
  }
}

/** Where a rule can lead: to the rule after it, or to the end of its chain. */
interface ChainExits {
  readonly next: StepId;
  readonly end: StepId;
}

interface ChainRuleTest extends RuleTest {
  readonly of: Extract<RuleTest['of'], { kind: 'chain-rule' }>;
}

/** What a statement is lowered with. */
interface RuleContext {
  readonly place: Extract<Place, { kind: 'rule' }>;
  /** The rule of which it is one. */
  readonly asks: ChainRuleTest;
  /** Which of the rule's statements it is. */
  readonly index: number;
  readonly exits: ChainExits;
}

import { assertNever } from '../assert-never.js';
import { SOCKET_READ } from '../connection/socket.js';
import {
  CONFIRMED_READ,
  CONNECTION_FIELDS,
  TRACKED_READ,
  TRANSLATED_ENDS,
  UNIQUE_READ,
  UNIQUE_WRITTEN,
} from '../connection/tracked-fields.js';
import { ADDRESS_FIELDS, type Field } from '../packet/field.js';
import { KEEPABLE, keptCell, SHARED_FIELDS, type Cell, type HostCell } from './cell.js';
import type { ChoicePoint, HashKey } from './choice-point.js';
import type { Effect, Reader } from './effect.js';
import { OUTCOME_FIELDS } from './ending.js';
import type { Step, StepId } from './step.js';
import type { Word } from '../netfilter/nft/meaning/value/value.js';
import type { HashedNumber } from '../netfilter/nft/meaning/value/hashed-bytes.js';

/**
 * The dataflow of a step: what it reads and writes, in order, and where it leads. It is stated here and nowhere else: whoever asks which
 * steps follow, or what matters to them, reads it from this.
 */
export interface Flow {
  /** What is done whichever way the packet goes. */
  readonly first: readonly Effect[];
  /** The ways out of the step, none for an end or a return. */
  readonly ways: readonly Way[];
}

/** One way out of a step. */
export interface Way {
  readonly to: StepId;
  /**
   * Whether the way is taken by this step, or entered as a subroutine, or gone on with when that has returned; or whether a packet sets out by
   * it that is emitted, after whose end the one that was there first goes on by the way of kind `return`.
   */
  readonly by: 'step' | 'call' | 'emit' | 'return';
  /** As the evaluator reports it: a test that held, a lookup that hit, the first option of a choice, and every way of another step. */
  readonly held: boolean;
  /** What is done only on this way. */
  readonly does: readonly Effect[];
}

/** The dataflow of a step. */
export function flowOf(step: Step): Flow {
  switch (step.kind) {
    case 'test':
      return {
        first: [{ kind: 'ask', when: step.when }],
        ways: [
          way(step.yes, step.of?.kind === 'rule' ? MATCHES : NOTHING),
          { to: step.no, by: 'step', held: false, does: NOTHING },
        ],
      };
    case 'assign':
      return onward(step.next, [{ kind: 'change', assignments: step.assignments }]);
    case 'lookup': {
      const { table } = step;
      return {
        first: [{ kind: 'search', table }],
        ways: [
          way(step.hit, [{ kind: 'take', table }, mayWrite('hit'), ...FINDS_BY_RULE]),
          { to: step.miss, by: 'step', held: false, does: NOTHING },
        ],
      };
    }
    case 'map':
      return onward(step.next, [{ kind: 'map', map: step.map }]);
    case 'resolve': {
      const { assignments } = step.resolution;
      const found = step.byRule ? FINDS_BY_RULE : FINDS;
      return onward(step.next, [{ kind: 'change', assignments }, ...found]);
    }
    case 'call': {
      const does = step.of?.kind === 'lookup' ? BEGINS_LOOKUP : NOTHING;
      return {
        first: NOTHING,
        ways: [
          { to: step.target, by: 'call', held: true, does },
          { to: step.next, by: 'return', held: true, does: NOTHING },
        ],
      };
    }
    case 'return':
      return RETURNS;
    case 'keep':
      return onward(step.next, KEEPS);
    case 'recall':
      return onward(step.next, RECALLS);
    case 'track':
      return onward(step.next, TRACKS);
    case 'confirm':
      return {
        first: step.kept ? CONFIRMS_KEPT : CONFIRMS,
        ways: [way(step.next, BEGINS), { to: step.clash, by: 'step', held: false, does: NOTHING }],
      };
    case 'unique':
      return onward(step.next, step.kept ? MAKES_UNIQUE_KEPT : MAKES_UNIQUE);
    case 'forget':
      return onward(step.next, FORGETS);
    case 'open':
      return onward(step.next, OPENS);
    case 'close':
      return onward(step.next, CLOSES);
    case 'count':
      return onward(step.next, COUNTS);
    case 'choose':
      return {
        first: chosenBy(step.choice),
        ways: step.options.map((to, index) => ({
          to,
          by: 'step',
          held: index === 0,
          does: NOTHING,
        })),
      };
    case 'pick':
      return onward(step.next, [step.kept ? PICKS_KEPT : PICKS, writes(step.to)]);
    case 'emit':
      return {
        first: NOTHING,
        ways: [
          { to: step.to, by: 'emit', held: true, does: NOTHING },
          { to: step.next, by: 'return', held: true, does: EMITS },
        ],
      };
    case 'end':
      return ENDS;
    default:
      return assertNever(step);
  }
}

/** Names everything that a step does, on whichever way. */
export function visitEffects(step: Step, visit: (effect: Effect) => void): void {
  const { first, ways } = flowOf(step);
  for (const effect of first) visit(effect);
  for (const { does } of ways) for (const effect of does) visit(effect);
}

/** Reports whether a step looks at what packets before this one have left in the host, or leaves something there. */
export function touchesHost(step: Step, cells: readonly HostCell[]): boolean {
  let touches = false;
  visitEffects(step, (effect) => {
    if (effect.kind === 'read' || effect.kind === 'write') {
      touches ||= cells.some((cell) => effect.cells.includes(cell));
    }
  });
  return touches;
}

const NOTHING: readonly Effect[] = [];
const RETURNS: Flow = { first: NOTHING, ways: [] };

function way(to: StepId, does: readonly Effect[] = NOTHING): Way {
  return { to, by: 'step', held: true, does };
}

function onward(next: StepId, first: readonly Effect[]): Flow {
  return { first, ways: [way(next)] };
}

function reads(by: Reader, cells: readonly Cell[]): Effect {
  return { kind: 'read', cells, by };
}

function writes(...cells: readonly Cell[]): Effect {
  return { kind: 'write', cells, always: true };
}

function mayWrite(...cells: readonly Cell[]): Effect {
  return { kind: 'write', cells, always: false };
}

const MATCHES = [writes('rule')];
const BEGINS_LOOKUP = [writes('rule', 'hit')];
const FINDS = [writes('found', 'foundRule')];
const FINDS_BY_RULE: readonly Effect[] = [
  writes('found'),
  { kind: 'move', moves: [{ to: 'foundRule', from: 'rule' }] },
];
const KEEPS: readonly Effect[] = [
  { kind: 'move', moves: KEEPABLE.map((what) => ({ to: keptCell(what), from: what })) },
];
/** Nothing is taken back that was not put aside: no path does. */
const RECALLS: readonly Effect[] = [
  { kind: 'move', moves: KEEPABLE.map((what) => ({ to: what, from: keptCell(what) })) },
];
const TRACKS = [
  reads('packet', [...TRACKED_READ, 'connections']),
  mayWrite(...CONNECTION_FIELDS, 'connections'),
];
const CONFIRMS = [reads('host', [...CONFIRMED_READ, 'connections'])];
const CONFIRMS_KEPT = [reads('host', [...CONFIRMED_READ, ...TRANSLATED_ENDS, 'connections'])];
const BEGINS = [mayWrite('connections')];
const MAKES_UNIQUE = [reads('host', [...UNIQUE_READ, 'connections']), mayWrite(...UNIQUE_WRITTEN)];
const MAKES_UNIQUE_KEPT = [
  reads('host', [...UNIQUE_READ, ...TRANSLATED_ENDS, 'connections']),
  mayWrite(...UNIQUE_WRITTEN),
];
const FORGETS = [reads('host', ['connections']), mayWrite('connections')];
const OPENS = [reads('host', [...SOCKET_READ, 'sockets']), mayWrite('sockets')];
const CLOSES = OPENS;
/** What packets share that are of one connection comes back from what was emitted. */
const EMITS: readonly Effect[] = [
  writes('emitted'),
  { kind: 'move', moves: SHARED_FIELDS.map((field) => ({ to: field, from: field })) },
];
const COUNTS = [reads('host', ['length', 'counters']), writes('counters')];
/** When the walk has ended, the packet's connection is given the mark that it has then. */
const ENDS: Flow = {
  first: [
    reads('packet', [...OUTCOME_FIELDS, 'found', 'foundRule', 'hit', 'emitted']),
    reads('host', ['ctmark']),
  ],
  ways: [],
};

const PICKS = reads('choice', [...TRACKED_READ, 'connections']);
const PICKS_KEPT = reads('choice', [...TRACKED_READ, ...TRANSLATED_ENDS, 'connections']);

function chosenBy({ by }: ChoicePoint): readonly Effect[] {
  switch (by.kind) {
    case 'hash':
      return [reads('choice', hashedFields(by.key))];
    case 'bytes':
      return [reads('choice', fieldsHashed(by.number))];
    case 'socket':
      return [reads('choice', [...SOCKET_READ, 'sockets'])];
    case 'memory':
      return [reads('choice', ['choices']), mayWrite('choices')];
    case 'element':
      return [
        reads('choice', [...fieldsOfWords(by.question.key.flat()), 'length', 'elements']),
        mayWrite('elements'),
      ];
    case 'list':
      return [reads('choice', [...fieldsOfWords(by.question.key), 'lists']), mayWrite('lists')];
    case 'entry':
      return [reads('choice', [...fieldsOfWords(by.question.key), 'entries']), mayWrite('entries')];
    default:
      return assertNever(by);
  }
}

function hashedFields({ src, dst, protocol, sport, dport, flowLabel }: HashKey): readonly Field[] {
  const numbers = [protocol, sport, dport, flowLabel].filter((field) => typeof field === 'string');
  const addresses = [src, dst].filter((address) => address !== undefined);
  return [...addresses.flatMap((address) => ADDRESS_FIELDS[address]), ...numbers];
}

function fieldsOfWords(words: readonly Word[]): readonly Field[] {
  return words.flatMap(({ terms }) => terms.map(({ field }) => field));
}

function fieldsHashed({ words }: HashedNumber): readonly Field[] {
  return words.flatMap(({ word }) => word.terms.map(({ field }) => field));
}

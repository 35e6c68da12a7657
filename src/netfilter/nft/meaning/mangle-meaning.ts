import type { Family } from '../../../address/family.js';
import { frameNumber, LAST_STATED } from '../../../packet/frame-type.js';
import { ADDRESS_FIELDS, type Field } from '../../../packet/field.js';
import { copy, set, type Assignment } from '../../../predicate/assignment.js';
import {
  all,
  ALWAYS,
  equals,
  isAlways,
  not,
  type Predicate,
} from '../../../predicate/predicate.js';
import type { TargetBranch } from '../../extension/extension.js';
import { HAS_TRANSPORT_HEADER } from '../../fragment.js';
import { connectionStateIndex } from '../../../packet/connection-state.js';
import { HAS_CONNECTION, inStates } from '../../connection.js';
import type { Statement } from '../../statement.js';
import type { BinaryOperation } from '../expression.js';
import { someStatement } from '../some-statement.js';
import type { SetFieldStatement, Statement as NftStatement } from '../statement.js';
import { assignNumber, assignWord } from './assign-value.js';
import { breakSum, isInTransport } from './checksum.js';
import { combineRegisters } from './combine-registers.js';
import { presenceOf } from './condition.js';
import { expressionValue } from './value/expression-value.js';
import { payloadValue, writtenField } from './value/payload-value.js';
import { fieldAt } from './value/raw-place.js';
import type { NftScope } from './scope.js';
import type { Value } from './value/value.js';

/** What a statement that writes something does. Without a value to write, or a header to write to, the rule ends. */
export function mangleMeaning(statement: SetFieldStatement, scope: NftScope): readonly Statement[] {
  const { target: written, value } = statement;
  const target = named(written, scope.family);
  const found = placeOf(target, scope);
  if (found !== undefined && isInTransport(written)) {
    const what = expressionValue(value, scope);
    const broken = found.fields.flatMap((field) =>
      field === 'sport' || field === 'dport' ? [breakSum(field, what, scope)] : [],
    );
    return [...broken, ...writingIn(inAnyHeader(found), target, statement, scope)];
  }
  return writingIn(found, target, statement, scope);
}

function writingIn(
  place: Place | undefined,
  target: SetFieldStatement['target'],
  statement: SetFieldStatement,
  scope: NftScope,
): readonly Statement[] {
  const { value } = statement;
  return place !== undefined && value.kind === 'binary'
    ? (combining(place, value, statement, scope) ?? writing(target, place, value, scope))
    : writing(target, place, value, scope);
}

/** Bits of a transport header are written whichever header that is, where a port lies only in those that have one. */
function inAnyHeader(place: Place): Place {
  return { ...place, present: HAS_TRANSPORT_HEADER, only: place.present };
}

/** Two registers that are looked at bit by bit; undefined where they don't have to be. */
function combining(
  place: Place,
  value: BinaryOperation,
  statement: SetFieldStatement,
  scope: NftScope,
): readonly Statement[] | undefined {
  const {
    fields: [field],
    shift,
    keep,
    present,
    only,
    afterwards,
  } = place;
  const { operator, left, right } = value;
  if (field === undefined || shift !== 0 || keep !== 0 || afterwards.length > 0) return undefined;
  if ((operator !== '&' && operator !== '|') || expressionValue(value, scope).kind !== 'open') {
    return undefined;
  }
  const numbers = [expressionValue(left, scope), expressionValue(right, scope)] as const;
  const combined = combineRegisters(field, operator, numbers);
  if (combined === undefined) return undefined;
  const { first, bits } = combined;
  const there = all([...numbers.map(presenceOf), present]);
  const effect = (branch: TargetBranch): Statement => ({
    kind: 'effect',
    effect: [{ ...branch, when: all([branch.when, only]) }],
  });
  return [
    { kind: 'packet', when: there, parts: [{ when: there, statement }] },
    ...writing(statement.target, place, value, scope, first),
    ...bits.map(effect),
  ];
}

function writing(
  target: SetFieldStatement['target'],
  place: Place | undefined,
  value: SetFieldStatement['value'],
  scope: NftScope,
  what = expressionValue(value, scope),
): readonly Statement[] {
  const present = presenceOf(what);
  const there = place === undefined ? presentTarget(target, scope) : place.present;
  const branches = place === undefined ? [] : branchesOf(place, what);
  const done = branches.map(({ when, assignments, next }): TargetBranch => ({
    when: all([when, there]),
    assignments,
    next,
  }));
  const silent: TargetBranch = { when: all([present, there]), assignments: [], next: 'continue' };
  const ends: TargetBranch = { when: ALWAYS, assignments: [], next: 'break' };
  const isCertain = isAlways(present) && isAlways(there);
  const effect = [
    ...done,
    ...(place === undefined || isUnwritten(what) ? [silent] : []),
    ...(isCertain ? [] : [ends]),
  ];
  return effect.length === 0 ? [] : [{ kind: 'effect', effect }];
}

/** What is written at a place is written to the field that lies there. */
function named(target: SetFieldStatement['target'], family: Family): SetFieldStatement['target'] {
  return target.kind === 'raw-payload' ? (fieldAt(target, family) ?? target) : target;
}

/** Where a value is written: whole registers, or some bits of one. */
interface Place {
  readonly fields: readonly Field[];
  readonly shift: number;
  /** Bits of the register that stay. */
  readonly keep: number;
  /** What has no place ends the rule. */
  readonly present: Predicate;
  /** What has no place is passed over. */
  readonly only: Predicate;
  /** What is done once it's written. */
  readonly afterwards: readonly Assignment[];
  /** A greater number is not written. */
  readonly most?: number;
}

/** Undefined for what no packet here has: it is written, and makes no difference. */
function placeOf(target: SetFieldStatement['target'], scope: NftScope): Place | undefined {
  if (target.kind === 'meta') {
    if (target.key === 'mark') return whole('mark');
    if (target.key === 'priority') return whole('priority');
    return target.key === 'pkttype' ? FRAME : undefined;
  }
  if (target.kind === 'ct') {
    if (target.key === 'zone') return zonePlace(target.direction);
    return target.key === 'mark' ? whole('ctmark', HAS_CONNECTION) : undefined;
  }
  if (target.kind !== 'payload') return undefined;
  const found = writtenField(target);
  const present = presenceOf(payloadValue(target, scope));
  switch (found?.kind) {
    case 'address': {
      const fields = ADDRESS_FIELDS[found.address].slice(0, target.protocol === 'ip' ? 1 : 4);
      return { ...whole('src'), fields, present };
    }
    case 'number':
      return { ...whole(found.field), present };
    case 'tos': {
      const isDscp = found.part === 'dscp';
      return { ...whole('tos'), shift: isDscp ? 2 : 0, keep: isDscp ? 3 : 0xfc, present };
    }
    default:
      return undefined;
  }
}

function whole(field: Field, only: Predicate = ALWAYS): Place {
  return { fields: [field], shift: 0, keep: 0, present: ALWAYS, only, afterwards: [] };
}

/** What a host gives itself back stays that. Source: `nft_meta_set_eval`. */
const FRAME: Place = {
  ...whole('frame', not(equals('frame', frameNumber('looped')))),
  most: LAST_STATED,
};

function zoneOf(field: Field, isGiven: boolean): Assignment {
  return isGiven ? copy(field, 'ctzone') : set(field, 0);
}

/** The zone of a connection that isn't looked for yet; a packet that isn't to be tracked is then. Source: `nft_ct_set_zone_eval`. */
function zonePlace(direction: 'original' | 'reply' | undefined): Place {
  return {
    ...whole('ctzone', inStates(['none', 'INVALID', 'UNTRACKED'])),
    afterwards: [
      zoneOf('ctzoneOrig', direction !== 'reply'),
      zoneOf('ctzoneReply', direction !== 'original'),
      set('ctzoneMarked', 0),
      set('ctstate', connectionStateIndex('TEMPLATE')),
    ],
  };
}

function presentTarget(target: SetFieldStatement['target'], scope: NftScope): Predicate {
  return target.kind === 'payload' ? presenceOf(payloadValue(target, scope)) : ALWAYS;
}

/** What is written for each value; nothing where it isn't known. */
function branchesOf(
  { fields, shift, keep, only, afterwards, most = Infinity }: Place,
  value: Value,
): readonly TargetBranch[] {
  const branch = (when: Predicate, assignments: readonly Assignment[]): readonly TargetBranch[] =>
    isAlways(only)
      ? [{ when, assignments, next: 'continue' }]
      : [
          {
            when: all([when, only]),
            assignments: [...assignments, ...afterwards],
            next: 'continue',
          },
          { when, assignments: [], next: 'continue' },
        ];
  const [field] = fields;
  if (field === undefined || isUnwritten(value)) return [];
  if (value.kind === 'cases') {
    return value.cases.flatMap(({ when, value: number }) => {
      if (Number(number) > most) return [{ when, assignments: [], next: 'continue' }];
      if (fields.length > 1) return branch(when, assignNumber(fields, number));
      if (shift === 0 && keep === 0) return branch(when, [set(field, Number(number))]);
      return branch(when, [
        { kind: 'bits', to: field, keep, value: Number(number << BigInt(shift)) },
      ]);
    });
  }
  if (fields.length !== value.words.length) return [];
  const changes = value.words.map((word, index) =>
    assignWord(fields[index] ?? field, word, { shift, keep }),
  );
  return changes.every((change) => change !== undefined)
    ? branch(value.present, changes.flat())
    : [];
}

/** Whether it isn't known what would be written. */
export function isUnwritten(value: Value): value is Extract<Value, { kind: 'open' | 'less' }> {
  return value.kind === 'open' || value.kind === 'less';
}

/** Whether something is written in a header of packets where no field lies that they have here. */
export function isUnnamedPlace(target: SetFieldStatement['target']): boolean {
  return (
    target.kind === 'raw-payload' &&
    (target.base === 'nh' || target.base === 'th') &&
    !isPlaceOfPackets(target)
  );
}

/** Reports whether statements write addresses or ports into packets. */
export function statementsRewriteEnds(statements: readonly NftStatement[]): boolean {
  return someStatement(
    statements,
    (statement) =>
      statement.kind === 'mangle' &&
      ([4, 6] as const).some((family) => isEnd(named(statement.target, family))),
  );
}

/** Reports whether statements write how frames were addressed. */
export function statementsWriteFrames(statements: readonly NftStatement[]): boolean {
  return someStatement(
    statements,
    (statement) =>
      statement.kind === 'mangle' &&
      statement.target.kind === 'meta' &&
      statement.target.key === 'pkttype',
  );
}

function isEnd(target: SetFieldStatement['target']): boolean {
  const found = target.kind === 'payload' ? writtenField(target) : undefined;
  if (found?.kind === 'address') return true;
  return found?.kind === 'number' && (found.field === 'sport' || found.field === 'dport');
}

/** Whether what is written there can change the way of packets. */
export function isPlaceOfPackets(target: SetFieldStatement['target']): boolean {
  if (target.kind === 'meta') return target.key === 'mark' || target.key === 'pkttype';
  if (target.kind === 'ct') return target.key === 'mark' || target.key === 'zone';
  if (target.kind === 'raw-payload')
    return fieldAt(target, 4) !== undefined || fieldAt(target, 6) !== undefined;
  return target.kind === 'payload' && writtenField(target) !== undefined;
}

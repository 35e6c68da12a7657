import type { Expression } from '../expression.js';
import type { ElementQuestion } from '../set/element-question.js';
import type { NftSet } from '../set/nft-set.js';
import type { SetUpdateStatement, Statement as NftStatement } from '../statement.js';
import { scalarParts } from '../value-type.js';
import type { OpenChoice, Statement } from '../../statement.js';
import { isLookedUp } from './fib-meaning.js';
import { END_RULE, GO_ON, lookUp, partOf } from './lookup.js';
import { setRows } from './map-rows.js';
import type { NftScope } from './scope.js';
import { isGenerator } from './spread-maps.js';
import { expressionParts } from './value/expression-value.js';
import { keyCases } from './value/key-cases.js';

/** What is done by what packets have made of a key, where they have made something of it; else what is done by what commands have left there. */
interface KeptAnswers {
  readonly given: readonly Statement[];
  readonly there: readonly Statement[];
  readonly gone: readonly Statement[];
}

/** A key of a set that packets change, and the statement that asks for it. */
interface KeptKey {
  readonly set: NftSet;
  readonly key: Expression;
  readonly statement: NftStatement;
  readonly scope: NftScope;
}

/** A lookup in a set that packets change: what they have put there or taken out counts before the rest. */
export function keptLookup(
  asked: KeptKey,
  does: ElementQuestion['does'],
  answers: KeptAnswers,
): readonly Statement[] {
  return byKey(asked, answers.given, (key) => [ask(asked, does, key, answers)]);
}

/** What packets put into a set, or take out of it; undefined where what they have for it isn't followed. Source: `nft_dynset_eval`. */
export function keptUpdate(
  statement: SetUpdateStatement,
  scope: NftScope,
): readonly Statement[] | undefined {
  const set = scope.findSet(statement.set);
  const { key: changed, data } = statement;
  if (set === undefined || data !== undefined || !isKeyOfPackets(changed, scope)) return undefined;
  const asked: KeptKey = { set, key: changed, statement, scope };
  const rows = setRows(set).filter(({ spans }) => spans !== '*');
  const parts = expressionParts(changed, scope);
  const found = { parts, statement, scope };
  return byKey(asked, END_RULE, (key) => {
    if (statement.operation === 'delete') {
      const take = [change(asked, 'take', key)];
      const plain = rows.map((row) => ({ ...row, statements: [] }));
      const given = lookUp({ ...found, rows: plain, does: () => take, otherwise: GO_ON });
      return [ask(asked, 'look', key, { given, there: take, gone: GO_ON })];
    }
    const put = [change(asked, 'put', key)];
    const given = lookUp({ ...found, rows, does: () => GO_ON, otherwise: put });
    return [ask(asked, 'find', key, { given, there: GO_ON, gone: put })];
  });
}

/** Whether what packets put into a set, or look up there, is what they have: bits of registers, or one of a few values. */
export function isKeyOfPackets(key: Expression, scope: NftScope): boolean {
  const isAsked = isGenerator(key) || (key.kind === 'fib' && isLookedUp(key, scope));
  return !isAsked && keyCases(expressionParts(key, scope), scalarParts(key.type)) !== undefined;
}

/** What is done with a key, for each way in which packets have one; those without one end the rule. */
function byKey(
  { key, statement, scope }: KeptKey,
  otherwise: readonly Statement[],
  does: (key: ElementQuestion['key']) => readonly Statement[],
): readonly Statement[] {
  const parts = expressionParts(key, scope);
  const cases = keyCases(parts, scalarParts(key.type));
  if (cases === undefined) return otherwise;
  const rows = cases.map((one) => ({ parts: [one.when], does: does(one.key) }));
  const part = partOf({ parts, statement });
  return [{ kind: 'dispatch', key: [{ kind: 'condition' }], rows, otherwise: END_RULE, part }];
}

function ask(
  asked: KeptKey,
  does: ElementQuestion['does'],
  key: ElementQuestion['key'],
  { given, there, gone }: KeptAnswers,
): OpenChoice {
  const { name } = asked.set;
  return {
    kind: 'open',
    name: `element of ${name}`,
    key: asked.statement,
    meanings: [
      `no packet has changed the element of ${name}`,
      `packets have put it into ${name}`,
      `packets have put it into ${name}, and a statement of its own ends the rule`,
      `packets have taken it out of ${name}`,
    ],
    by: { kind: 'element', question: questionOf(asked, does, key) },
    ways: [given, there, END_RULE, gone],
  };
}

function change(asked: KeptKey, does: 'put' | 'take', key: ElementQuestion['key']): OpenChoice {
  const { name } = asked.set;
  const by = { kind: 'element', question: questionOf(asked, does, key) } as const;
  const about = {
    kind: 'open',
    name: `${does} element of ${name}`,
    key: asked.statement,
    by,
  } as const;
  return does === 'take'
    ? { ...about, meanings: [`it is taken out of ${name}`], ways: [GO_ON] }
    : {
        ...about,
        meanings: [
          `it is put into ${name}`,
          `${name} is full, or a statement of the element ends the rule`,
        ],
        ways: [GO_ON, END_RULE],
      };
}

function questionOf(
  { set, statement, scope }: KeptKey,
  does: ElementQuestion['does'],
  key: ElementQuestion['key'],
): ElementQuestion {
  const given = set.elements.kind === 'points' ? set.elements.byKey.size : 0;
  const own = statement.kind === 'set-update' ? statement : undefined;
  const statements =
    own === undefined || own.statements.length === 0 ? set.statements : own.statements;
  return {
    does,
    set: scope.keptName(set.name),
    key,
    added: {
      timeout: own?.timeout ?? set.timeout,
      statements,
      room: set.size === undefined ? undefined : set.size - given,
    },
  };
}

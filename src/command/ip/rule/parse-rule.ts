import { routeTypeNumber, TABLE } from '../../../fib/route.js';
import { ACTION, EMPTY_REQUEST, type RuleRequest } from '../../../rpdb/rule-request.js';
import { Refusal } from '../../refusal.js';
import { matches, refuseValue, refuseWithUsage, Words } from '../arguments.js';
import { readU32, readUnsigned } from '../number-arguments.js';
import { readRouteType } from '../route-type-argument.js';
import { RULE_OPTIONS, type RuleDraft, type RuleReader } from './rule-options.js';
import { RULE_USAGE } from './usage.js';

/** Reads the words of `ip rule add` or `ip rule del`: what the kernel is asked for. @throws Refusal */
export function parseRuleRequest(
  argv: readonly string[],
  command: 'add' | 'del',
  reader: RuleReader,
): RuleRequest {
  const words = new Words(argv);
  const draft: RuleDraft = {
    request: { ...EMPTY_REQUEST, action: command === 'add' ? ACTION.lookup : 0 },
    lastTable: undefined,
    largeTable: undefined,
    destined: false,
  };
  for (let word = words.take(); word !== undefined; word = words.take()) {
    const meant = word;
    const option = RULE_OPTIONS.find(({ is }) => is(meant));
    Object.assign(
      draft.request,
      option === undefined ? readAction(word, words, draft) : option.read(words, reader, draft),
    );
  }
  const { request, lastTable, largeTable, destined } = draft;
  if (request.l3mdev && lastTable) {
    throw new Refusal(22, 'table can not be specified for l3mdev rules\n', false);
  }
  const implied = command === 'add' && !destined ? TABLE.main : 0;
  return { ...request, table: largeTable ?? lastTable ?? implied };
}

/** What is no option is an action: by its own name, or by the name or number of a route type. */
function readAction(first: string, words: Words, draft: RuleDraft): Partial<RuleRequest> {
  const word = first === 'type' ? words.next() : first;
  draft.destined = true;
  if (matches(word, 'help')) return refuseWithUsage(RULE_USAGE);
  if (matches(word, 'goto')) {
    const target = words.next();
    const goto = readU32(target) ?? refuseValue(target, 'invalid target\n');
    return { action: ACTION.goto, goto };
  }
  if (matches(word, 'nop')) return { action: ACTION.nop };
  return { action: readActionNumber(word) ?? refuseValue(word, 'Failed to parse rule type') };
}

/** A route type stands for the action of its number, and any number of eight bits will do. */
function readActionNumber(word: string): number | undefined {
  const type = readRouteType(word);
  return type === undefined ? readUnsigned(word, 0xff) : routeTypeNumber(type);
}

import { assertNever } from '../../../assert-never.js';
import type { ListedStatement } from '../../../netfilter/view/listed-statement.js';
import type { Json } from '../json.js';
import { dupJson, fwdJson, printDup, printFwd } from '../statement/copy.js';
import { logJson, printLog } from '../statement/log.js';
import { mangleJson, printMangle } from '../statement/mangle.js';
import { matchJson, printMatch } from '../statement/match.js';
import { natJson, printNat } from '../statement/nat.js';
import { objectJson, printObject } from '../statement/object.js';
import { printQueue, queueJson } from '../statement/queue.js';
import { printReject, rejectJson } from '../statement/reject.js';
import { printSetUpdate, setUpdateJson } from '../statement/set-update.js';
import { printStateful, statefulJson } from '../statement/stateful.js';
import { printSynproxy, synproxyJson } from '../statement/synproxy.js';
import { printTproxy, tproxyJson } from '../statement/tproxy.js';
import { printVerdictMap, verdictMapJson } from '../statement/verdict.js';
import { printVerdict, verdictJson } from './expression.js';
import { listedStatements } from './listed-statements.js';
import type { Printing } from './printing.js';
import { printSelector, strippedOptionJson } from './selector.js';

/** A statement that JSON has no form for is its text there, so many characters at most. Source: nft's `stmt_print_json`. */
const MOST_TEXT = 1023;

/** A rule as it's listed. */
interface ListedRule {
  readonly statements: readonly ListedStatement[];
}

/** A rule as `nft list` prints it, without its comment. */
export function printRule({ statements }: ListedRule, printing: Printing): string {
  return listedStatements(statements, printing.family)
    .map((statement) => printStatement(statement, printing))
    .join(' ');
}

/** The `expr` of a rule as `nft -j list` prints it. */
export function ruleJson({ statements }: ListedRule, printing: Printing): readonly Json[] {
  return listedStatements(statements, printing.family).map((statement) =>
    statementJson(statement, printing),
  );
}

/** A statement as a listing has it. */
function printStatement(statement: ListedStatement, printing: Printing): string {
  switch (statement.kind) {
    case 'match':
      return printMatch(statement, printing);
    case 'vmap':
      return printVerdictMap(statement, printing);
    case 'verdict':
      return printVerdict(statement.verdict);
    case 'mangle':
      return printMangle(statement, printing);
    case 'nat':
      return printNat(statement, printing);
    case 'log':
      return printLog(statement);
    case 'reject':
      return printReject(statement, printing);
    case 'bare-reject':
      return 'reject';
    case 'tproxy':
      return printTproxy(statement, printing);
    case 'set-update':
      return printSetUpdate(statement, printing);
    case 'counter':
    case 'limit':
    case 'quota':
    case 'connlimit':
    case 'last':
      return printStateful(statement, printing);
    case 'object':
      return printObject(statement, printing);
    case 'notrack':
      return 'notrack';
    case 'dup':
      return printDup(statement, printing);
    case 'fwd':
      return printFwd(statement, printing);
    case 'queue':
      return printQueue(statement, printing);
    case 'synproxy':
      return printSynproxy(statement);
    case 'flow':
      return `flow add @${statement.flowtable}`;
    case 'option-strip':
      return `reset ${printSelector(statement.option)}`;
    case 'xt':
      return statement.text ?? `xt ${statement.type} "${statement.name}"`;
    case 'chain': {
      const rules = statement.rules.map((rule) => `\t\t\t${printRule(rule, printing)}\n`);
      return `${statement.verdict} {\n${rules.join('')}\t\t}`;
    }
    default:
      return assertNever(statement);
  }
}

/** A statement in JSON. */
function statementJson(statement: ListedStatement, printing: Printing): Json {
  switch (statement.kind) {
    case 'match':
      return matchJson(statement, printing);
    case 'vmap':
      return verdictMapJson(statement, printing);
    case 'verdict':
      return verdictJson(statement.verdict);
    case 'mangle':
      return mangleJson(statement, printing);
    case 'nat':
      return natJson(statement, printing);
    case 'log':
      return logJson(statement);
    case 'reject':
      return rejectJson(statement, printing);
    case 'bare-reject':
      return { reject: null };
    case 'tproxy':
      return tproxyJson(statement, printing);
    case 'set-update':
      return setUpdateJson(statement, printing);
    case 'counter':
    case 'limit':
    case 'quota':
    case 'connlimit':
    case 'last':
      return statefulJson(statement, printing);
    case 'object':
      return objectJson(statement, printing);
    case 'notrack':
      return { notrack: null };
    case 'dup':
      return dupJson(statement, printing);
    case 'fwd':
      return fwdJson(statement, printing);
    case 'queue':
      return queueJson(statement, printing);
    case 'synproxy':
      return synproxyJson(statement);
    case 'flow':
      return { flow: { op: 'add', flowtable: `@${statement.flowtable}` } };
    case 'option-strip':
      return { reset: strippedOptionJson(statement.option) };
    case 'xt':
      return { xt: { type: statement.type, name: statement.name } };
    case 'chain':
      return printStatement(statement, printing).slice(0, MOST_TEXT);
    default:
      return assertNever(statement);
  }
}

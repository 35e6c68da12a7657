import type { TproxyStatement } from '../../../netfilter/nft/statement.js';
import { evaluateArgument } from '../evaluate/evaluate-argument.js';
import type { Evaluation } from '../evaluate/evaluation.js';
import { EvaluationError } from '../evaluate/evaluation-error.js';
import type { Json } from '../json.js';
import { expressionJson, printExpression } from '../print/expression.js';
import type { Printing } from '../print/printing.js';
import type { TproxyStatement as TproxyTree } from '../syntax/tree/statement.js';
import {
  addressTypes,
  checkNetworkFamily,
  evaluatePort,
  familyOfMap,
  needsFamily,
} from './address.js';
import { printAddress } from './nat.js';

/** A transparent proxy. Source: nft's `stmt_evaluate_tproxy`. */
export function evaluateTproxy(tree: TproxyTree, evaluation: Evaluation): TproxyStatement {
  const { at } = tree;
  const tableFamily = evaluation.context.family;
  if (tableFamily !== 'ip' && tableFamily !== 'ip6' && tableFamily !== 'inet') {
    throw new EvaluationError('tproxy is only supported for IPv4/IPv6/INET', at);
  }
  const family = tree.family ?? (tableFamily === 'inet' ? undefined : tableFamily);
  if (evaluation.layers.protocol('th') === undefined) {
    throw new EvaluationError('Transparent proxy support requires transport protocol match', at);
  }
  checkNetworkFamily(family, 'tproxy', at, evaluation);
  const known = family ?? (tree.address && familyOfMap(tree.address));
  if (tree.address !== undefined && known === undefined) {
    throw needsFamily('tproxy', tableFamily, at);
  }
  const address =
    tree.address && evaluateArgument(tree.address, addressTypes[known ?? 'ip'], at, evaluation);
  if (address?.kind === 'range') {
    throw new EvaluationError('Address ranges are not supported for tproxy.', at);
  }
  const port = tree.port && evaluatePort(tree.port, at, false, evaluation);
  if (port?.kind === 'range') {
    throw new EvaluationError('Port ranges are not supported for tproxy.', at);
  }
  return { kind: 'tproxy', family: known, address, port };
}

/** A transparent proxy as a listing has it. */
export function printTproxy(statement: TproxyStatement, printing: Printing): string {
  const { family, address, port } = statement;
  const words = ['tproxy'];
  if (printing.family === 'inet' && family !== undefined) words.push(family);
  const where = address === undefined ? '' : printAddress(address, true, printing);
  words.push('to', port === undefined ? where : `${where}:${printExpression(port, printing)}`);
  return words.join(' ');
}

/** A transparent proxy in JSON. */
export function tproxyJson(statement: TproxyStatement, printing: Printing): Json {
  const { family, address, port } = statement;
  return {
    tproxy: {
      family: printing.family === 'inet' ? family : undefined,
      addr: address && expressionJson(address, printing),
      port: port && expressionJson(port, printing),
    },
  };
}

import type { LogFlag, LogStatement } from '../../../netfilter/nft/statement.js';
import { EvaluationError } from '../evaluate/evaluation-error.js';
import type { Json } from '../json.js';
import type { LogStatement as LogTree } from '../syntax/tree/statement.js';

const FLAGS = ['tcp sequence', 'tcp options', 'ip options', 'skuid', 'ether'] as const;
const MOST_PREFIX = 128;

/** A log statement. @throws EvaluationError for what can't be asked at once */
export function evaluateLog(tree: LogTree): LogStatement {
  const { prefix, level, at } = tree;
  const flags = tree.flags.includes('all')
    ? FLAGS
    : FLAGS.filter((flag) => tree.flags.includes(flag));
  const isToGroup =
    tree.group !== undefined || tree.snaplen !== undefined || tree.queueThreshold !== undefined;
  if (isToGroup && level !== undefined) {
    throw new EvaluationError('level and group are mutually exclusive', at);
  }
  if (isToGroup && flags.length > 0) {
    throw new EvaluationError('flags and group are mutually exclusive', at);
  }
  if (level === 'audit' && (prefix !== undefined || flags.length > 0)) {
    throw new EvaluationError("log level audit doesn't support any further options", at);
  }
  if (prefix !== undefined && prefix.length >= MOST_PREFIX) {
    throw new EvaluationError('log prefix is too long', at);
  }
  if (prefix === '') {
    throw new EvaluationError('log prefix must have a minimum length of 1 character', at);
  }
  return {
    kind: 'log',
    prefix,
    group: smallNumber(tree.group),
    // Only with a group does nft send them. Source: nft's `netlink_gen_log_stmt`.
    snaplen: tree.group === undefined ? undefined : smallNumber(tree.snaplen),
    queueThreshold: tree.group === undefined ? undefined : positive(tree.queueThreshold),
    level: level === 'warn' ? undefined : level,
    flags,
  };
}

function smallNumber(value: bigint | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}

function positive(value: bigint | undefined): number | undefined {
  return value === 0n ? undefined : smallNumber(value);
}

/** A log statement as a listing has it. */
export function printLog(statement: LogStatement): string {
  const { prefix, group, snaplen, queueThreshold, level, flags } = statement;
  const parts = [
    prefix === undefined ? undefined : `prefix "${prefix}"`,
    group === undefined ? undefined : `group ${group}`,
    snaplen === undefined ? undefined : `snaplen ${snaplen}`,
    queueThreshold === undefined ? undefined : `queue-threshold ${queueThreshold}`,
    level === undefined ? undefined : `level ${level}`,
    ...printFlags(flags),
  ];
  return ['log', ...parts.filter((part) => part !== undefined)].join(' ');
}

function printFlags(flags: readonly LogFlag[]): readonly string[] {
  if (flags.length === FLAGS.length) return ['flags all'];
  const tcp = flags.filter((flag) => flag.startsWith('tcp ')).map((flag) => flag.slice(4));
  const others = flags.filter((flag) => !flag.startsWith('tcp ')).map((flag) => `flags ${flag}`);
  return [...(tcp.length === 0 ? [] : [`flags tcp ${tcp.join(',')}`]), ...others];
}

/** A log statement in JSON. */
export function logJson(statement: LogStatement): Json {
  const { prefix, group, snaplen, queueThreshold, level, flags } = statement;
  const words: readonly Json[] = flags.length === FLAGS.length ? ['all'] : flags;
  const [only] = words;
  const json = {
    prefix,
    group,
    snaplen,
    'queue-threshold': queueThreshold,
    level,
    flags: words.length > 1 ? words : only,
  };
  const isEmpty = Object.values(json).every((value) => value === undefined);
  return { log: isEmpty ? null : json };
}

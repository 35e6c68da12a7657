import { assertNever } from '../../assert-never.js';
import type { Family } from '../../address/family.js';
import { PROTOCOL } from '../../packet/protocol.js';
import type { AnyMatch, AnyTarget } from '../extension/any-extension.js';
import type { MatchData, TargetData } from '../extension/extension.js';
import { findMatch, findTarget } from '../extension/registry.js';
import type { CounterStatement } from '../nft/stateful-statement.js';
import type { Verdict } from '../nft/verdict.js';
import type { RuleSpecification, RuleTarget } from '../rule.js';
import { basicStatements } from './basic-statements.js';
import type { ListedStatement } from './listed-statement.js';
import type { ListedProtocol, ListedRule } from '../extension/nft-form.js';
import type { ProtocolMatch } from '../protocol-match.js';

/** The protocols of which an extension learns when nft lists it. */
const LISTED_PROTOCOLS: ReadonlyMap<number, ListedProtocol> = new Map([
  [PROTOCOL.tcp, 'tcp'],
  [PROTOCOL.udp, 'udp'],
  [PROTOCOL.udplite, 'udplite'],
  [PROTOCOL.sctp, 'sctp'],
  [PROTOCOL.dccp, 'dccp'],
  [PROTOCOL.esp, 'esp'],
  [PROTOCOL.ah, 'ah'],
]);

/** A rule of iptables as nf_tables has it, and nft lists it. Source: `nft_ipv4_add`, `nft_ipv6_add`. */
export function xtablesStatements(
  rule: RuleSpecification,
  family: Family,
  { packets, bytes }: { readonly packets: number; readonly bytes: number },
): readonly ListedStatement[] {
  const { protocol, matches, target } = rule;
  const listed: ListedRule = { family, protocol: listedProtocol(protocol) };
  const counter: CounterStatement = {
    kind: 'counter',
    packets: BigInt(packets),
    bytes: BigInt(bytes),
  };
  return [
    ...basicStatements(rule, family),
    ...matches.flatMap((data) =>
      extensionStatements('match', findMatch(data.name, family), data, listed),
    ),
    counter,
    ...targetStatements(target, listed),
  ];
}

/** The protocol that a rule asks for, if nft has a name for it. */
export function listedProtocol(protocol: ProtocolMatch | undefined): ListedProtocol | undefined {
  const isAsked = protocol !== undefined && !protocol.inverted;
  return isAsked ? LISTED_PROTOCOLS.get(protocol.number) : undefined;
}

function targetStatements(target: RuleTarget, rule: ListedRule): readonly ListedStatement[] {
  switch (target.kind) {
    case 'none':
      return [];
    case 'verdict':
      return [{ kind: 'verdict', verdict: { kind: 'verdict', verdict: VERDICTS[target.verdict] } }];
    case 'jump':
    case 'goto': {
      const verdict: Verdict = { kind: 'verdict', verdict: target.kind, chain: target.chain };
      return [{ kind: 'verdict', verdict }];
    }
    case 'extension': {
      const { data } = target;
      return extensionStatements('target', findTarget(data.name, rule.family), data, rule);
    }
    default:
      return assertNever(target);
  }
}

const VERDICTS = { ACCEPT: 'accept', DROP: 'drop', RETURN: 'return' } as const;

function extensionStatements(
  type: 'match' | 'target',
  extension: AnyMatch | AnyTarget | undefined,
  data: MatchData | TargetData,
  rule: ListedRule,
): readonly ListedStatement[] {
  const text = extension?.translate(data, rule);
  const name = extension?.kernelName ?? data.name;
  return (
    extension?.statements(data) ?? [{ kind: 'xt', type, name, text, entries: extension?.entries }]
  );
}

import { assertNever } from '../../assert-never.js';
import { addressFromWords } from '../../address/address.js';
import { addressBits, type Family } from '../../address/family.js';
import type { MatchData } from '../extension/extension.js';
import type { CommentMatch } from '../extension/match/host/comment.js';
import type { HopLimitMatch } from '../extension/match/ip/hl.js';
import type { MarkMatch } from '../extension/match/host/mark.js';
import type { PkttypeMatch } from '../extension/match/device/pkttype.js';
import type { TtlMatch } from '../extension/match/ip/ttl.js';
import type { MarkTarget } from '../extension/target/mark/mark-target.js';
import type { HopLimitTest } from '../extension/option/hop-limit.js';
import type { AddressMatch, DeviceMatch, RuleSpecification, RuleTarget } from '../rule.js';
import type { ComparedData, KernelExpression } from './kernel-expression.js';
import { limitMatchOf, nflogTargetOf } from './read-statement.js';
import { TransportReader } from './transport-reader.js';
import type { ProtocolMatch } from '../protocol-match.js';

type Compare = Extract<KernelExpression, { readonly name: 'cmp' }>;
type Loaded =
  Extract<KernelExpression, { readonly name: 'payload' | 'meta' | 'immediate' }> | undefined;

/** Where in a header of IP the fields lie that iptables knows, in bytes. */
const PLACES = {
  4: { src: 12, dst: 16, protocol: 9, fragment: 6, hopLimit: 8 },
  6: { src: 8, dst: 24, protocol: 6, fragment: -1, hopLimit: 7 },
} as const;

/** What iptables compares with instead of every device. */
const NO_DEVICE = 'INVAL/D';

/**
 * Reads a rule of nft as iptables does, expression by expression. What it doesn't understand it passes over, or reports. Source:
 * `nft_rule_to_iptables_command_state`.
 */
export class RuleReader {
  readonly errors: string[] = [];
  #loaded: Loaded;
  #mask: bigint | undefined;
  #src: AddressMatch | undefined;
  #dst: AddressMatch | undefined;
  #indev: DeviceMatch | undefined;
  #outdev: DeviceMatch | undefined;
  #protocol: ProtocolMatch | undefined;
  #fragment: { readonly inverted: boolean } | undefined;
  #target: RuleTarget = { kind: 'none' };
  readonly #matches: MatchData[] = [];
  readonly #transport: TransportReader;

  constructor(
    private readonly family: Family,
    private readonly deviceName: (index: number) => string | undefined,
  ) {
    this.#transport = new TransportReader(family, this.#matches, this.errors);
  }

  /** The rule that came of the expressions, with its comment. */
  finish(comment: string | undefined, written: string | undefined): RuleSpecification {
    if (comment !== undefined) {
      const match: CommentMatch = { name: 'comment', text: comment };
      this.#matches.push(match);
    }
    return {
      src: this.#src,
      dst: this.#dst,
      indev: this.#indev,
      outdev: this.#outdev,
      protocol: this.#protocol,
      fragment: this.#fragment,
      matches: this.#matches,
      target: this.#target,
      written,
    };
  }

  /** Reads the next expression. */
  read(expression: KernelExpression): void {
    switch (expression.name) {
      case 'payload':
      case 'meta':
      case 'immediate':
        this.#loaded = expression;
        this.#mask = undefined;
        return;
      case 'bitwise':
        this.#mask = expression.mask;
        return;
      case 'cmp':
        this.#readComparison(expression);
        return;
      case 'range':
        this.#readRange(expression);
        return;
      case 'meta-set':
        this.#readMetaSet(expression.key);
        return;
      case 'limit':
        this.#matches.push(limitMatchOf(expression.limit));
        return;
      case 'log':
        this.#target = { kind: 'extension', data: nflogTargetOf(expression.log) };
        return;
      case 'verdict':
        this.#readVerdict(expression.verdict);
        return;
      default:
    }
  }

  #readVerdict({
    verdict,
    ...rest
  }: Extract<KernelExpression, { readonly name: 'verdict' }>['verdict']): void {
    if ('chain' in rest && (verdict === 'jump' || verdict === 'goto')) {
      this.#target = { kind: verdict, chain: rest.chain };
    }
    if (verdict === 'accept') this.#target = { kind: 'verdict', verdict: 'ACCEPT' };
    if (verdict === 'drop') this.#target = { kind: 'verdict', verdict: 'DROP' };
    if (verdict === 'return') this.#target = { kind: 'verdict', verdict: 'RETURN' };
  }

  #readMetaSet(key: string): void {
    const loaded = this.#loaded;
    if (key !== 'mark' && key !== 'nftrace') this.errors.push('meta sreg key not supported');
    else if (loaded?.name !== 'immediate') this.errors.push('meta sreg is not an immediate');
    else if (key === 'mark') {
      const data: MarkTarget = { name: 'MARK', mark: Number(loaded.value), mask: 0xffffffff };
      this.#target = { kind: 'extension', data };
    } else if (loaded.value === 0n) this.errors.push('meta sreg immediate is 0');
    else this.#target = { kind: 'extension', data: { name: 'TRACE' } };
  }

  #readComparison(compare: Compare): void {
    const loaded = this.#loaded;
    if (loaded?.name === 'meta') this.#readMeta(loaded.key, compare);
    else if (loaded?.name !== 'payload') this.errors.push('cmp sreg undef');
    else if (loaded.base === 'nh') this.#readHeader(loaded.offset, loaded.bytes, compare);
    else if (loaded.base === 'th') {
      if (!('value' in compare.data)) return;
      const {
        operator,
        data: { value, bytes },
      } = { operator: compare.operator, data: compare.data };
      const mask = this.#mask;
      this.#transport.compare(this.#protocol, loaded.offset, { operator, value, bytes, mask });
    }
  }

  #readRange(range: Extract<KernelExpression, { readonly name: 'range' }>): void {
    const loaded = this.#loaded;
    if (loaded?.name !== 'payload') this.errors.push('range sreg type unsupported');
    else if (loaded.base !== 'th') this.errors.push('range with unknown payload base');
    else this.#transport.range(this.#protocol, loaded.offset, range);
  }

  #readMeta(key: string, { operator, data }: Compare): void {
    const inverted = operator === '!=';
    const number = 'value' in data ? Number(data.value) : 0;
    switch (key) {
      case 'l4proto':
        this.#protocol = { number, inverted };
        return;
      case 'iif':
        this.#indev = { name: this.deviceName(number) ?? '', inverted };
        return;
      case 'oif':
        this.#outdev = { name: this.deviceName(number) ?? '', inverted };
        return;
      case 'iifname':
        this.#indev = deviceOf(data, inverted);
        return;
      case 'oifname':
        this.#outdev = deviceOf(data, inverted);
        return;
      case 'mark':
        {
          const match: MarkMatch = {
            name: 'mark',
            mark: number,
            mask: Number(this.#mask ?? 0xffffffffn),
            inverted,
          };
          this.#matches.push(match);
        }
        return;
      case 'pkttype':
        {
          const match: PkttypeMatch = {
            name: 'pkttype',
            type: PACKET_TYPES[number] ?? 'unicast',
            inverted,
          };
          this.#matches.push(match);
        }
        return;
      default:
        this.errors.push(`unknown ipv${this.family} meta key`);
    }
  }

  #readHeader(offset: number, bytes: number, { operator, data }: Compare): void {
    if (!('value' in data)) return;
    const places = PLACES[this.family];
    const inverted = operator === '!=';
    switch (offset) {
      case places.src:
        this.#src = this.#addressOf(data.value, bytes, inverted);
        return;
      case places.dst:
        this.#dst = this.#addressOf(data.value, bytes, inverted);
        return;
      case places.protocol: {
        const number = Number(data.value >> BigInt(8 * (data.bytes - 1)));
        this.#protocol = { number, inverted };
        // Of IPv6 it goes on as if the hop limit were compared.
        if (this.family === 6) this.#readHopLimit(number, operator);
        return;
      }
      case places.fragment:
        this.#fragment = { inverted: this.#mask !== undefined && operator === '==' };
        return;
      case places.hopLimit:
        this.#readHopLimit(Number(data.value >> BigInt(8 * (data.bytes - 1))), operator);
        return;
      default:
        this.errors.push('unknown payload offset');
    }
  }

  #readHopLimit(number: number, operator: Compare['operator']): void {
    const test = hopLimitTest(number, operator);
    if (test === undefined) this.errors.push('invalid ttl field match');
    else
      this.#matches.push({ name: this.family === 4 ? 'ttl' : 'hl', ...test } satisfies
        HopLimitMatch | TtlMatch);
  }

  /** Only the first bytes may be compared, or more than the address has: others than its own aren't seen. */
  #addressOf(value: bigint, bytes: number, inverted: boolean): AddressMatch {
    const size = addressBits(this.family) / 8;
    const all = (1n << BigInt(8 * size)) - 1n;
    const missing = BigInt(8 * (size - bytes));
    const address = missing >= 0n ? value << missing : value >> -missing;
    const mask = this.#mask ?? (missing >= 0n ? (all >> missing) << missing : all);
    return {
      address: addressFromWords(this.family, wordsOf(address, size / 4)),
      mask: wordsOf(mask, size / 4),
      inverted,
    };
  }
}

const PACKET_TYPES = ['unicast', 'broadcast', 'multicast', 'otherhost'] as const;

function hopLimitTest(number: number, operator: Compare['operator']): HopLimitTest | undefined {
  switch (operator) {
    case '==':
      return { comparison: 'eq', limit: number };
    case '!=':
      return { comparison: 'ne', limit: number };
    case '<':
      return { comparison: 'lt', limit: number };
    case '>':
      return { comparison: 'gt', limit: number };
    case '<=':
      return number === 255 ? undefined : { comparison: 'lt', limit: number + 1 };
    case '>=':
      return number === 0 ? undefined : { comparison: 'gt', limit: number - 1 };
    default:
      return assertNever(operator);
  }
}

function deviceOf(data: ComparedData, inverted: boolean): DeviceMatch {
  if (!('text' in data)) return { name: '', inverted };
  if (data.text === NO_DEVICE && !data.wildcard && !inverted) return { name: '+', inverted: true };
  return { name: data.wildcard ? `${data.text}+` : data.text, inverted };
}

function wordsOf(value: bigint, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) =>
    Number((value >> BigInt(32 * (count - 1 - index))) & 0xffffffffn),
  );
}

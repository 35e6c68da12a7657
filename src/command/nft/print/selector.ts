import { assertNever } from '../../../assert-never.js';
import { unqualifiedMetaKeys } from '../../../netfilter/nft/key.js';
import { tcpOptions } from '../../../netfilter/nft/header/option.js';
import type { OptionSelector } from '../../../netfilter/nft/selector.js';
import type { Json } from '../json.js';
import type { JhashSelector, Selector } from '../../../netfilter/nft/expression.js';

/** What an expression reads that has no expression in it. */
export type PlainSelector = Exclude<Selector, JhashSelector>;

/** What an expression reads, as a listing has it. */
export function printSelector(selector: PlainSelector): string {
  switch (selector.kind) {
    case 'payload': {
      const tunnel = selector.inner === undefined ? '' : `${selector.inner} `;
      const isTunnel = selector.inner === selector.protocol;
      return `${isTunnel ? '' : tunnel}${selector.protocol} ${selector.field}`;
    }
    case 'raw-payload':
      return `@${selector.base},${selector.offset},${selector.type.bits}`;
    case 'exthdr':
      return selector.field === undefined
        ? `exthdr ${selector.header}`
        : `${selector.header} ${selector.field}`;
    case 'tcp-option':
    case 'ip-option':
    case 'sctp-chunk':
      return printOption(selector);
    case 'dccp-option':
      return `dccp option ${selector.number}`;
    case 'meta': {
      const tunnel = selector.inner === undefined ? '' : `${selector.inner} `;
      return `${tunnel}${unqualifiedMetaKeys.has(selector.key) ? '' : 'meta '}${selector.key}`;
    }
    case 'ct':
      return printCt(selector);
    case 'rt':
      return `rt ${selector.key}`;
    case 'socket':
      return selector.key === 'cgroupv2'
        ? `socket ${selector.key} level ${selector.level ?? 0}`
        : `socket ${selector.key}`;
    case 'osf':
      return ['osf', ...osfTtl(selector), selector.version ? 'version' : 'name'].join(' ');
    case 'fib':
      return `fib ${selector.flags.join(' . ')} ${selector.result}`;
    case 'ipsec': {
      const spnum = selector.spnum === 0 ? '' : ` spnum ${selector.spnum}`;
      return `ipsec ${selector.direction}${spnum} ${selector.key}`;
    }
    case 'numgen':
      return `numgen ${selector.mode} mod ${selector.modulus}${printOffset(selector)}`;
    case 'symhash':
      return `symhash mod ${selector.modulus}${printOffset(selector)}`;
    default:
      return assertNever(selector);
  }
}

/** What an expression reads, in JSON. */
export function selectorJson(selector: PlainSelector): Json {
  switch (selector.kind) {
    case 'payload':
      return {
        payload: {
          tunnel: selector.inner,
          protocol: selector.protocol,
          field: selector.field,
        },
      };
    case 'raw-payload':
      return {
        payload: { base: selector.base, offset: selector.offset, len: selector.type.bits },
      };
    case 'exthdr':
      return { exthdr: { name: selector.header, field: selector.field } };
    case 'tcp-option':
    case 'ip-option':
    case 'sctp-chunk':
      return optionJson(selector);
    case 'dccp-option':
      return { 'dccp option': { type: selector.number } };
    case 'meta':
      return { meta: { key: selector.key } };
    case 'ct':
      return { ct: { key: selector.key, dir: selector.direction } };
    case 'rt': {
      const [, family] = /^(ip6?) nexthop$/.exec(selector.key) ?? [];
      return { rt: { key: family === undefined ? selector.key : 'nexthop', family } };
    }
    case 'socket':
      return { socket: { key: selector.key } };
    case 'osf':
      return { osf: { key: selector.version ? 'version' : 'name', ttl: selector.ttl } };
    case 'fib':
      return { fib: { result: selector.result, flags: selector.flags } };
    case 'ipsec': {
      const [, family, key = selector.key] = /^(ip6?) (.*)$/.exec(selector.key) ?? [];
      return { ipsec: { key, family, dir: selector.direction, spnum: selector.spnum } };
    }
    case 'numgen':
      return {
        numgen: { mode: selector.mode, mod: selector.modulus, offset: selector.offset },
      };
    case 'symhash':
      return {
        symhash: {
          mod: selector.modulus,
          offset: selector.offset === 0 ? undefined : selector.offset,
        },
      };
    default:
      return assertNever(selector);
  }
}

function osfTtl({ ttl }: Extract<Selector, { readonly kind: 'osf' }>): readonly string[] {
  return ttl === undefined ? [] : ['ttl', ttl];
}

/** Where generated numbers begin. */
export function printOffset({ offset }: { readonly offset: number }): string {
  return offset === 0 ? '' : ` offset ${offset}`;
}

/** An address without a family is printed by the length that it has. */
function printCt(selector: Extract<Selector, { readonly kind: 'ct' }>): string {
  const { key, direction, type } = selector;
  const family =
    (key === 'saddr' || key === 'daddr') && direction !== undefined
      ? type.bits === 128
        ? ['ip6']
        : ['ip']
      : [];
  return ['ct', ...(direction === undefined ? [] : [direction]), ...family, key].join(' ');
}

function printOption({ kind, name, field }: OptionSelector): string {
  const word = kind.replace('-', ' ');
  if (field === undefined) return `${word} ${name}`;
  if (typeof field !== 'string') {
    const known = nameOfPlace(name, field);
    if (known !== undefined) return `${word} ${known} unknown`;
    return `${word} @${name},${field.offset},${field.bits}`;
  }
  const [, plain = field, block = ''] = /^(left|right)([123])$/.exec(field) ?? [];
  return `${word} ${name}${block} ${plain}`;
}

/** Whole bytes of an option of TCP that has a name, where it has no field: nft knows the option by then, and no longer the place. */
function nameOfPlace(
  option: string | number,
  { offset, bits }: { readonly offset: number; readonly bits: number },
): string | undefined {
  if (offset % 8 !== 0 || bits % 8 !== 0) return undefined;
  return Object.entries(tcpOptions).find(([, { type }]) => type === option)?.[0];
}

/** An option that is taken out, in JSON: of one without a name nothing is read. */
export function strippedOptionJson(option: OptionSelector): Json {
  return optionJson(option, 0);
}

function optionJson({ kind, name, field }: OptionSelector, readBits = 8): Json {
  const word = kind.replace('-', ' ');
  if (field !== undefined && typeof field !== 'string') {
    const known = nameOfPlace(name, field);
    if (known !== undefined) return { [word]: { name: known, field: 'unknown' } };
    return { [word]: { base: name, offset: field.offset, len: field.bits } };
  }
  if (typeof name === 'number') {
    return { [word]: { base: name, offset: 0, len: readBits } };
  }
  const [, plain, block = ''] = /^(left|right)([123])$/.exec(field ?? '') ?? [];
  const isNamed = name in tcpOptions && block !== '';
  return { [word]: { name: isNamed ? `${name}${block}` : name, field: plain ?? field } };
}

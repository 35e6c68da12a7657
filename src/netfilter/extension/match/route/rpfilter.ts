import { parsePrefix } from '../../../../address/address-text.js';
import { unspecifiedAddress } from '../../../../address/address.js';
import type { Family } from '../../../../address/family.js';
import { addressIn, addressIs } from '../../../../predicate/address-predicate.js';
import { unless } from '../../../../predicate/part.js';
import {
  all,
  ALWAYS,
  any,
  invertedIf,
  NEVER,
  type Predicate,
} from '../../../../predicate/predicate.js';
import { isLooped } from '../../../looped.js';
import type { MatchData, MatchExtension, MatchScope } from '../../extension.js';

/** `-m rpfilter [--loose] [--validmark] [--accept-local] [--invert]`. */
export interface RpfilterMatch extends MatchData {
  readonly name: 'rpfilter';
  readonly options: readonly RpfilterOption[];
}

/** What changes how a way back is looked for. */
type RpfilterOption = (typeof OPTIONS)[number];

/** In the order in which they're written. */
const OPTIONS = ['loose', 'validmark', 'accept-local', 'invert'] as const;

/**
 * The `rpfilter` match: an answer to the packet would leave by the device by which it came. Source: `ipt_rpfilter.c`, `ip6t_rpfilter.c`,
 * iptables-extensions(8).
 */
export const rpfilterMatch: MatchExtension<RpfilterMatch> = {
  name: 'rpfilter',
  families: [4, 6],
  options: {
    initial: { name: 'rpfilter', options: [] },
    options: OPTIONS.map((name) => ({
      name,
      words: 0,
      read: (data) => ({
        ...data,
        options: OPTIONS.filter((other) => other === name || data.options.includes(other)),
      }),
    })),
  },
  print: ({ options }) => options.map((option) => `--${option}`).join(' '),
  list: ({ options }) => ['rpfilter', ...options].join(' '),
  restrict: () => ({ tables: ['raw', 'mangle'], hooks: ['PREROUTING'] }),
  translate({ options }) {
    if (options.includes('accept-local')) return undefined;
    const mark = options.includes('validmark') ? ' . mark' : '';
    const device = options.includes('loose') ? '' : ' . iif';
    return `fib saddr${mark}${device} oif ${options.includes('invert') ? '0' : '!= 0'}`;
  },
  asNft({ options }, { family }) {
    if (options.includes('accept-local')) return { without: '-m rpfilter --accept-local' };
    const mark = options.includes('validmark') ? ' . mark' : '';
    const device = options.includes('loose') ? '' : ' . iif';
    const found = `fib saddr${mark}${device} oif exists`;
    // The way to a broadcast address is none to the match; nft finds it, as it does that of no address at all.
    const ways = [
      family === 6 ? found : `${found} fib saddr type != broadcast`,
      family === 6 ? 'ip6 saddr ::' : `ip saddr 0.0.0.0 ${found}`,
      `iifname "lo"`,
    ];
    if (options.includes('invert')) {
      return { unless: ways, where: found.replace('exists', 'missing') };
    }
    return ways[0] ?? found;
  },
  lookup({ options }, scope) {
    const { family } = scope;
    const loose = options.includes('loose');
    const inverted = options.includes('invert');
    const when = invertedIf(inverted, any([passes(scope), isFound(options, scope)]));
    return {
      question: {
        address: 'src',
        mark: options.includes('validmark'),
        protocol: family === 6,
        fromGroups: false,
        device: loose ? undefined : 'indev',
        deviceFirst: !loose,
        spared: passes(scope),
      },
      part: {
        when,
        words: {
          option: 'rpfilter',
          needs: unless(inverted, loose ? 'a way back' : 'a way back by the device'),
          has: ['src', 'indev'],
        },
      },
    };
  },
};

/** What was found is as wanted; of IPv6's local addresses the device doesn't count. */
function isFound(options: readonly RpfilterOption[], scope: MatchScope): Predicate {
  const device = options.includes('loose') ? undefined : 'indev';
  const local = options.includes('accept-local')
    ? scope.fibFound('local', scope.family === 4 ? device : undefined)
    : NEVER;
  return any([scope.fibFound(scope.family === 4 ? 'unicast' : 'way', device), local]);
}

/** Holds for packets that pass without a lookup. Source: `rpfilter_mt`. */
function passes(scope: MatchScope): Predicate {
  const sourceless = addressIs('src', unspecifiedAddress(scope.family));
  return any([isLooped(scope), all([sourceless, goesUnrouted(scope.family)])]);
}

/** Of what has no source, IPv4 lets through what asks all on its link. Source: `ipv4_is_lbcast`, `ipv4_is_local_multicast`. */
function goesUnrouted(family: Family): Predicate {
  return family === 6 ? ALWAYS : any(LINK_WIDE.map((prefix) => addressIn('dst', prefix)));
}

const LINK_WIDE = ['255.255.255.255/32', '224.0.0.0/24'].map((text) => parsePrefix(text));

/** Reports whether a match looks for routes over the device of the packet first. */
export function asksDeviceFirst(match: MatchData): boolean {
  return isRpfilter(match) && !match.options.includes('loose');
}

function isRpfilter(match: MatchData): match is RpfilterMatch {
  return match.name === rpfilterMatch.name;
}

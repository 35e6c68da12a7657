import type { Netfilter } from '../../../../netfilter/netfilter.js';
import { printEchoed } from '../json-text.js';
import type { Listing } from '../list/listing.js';
import { eventsOf, isTransaction, reportsGeneration, type DoneRequest } from './events-of.js';
import { eventJson, printEvent } from './print-event.js';

/** The number of the process that nft is said to run as. */
const PROCESS = 1;

/** What was done, and how it is to be printed. */
interface Echo {
  readonly done: readonly DoneRequest[];
  readonly netfilter: Netfilter;
  /** The number of the transaction. */
  readonly generation: number;
  readonly json: boolean;
}

/** What `nft -e` prints of what it has done: what the kernel reports of each request, and of the whole. Source: nft's `netlink_echo_callback`. */
export function printEcho({ done, netfilter, generation, json }: Echo, listing: Listing): string {
  const events = done.flatMap((one) => eventsOf(one, netfilter));
  if (json) return printEchoed(events.map((event) => eventJson(event, listing)));
  const text = events.map((event) => printEvent(event, listing)).join('');
  if (!done.some(isTransaction) || !reportsGeneration(done)) return text;
  return `${text}# new generation ${generation} by process ${PROCESS} (nft)\n`;
}

/** Whether a chain without a name was made, which the kernel gives a name that it alone knows. */
export function makesUnnamedChain(done: readonly DoneRequest[]): boolean {
  return done.some(
    ({ request }) =>
      request.kind === 'new rule' && request.rule.statements.some(({ kind }) => kind === 'chain'),
  );
}

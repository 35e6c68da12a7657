import { assertNever } from '../../../../assert-never.js';
import type { Json } from '../../json.js';
import { printChainRule, printPlainChain } from '../list/print-chain.js';
import { handleNote, type Listing } from '../list/listing.js';
import { printElement } from '../list/print-element.js';
import { printPlainFlowtable } from '../list/print-flowtable.js';
import { printPlainObject } from '../list/print-object.js';
import { printPlainSet } from '../list/print-set.js';
import { elementEventJson, setDeclarationJson } from '../list/set-json.js';
import {
  chainJson,
  chainRuleJson,
  flowtableJson,
  objectJson,
  tableJson,
} from '../list/table-json.js';
import type { Event } from './event.js';

/** An event as `nft -e` prints it. Source: nft's `netlink_events_table_cb` and its like. */
export function printEvent(event: Event, listing: Listing): string {
  return `${event.operation} ${printSubject(event, listing)}\n`;
}

function printSubject(event: Event, listing: Listing): string {
  const { table } = event;
  const { family, name } = table;
  switch (event.kind) {
    case 'table': {
      const flags = table.dormant ? ' { flags dormant; }' : '';
      return `table ${family} ${name}${flags}${handleNote(listing, table.handle)}`;
    }
    case 'chain':
      return printPlainChain(event.chain, table, listing);
    case 'rule': {
      const { operation, rule, behind, chain } = event;
      const head = `rule ${family} ${name} ${chain.name} `;
      if (operation === 'delete') return `${head}handle ${rule.handle}`;
      const place = behind === undefined ? '' : `handle ${behind} `;
      return `${head}${place}${printChainRule(rule, family, listing)}`;
    }
    case 'set':
      return printPlainSet(event.set, table, listing);
    case 'element': {
      const { set, element } = event;
      return `element ${family} ${name} ${set.name} { ${printElement(element, set, family, listing)} }`;
    }
    case 'object':
      return printPlainObject(event.object, table, listing);
    case 'flowtable':
      return printPlainFlowtable(event.flowtable, table, listing);
    default:
      return assertNever(event);
  }
}

/** An event as `nft -j -e` prints it. Source: nft's `monitor_print_table_json` and its like. */
export function eventJson(event: Event, listing: Listing): Json {
  return { [event.operation]: subjectJson(event, listing) };
}

function subjectJson(event: Event, listing: Listing): Json {
  const { table } = event;
  switch (event.kind) {
    case 'table':
      return tableJson(table);
    case 'chain':
      return chainJson(event.chain, table);
    case 'rule':
      return chainRuleJson(event.rule, event.chain, table, listing);
    case 'set':
      return setDeclarationJson(event.set, table, listing);
    case 'element':
      return elementEventJson(event.element, event.set, table, listing);
    case 'object':
      return objectJson(event.object, table);
    case 'flowtable':
      return flowtableJson(event.flowtable, table);
    default:
      return assertNever(event);
  }
}

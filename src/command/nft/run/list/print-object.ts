import { assertNever } from '../../../../assert-never.js';
import type { NftObject, ObjectData } from '../../../../netfilter/nft/object/nft-object.js';
import { shownUsed } from '../../../../netfilter/nft/stateful-statement.js';
import type { Table } from '../../../../netfilter/table.js';
import { periodWord, printBytes } from '../../statement/stateful.js';
import { countedBy } from './listed-rule.js';
import { handleNote, printTime, type Listing } from './listing.js';

/** An object with what packets have added to it. */
export function countedObject(
  object: NftObject,
  { counterOf }: Pick<Listing, 'counterOf'>,
): NftObject {
  const { data, counterId } = object;
  if (data.kind !== 'counter' || counterId === undefined) return object;
  return { ...object, data: countedBy(data, counterOf(counterId)) };
}

/** An object as a listing has it. Source: nft's `obj_print_data`. */
export function printObject(given: NftObject, listing: Listing): string {
  const object = countedObject(given, listing);
  const { name, handle, data } = object;
  const body = [...commentLine(object), ...objectLines(data, listing)]
    .map((line) => `\t\t${line}\n`)
    .join('');
  return `\t${data.kind} ${name} {${handleNote(listing, handle)}\n${body}\t}\n`;
}

/** The same in one line, as nft prints a change that it hears of. Source: nft's `obj_print_plain`. */
export function printPlainObject(
  object: NftObject,
  { family, name: table }: Pick<Table, 'family' | 'name'>,
  listing: Listing,
): string {
  const { name, handle, data } = object;
  const lines = objectLines(data, listing);
  const body = [
    ...commentLine(object),
    ...(isOneLine(data) ? lines : lines.map((line) => `${line};`)),
  ].map((line) => `${line} `);
  return `${data.kind} ${family} ${table} ${name} {${handleNote(listing, handle)} ${body.join('')}} `;
}

function commentLine({ comment }: NftObject): readonly string[] {
  return comment === undefined ? [] : [`comment "${comment}"`];
}

/** Whether nft prints an object without a sign that ends each of its lines. */
function isOneLine({ kind }: ObjectData): boolean {
  return kind === 'counter' || kind === 'quota' || kind === 'limit' || kind === 'secmark';
}

function objectLines(data: ObjectData, listing: Listing): readonly string[] {
  const { stateless } = listing.style;
  switch (data.kind) {
    case 'counter':
      return stateless ? [] : [`packets ${data.packets} bytes ${data.bytes}`];
    case 'quota': {
      const used = stateless || data.used === 0n ? '' : ` used ${printBytes(shownUsed(data))}`;
      return [`${data.over ? 'over ' : ''}${printBytes(data.bytes)}${used}`];
    }
    case 'limit':
      return [printLimit(data)];
    case 'ct helper':
      return [`type "${data.helper}" protocol ${data.protocol}`, `l3proto ${data.l3proto}`];
    case 'ct timeout': {
      const policy = data.policy.map(
        ([state, seconds]) => `${state} : ${printTime(seconds * 1000, listing)}`,
      );
      return [
        `protocol ${data.protocol}`,
        `l3proto ${data.l3proto}`,
        `policy = { ${policy.join(', ')} }`,
      ];
    }
    case 'ct expectation':
      return [
        `protocol ${data.protocol}`,
        `dport ${data.dport}`,
        `timeout ${printTime(data.timeout, listing)}`,
        `size ${data.size}`,
        `l3proto ${data.l3proto}`,
      ];
    case 'secmark':
      return [`"${data.context}"`];
    case 'synproxy':
      return [
        ...(data.mss === undefined ? [] : [`mss ${data.mss}`]),
        ...(data.wscale === undefined ? [] : [`wscale ${data.wscale}`]),
        ...(data.timestamp || data.sackPermitted
          ? [`${data.timestamp ? 'timestamp' : ''} ${data.sackPermitted ? 'sack-perm' : ''}`]
          : []),
      ];
    default:
      return assertNever(data);
  }
}

function printLimit({
  unit,
  over,
  rate,
  seconds,
  burst,
}: Extract<ObjectData, { readonly kind: 'limit' }>): string {
  const word = over ? 'over ' : '';
  const per = periodWord(seconds);
  if (unit === 'packets') {
    const allowed = burst === 0n || burst === 5n ? '' : ` burst ${burst} packets`;
    return `rate ${word}${rate}/${per}${allowed}`;
  }
  const allowed = burst === 0n ? '' : ` burst ${printBytes(burst)}`;
  return `rate ${word}${printBytes(rate)}/${per}${allowed}`;
}

import type { Family } from '../address/family.js';
import { PLAIN_STYLE } from '../command/nft/datatype/datatype-text.js';
import { printExpression, printMap } from '../command/nft/print/expression.js';
import { printRule } from '../command/nft/print/rule.js';
import { printMatch } from '../command/nft/statement/match.js';
import type { Printing } from '../command/nft/print/printing.js';
import { hostNamesIn } from '../command/nft/run/host-names.js';
import type { Registers } from '../evaluate/registers.js';
import type { Machine } from '../machine/machine.js';
import type { Namespace } from '../namespace/namespace.js';
import type { TableFamily } from '../netfilter/nft/family.js';
import type { NftScope } from '../netfilter/nft/meaning/scope.js';
import { ANYWHERE } from '../netfilter/nft/not-followed.js';
import type { Statement } from '../netfilter/nft/statement.js';
import type { NftRule } from '../netfilter/rule.js';
import type { Table } from '../netfilter/table.js';
import { seenDevices } from '../path/netfilter/seen-devices.js';
import { metElements } from './met-elements.js';

/** What a statement asks: of which expression, and what of it. */
export interface NftWords {
  readonly field: string;
  readonly needs: string;
}

/** How rules of nft are written for people: as `nft -s list` prints them. */
export class NftPrinter {
  readonly #printings = new Map<TableFamily, Printing>();

  constructor(
    private readonly namespace: Namespace,
    private readonly files: Machine['files'],
  ) {}

  /** A rule, in one line. */
  rule(rule: NftRule, family: TableFamily): string {
    return printRule(rule, this.#printing(family));
  }

  /** What a statement asks. */
  words(statement: Statement, family: TableFamily): NftWords {
    const printing = this.#printing(family);
    switch (statement.kind) {
      case 'match': {
        const field = printExpression(statement.left, printing);
        const whole = printMatch(statement, printing);
        return {
          field,
          needs: whole.startsWith(`${field} `) ? whole.slice(field.length + 1) : whole,
        };
      }
      case 'vmap':
        return {
          field: printExpression(statement.key, printing),
          needs: `in ${printMap(statement.map, printing)}`,
        };
      default: {
        const text = printRule({ statements: [statement] }, printing);
        return { field: statement.kind, needs: text };
      }
    }
  }

  /** The elements of sets and maps in which a packet's keys are, that a rule of a table looks up. */
  elements(
    { statements }: NftRule,
    table: Table | undefined,
    family: Family,
    registers: Registers,
  ): readonly string[] {
    const scope: NftScope = {
      ...ANYWHERE,
      family,
      devices: seenDevices(this.namespace),
      findSet: (name) => table?.sets.get(name),
    };
    return metElements(statements, registers, scope, this.#printing(table?.family ?? 'inet'));
  }

  #printing(family: TableFamily): Printing {
    let printing = this.#printings.get(family);
    if (printing === undefined) {
      const names = hostNamesIn(this.namespace, this.files);
      printing = { family, names, style: { ...PLAIN_STYLE, stateless: true } };
      this.#printings.set(family, printing);
    }
    return printing;
  }
}

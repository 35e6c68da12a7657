import type { Family } from '../../../../address/family.js';
import { assertNever } from '../../../../assert-never.js';
import type { XtStatement } from '../../../../netfilter/view/listed-statement.js';

/**
 * The files of extensions of iptables that a run of nft has loaded to put rules into words. A file is loaded once, and of its entries those of that family
 * are kept: a target that has one for each family is not found for the other, and what has not been found once is never looked for again. Source:
 * libxtables' `xtables_register_target`, `xtables_find_target`, `xtables_find_match`.
 */
export class LoadedFiles {
  readonly #familyOf = new Map<string, Family>();
  readonly #notFound = new Set<string>();

  /** Looks an extension up for a rule of a family: how it is listed there, and what is printed on stderr. */
  lookUp(
    statement: XtStatement,
    family: Family,
  ): { readonly found: XtStatement; readonly warning: string } {
    const { type, name, entries } = statement;
    if (entries === undefined) return { found: statement, warning: '' };
    const file = (entries.kind === 'of-each' ? entries.file : undefined) ?? name;
    const loadedFor = this.#familyOf.get(file) ?? family;
    this.#familyOf.set(file, loadedFor);
    const isOther = loadedFor !== family;
    switch (entries.kind) {
      case 'of-each':
        if (isOther) this.#notFound.add(name);
        return this.#notFound.has(name)
          ? {
              found: { ...statement, text: undefined },
              warning: `# Warning: XT ${type} ${name} not found\n`,
            }
          : { found: statement, warning: '' };
      case 'older': {
        const warns = isOther && entries.families.includes(family);
        const warning = `Warning: Extension ${name} is not supported, missing kernel module?\n`;
        return { found: statement, warning: warns ? warning : '' };
      }
      default:
        return assertNever(entries);
    }
  }
}

import { tick } from '../../bound.js';
import type { IpSet } from '../../ipset/ip-set.js';
import { isSameMake } from '../../ipset/same-make.js';
import {
  addSet,
  canSwap,
  findSet,
  putSet,
  referencesTo,
  replaceSet,
  setsInOrder,
  swapSets,
} from '../../namespace/ip-sets.js';
import type { Namespace } from '../../namespace/namespace.js';
import { emptySet } from '../../ipset/empty-set.js';
import { findCommand, type IpsetCommandName } from './command-words.js';
import { readCreate } from './create-options.js';
import { readEntryChange, type EntryChange } from './entry-options.js';
import { newEnvironment, readEnvironment } from './environment.js';
import { kernelMistake, parameterMistake, syntaxMistake, unsimulated } from './mistake.js';
import { printSets } from './print-set.js';
import { NO_SUCH_SET, PROBLEM_WORDS } from './problem-words.js';
import type { EntryCommand } from './read-entry.js';
import { helpText, VERSION_TEXT } from './usage.js';

/** A command line that is read: its name, and its words. */
export interface ReadLine {
  readonly command: IpsetCommandName;
  readonly args: readonly string[];
}

/** An entry that is read but not yet sent to the kernel: in a file, those for one set go together. */
interface Pending {
  readonly line: number;
  readonly name: string;
  readonly command: EntryCommand;
  readonly change: EntryChange;
  readonly force: boolean;
}

/** To change an entry takes so many pieces of work. */
const ENTRY_PIECES = 16;

/** Source: `IPSET_MAXNAMELEN`, with its end. */
const LONGEST_NAME = 31;

/** One run of the tool: what it has done and said so far. */
export class IpsetSession {
  namespace: Namespace;
  stdout = '';
  /** What it has listed into the file that `-file` names; undefined when it has opened none. */
  written: string | undefined;
  stderr = '';
  /** Line of the file that the kernel is at, from 1; 0 on a command line. */
  line = 0;
  /** What the last line that was done is warned of; a file isn't read on after it. */
  warning = '';
  /** How a test ended. */
  exit = 0;
  readonly environment = newEnvironment();
  #pending: Pending[] = [];

  constructor(namespace: Namespace) {
    this.namespace = namespace;
  }

  /** Reads a command line. @throws IpsetMistake */
  read(words: readonly string[]): ReadLine {
    const [word, ...args] = readEnvironment(this.environment, words);
    if (word === undefined) throw parameterMistake('No command specified.');
    const found = findCommand(word);
    if (found === undefined) {
      throw parameterMistake(`No command specified: unknown argument ${word}`);
    }
    const { name, needs } = found;
    const [least, most] = needs;
    if (args.length < least) {
      const which = args.length === 0 ? '' : 'second ';
      throw parameterMistake(`Missing ${which}mandatory argument to command ${name}`);
    }
    if (args.length > most) throw parameterMistake(`Unknown argument ${args[most] ?? ''}`);
    return { command: name, args };
  }

  /** Does what a command line asks for. @throws IpsetMistake */
  run({ command, args }: ReadLine): void {
    const [first = '', second = ''] = args;
    if (command === 'add' || command === 'del' || command === 'test') {
      this.#entry(command, first, args.slice(1));
      return;
    }
    // What a line says is read before anything that waits is sent.
    const made = command === 'create' ? this.#readCreate(args) : undefined;
    this.send();
    switch (command) {
      case 'destroy':
        this.#destroy(args[0]);
        break;
      case 'flush':
        this.#flush(args[0]);
        break;
      case 'list':
      case 'save':
        this.#show(command, args[0]);
        break;
      case 'rename':
        this.#rename(first, second);
        break;
      case 'swap':
        this.#swap(first, second);
        break;
      case 'version':
        this.stdout += VERSION_TEXT;
        break;
      case 'help':
        if (args.length > 0) throw unsimulated('ipset help TYPENAME');
        this.stdout += helpText();
        break;
      case 'interactive':
        throw unsimulated('ipset -');
      default:
        if (made !== undefined) this.#create(made);
    }
  }

  /** Sends the entries that wait to the kernel. @throws IpsetMistake at the first that it refuses; those after it are not sent */
  send(): void {
    const pending = this.#pending;
    this.#pending = [];
    const at = this.line;
    for (const one of pending) {
      tick(ENTRY_PIECES);
      this.line = one.line;
      this.#change(one);
    }
    this.line = at;
  }

  /** Forgets the entries that wait. */
  forget(): void {
    this.#pending = [];
  }

  #find(name: string): IpSet {
    const set = findSet(this.namespace, name);
    if (set === undefined) throw kernelMistake(NO_SUCH_SET);
    return set;
  }

  #readCreate([name = '', type = '', ...words]: readonly string[]): IpSet {
    if (name.length > LONGEST_NAME) {
      throw syntaxMistake(`setname '${name}' is longer than ${LONGEST_NAME} characters`);
    }
    const warnings: string[] = [];
    const set = readCreate(name, type, words, (text) => warnings.push(text));
    this.warning = warnings.join('\n');
    return set;
  }

  #create(set: IpSet): void {
    const there = findSet(this.namespace, set.name);
    if (there === undefined) this.namespace = addSet(this.namespace, set);
    else if (!this.environment.exist || !isSameMake(there, set)) {
      throw kernelMistake('Set cannot be created: set with the same name already exists');
    }
  }

  #entry(command: EntryCommand, name: string, words: readonly string[]): void {
    const change = readEntryChange(this.#find(name), words, command);
    const [last] = this.#pending;
    if (last !== undefined && (last.name !== name || last.command !== command)) this.send();
    const force = this.environment.exist;
    const entry: Pending = { line: this.line, name, command, change, force };
    if (command === 'test' || this.line === 0) this.#change(entry);
    else this.#pending.push(entry);
  }

  #change({ name, command, change, force }: Pending): void {
    const set = this.#find(name);
    if (command === 'test') {
      this.#test(set, change);
      return;
    }
    const find = (other: string): IpSet | undefined => findSet(this.namespace, other);
    const edit = command === 'add' ? change.add(set, force, find) : change.delete(set, force, find);
    if (edit.set !== set) this.namespace = putSet(this.namespace, edit.set);
    if (edit.problem !== undefined) throw kernelMistake(PROBLEM_WORDS[edit.problem]);
  }

  #test(set: IpSet, change: EntryChange): void {
    const named = change.name();
    if (change.test(set)) {
      this.warning = `${named} is in set ${set.name}.`;
      return;
    }
    this.exit = 1;
    if (!this.environment.quiet) this.stderr += `${named} is NOT in set ${set.name}.\n`;
  }

  #destroy(name: string | undefined): void {
    if (name !== undefined && this.environment.exist && !findSet(this.namespace, name)) return;
    const sets = name === undefined ? setsInOrder(this.namespace) : [this.#find(name)];
    if (sets.some((set) => referencesTo(this.namespace, set.name) > 0)) {
      throw kernelMistake('Set cannot be destroyed: it is in use by a kernel component');
    }
    for (const set of sets) this.namespace = replaceSet(this.namespace, set.name, undefined);
  }

  #flush(name: string | undefined): void {
    const sets = name === undefined ? setsInOrder(this.namespace) : [this.#find(name)];
    for (const set of sets) this.namespace = putSet(this.namespace, emptySet(set));
  }

  #show(command: 'list' | 'save', name: string | undefined): void {
    const { environment, namespace } = this;
    // The file is opened before the set is looked for.
    if (environment.file !== undefined) this.written = '';
    environment.output ??= command === 'list' ? 'plain' : 'save';
    const sets = name === undefined ? setsInOrder(namespace) : [this.#find(name)];
    const depth = command === 'save' ? 'all' : environment.depth;
    const text = printSets(namespace, sets, environment.output, depth);
    if (environment.file === undefined) this.stdout += text;
    else this.written = text;
  }

  #rename(from: string, to: string): void {
    const set = this.#find(from);
    if (referencesTo(this.namespace, from) > 0) {
      throw kernelMistake('Set cannot be renamed: it is in use by another system');
    }
    if (findSet(this.namespace, to) !== undefined) {
      throw kernelMistake('Set cannot be renamed: a set with the new name already exists');
    }
    this.namespace = replaceSet(this.namespace, from, { ...set, name: to });
  }

  #swap(first: string, second: string): void {
    const from = this.#find(first);
    const to = findSet(this.namespace, second);
    if (to === undefined) {
      throw kernelMistake('Sets cannot be swapped: the second set does not exist');
    }
    if (!canSwap(from, to)) {
      throw kernelMistake('The sets cannot be swapped: their type does not match');
    }
    if (from !== to) this.namespace = swapSets(this.namespace, from, to);
  }
}

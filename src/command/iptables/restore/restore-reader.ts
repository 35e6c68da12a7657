import { tick } from '../../../bound.js';
import { TABLE_NAMES, type TableName } from '../../../netfilter/hook.js';
import { deleteTable, restoreChain } from '../../../netfilter/edit/edit-chains.js';
import { builtinHook, withTable } from '../../../netfilter/ruleset.js';
import { XtablesError } from '../../../netfilter/xtables-error.js';
import { ZERO_COUNTER } from '../../../namespace/traffic/traffic.js';
import { BatchError, runBatch, type Step } from './batch.js';
import { assertRestoredName } from '../read/chain-name.js';
import { policyStep } from '../step/chain-steps.js';
import type { Failure } from '../error-text.js';
import { shownChains, type Firewall } from '../firewall.js';
import { parseCommand } from '../read/parse-command.js';
import { readCounters, splitCounter, splitWords } from './restore-words.js';
import { editStep, step, type StepContext } from '../step/step-context.js';
import { stepsOf } from '../step/steps.js';
import type { Tool } from '../tool.js';
import type { LineContext } from '../read/line-context.js';

/** What the lines of a file find around them. */
type Surroundings = Pick<LineContext, 'familyOfSet' | 'databases'>;

/** How iptables-restore was started. */
export interface RestoreOptions {
  /** -c: counters of the file are set. */
  readonly counters: boolean;
  /** -t: nothing is committed. */
  readonly test: boolean;
  /** -n: tables are added to, not replaced. */
  readonly noflush: boolean;
  /** How many -v. */
  readonly verbosity: number;
  /** -T: the only table that is read; undefined for all. */
  readonly table: string | undefined;
}

const DONE: Failure = { stderr: '', exit: 0 };

/** To read a line takes so many pieces of work. */
const LINE_PIECES = 32;

/** Reads a file of iptables-save line by line, and commits each table at its COMMIT. */
export class RestoreReader {
  /** What is committed so far. */
  firewall: Firewall;
  /** Number of the line that is being read, from 1. */
  line = 0;
  stdout = '';
  /** What is printed on stderr on the way. */
  readonly notices: string[] = [];
  readonly #tool: Tool;
  readonly #options: RestoreOptions;
  readonly #surroundings: Surroundings;
  readonly #chains = new Set<string>();
  #table: TableName | undefined;
  #inTable = false;
  #steps: Step[] = [];

  constructor(tool: Tool, options: RestoreOptions, firewall: Firewall, surroundings: Surroundings) {
    this.#surroundings = surroundings;
    this.#tool = tool;
    this.#options = options;
    this.firewall = firewall;
  }

  /** Reads the file; how it ends when no mistake is thrown. @throws XtablesError @throws BatchError */
  read(text: string): Failure {
    const lines = text.split('\n');
    if (lines.at(-1) === '') lines.pop();
    for (const line of lines) {
      this.line += 1;
      tick(LINE_PIECES);
      const ended = this.#readLine(line);
      if (ended !== undefined) return ended;
    }
    if (!this.#inTable) return DONE;
    const where = `COMMIT expected at line ${this.line + 1}`;
    return { stderr: `${this.#tool.name}: ${where}\n`, exit: 1 };
  }

  /** Reads one line; what it gives ends the program. */
  #readLine(line: string): Failure | undefined {
    if (line === '') return undefined;
    if (line.startsWith('#')) {
      if (this.#options.verbosity > 0) this.stdout += `${line}\n`;
      return undefined;
    }
    if (this.#inTable) return this.#readInTable(line);
    if (line.startsWith('*')) {
      this.#openTable(line);
      return undefined;
    }
    if (this.#isPassedOver()) return undefined;
    return { stderr: `${this.#tool.name}: line ${this.line} failed\n`, exit: 1 };
  }

  #readInTable(line: string): Failure | undefined {
    if (line === 'COMMIT') {
      this.#commit();
      return undefined;
    }
    if (line.startsWith(':')) {
      this.#announceChain(line);
      return undefined;
    }
    return this.#readCommand(line);
  }

  /** Lines of another table than the one that was asked for. */
  #isPassedOver(): boolean {
    const { table } = this.#options;
    return table !== undefined && this.#table !== undefined && this.#table !== table;
  }

  get #context(): StepContext {
    const { family } = this.#tool;
    const { databases } = this.#surroundings;
    return { family, table: this.#table ?? 'filter', line: this.line, databases };
  }

  #openTable(line: string): void {
    const [name] = fieldsOf(line);
    const where = `${this.#tool.name}: line ${this.line}`;
    if (name === undefined) throw new XtablesError('parameter', `${where} table name invalid`);
    const table = TABLE_NAMES.find((one) => one === name);
    if (table === undefined) {
      throw new XtablesError('parameter', `${where} table name '${name}' invalid`);
    }
    this.#table = table;
    if (this.#isPassedOver()) return;
    this.#inTable = true;
    this.#steps = this.#options.noflush ? [] : [this.#clearing(table)];
  }

  /** Empties a table; -v names what goes, and makes the table exist for that. */
  #clearing(table: TableName): Step {
    if (this.#options.verbosity === 0) {
      return editStep(this.#context, (ruleset) => deleteTable(ruleset, table));
    }
    return step(this.#context, (firewall) => {
      const ruleset = withTable(deleteTable(firewall.ruleset, table), table);
      const chains = shownChains(firewall, table);
      const own = chains.filter(({ base }) => base === undefined);
      const stdout = [
        ...chains.map(({ name }) => `Flushing chain \`${name}'\n`),
        ...own.map(({ name }) => `Deleting chain \`${name}'\n`),
      ].join('');
      return { firewall: { ...firewall, ruleset }, stdout };
    });
  }

  #announceChain(line: string): void {
    const [name, policy, counters] = fieldsOf(line);
    const where = `${this.#tool.name}: line ${this.line}`;
    if (name === undefined) throw new XtablesError('parameter', `${where} chain name invalid`);
    this.#chains.add(name);
    assertRestoredName(name);
    if (policy === undefined) throw new XtablesError('parameter', `${where} policy invalid`);
    const { table } = this.#context;
    this.#steps.push(
      builtinHook(table, name) === undefined
        ? editStep(this.#context, (ruleset) => restoreChain(ruleset, table, name))
        : policyStep(this.#context, name, policy, this.#readPolicyCounter(name, counters)),
    );
  }

  #readPolicyCounter(name: string, text: string | undefined): typeof ZERO_COUNTER {
    const counter = text === undefined ? undefined : readCounters(text);
    const wanted = text !== undefined || this.#options.counters;
    if (counter === undefined && wanted) {
      throw new XtablesError('parameter', `invalid policy counters for chain '${name}'`);
    }
    return this.#options.counters && counter !== undefined ? counter : ZERO_COUNTER;
  }

  #readCommand(line: string): Failure | undefined {
    const { counters, noflush, verbosity } = this.#options;
    const { counter, rest } = splitCounter(line, this.line);
    const argv = [
      ...Array.from({ length: noflush ? 0 : verbosity }, () => '-v'),
      ...(counters && counter !== undefined ? ['--set-counters', ...counter] : []),
      ...splitWords(rest),
    ];
    const { table } = this.#context;
    const parsed = parseCommand(argv, {
      tool: this.#tool,
      restore: { table, chains: this.#chains },
      ...this.#surroundings,
      notices: this.notices,
      written: line.trim(),
    });
    if (parsed.kind === 'say') {
      this.stdout += parsed.stdout;
      return DONE;
    }
    if (parsed.kind === 'run') this.#steps.push(...stepsOf(parsed.line, this.#context));
    return undefined;
  }

  #commit(): void {
    this.#inTable = false;
    if (this.#options.test) return;
    try {
      const { firewall, stdout } = runBatch(this.firewall, this.#steps);
      this.firewall = firewall;
      this.stdout += stdout;
    } catch (error) {
      if (error instanceof BatchError) this.firewall = error.firewall ?? this.firewall;
      throw error;
    }
  }
}

/** The words after the first character of a line. */
function fieldsOf(line: string): readonly string[] {
  return line
    .slice(1)
    .split(/[ \t]+/)
    .filter((word) => word !== '');
}

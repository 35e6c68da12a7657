/** How much a run may take. */
export interface BenchSettings {
  /**
   * `smoke`: small inputs, one round, some seconds: only whether the answers are right counts. `quick`: full-size inputs, few rounds.
   * `report`: full-size inputs, as many rounds as the documented numbers need.
   */
  readonly mode: 'smoke' | 'quick' | 'report';
  /** How often each program is measured, in turns with the others. */
  readonly rounds: number;
  /** How long the programs of one group take turns at most, but for the first few rounds, in seconds; left out, without end. */
  readonly groupSeconds?: number;
  /** What all random inputs are drawn from. */
  readonly seed: number;
  /** Files with one prefix a line, plain or gzipped, in the place of generated tables. */
  readonly tableFiles: { readonly 4?: string; readonly 6?: string };
  /** Shows the user what is going on. */
  readonly log: (line: string) => void;
}

/** What one program did: sample i was taken in round i, next to sample i of every other row of its group. */
export interface BenchRow {
  readonly name: string;
  readonly samples: readonly number[];
}

/** Rows that were measured in turns, and so may be compared. */
export interface BenchGroup {
  readonly title: string;
  /** What the samples count: `M/s`, `ms`, `bytes/prefix`. */
  readonly unit: string;
  readonly better: 'higher' | 'lower';
  readonly rows: readonly BenchRow[];
  /** The name of the row that every row's ratio is taken over, round by round; left out, no ratios are shown. */
  readonly comparedTo?: string;
}

/** A promise about a number, held or missed: the report says which. */
export interface BenchAim {
  readonly text: string;
  readonly samples: readonly number[];
  /** The median must be at least, or at most, this. */
  readonly atLeast?: number;
  readonly atMost?: number;
  /** Why it is missed, or what else a reader should know; shown with the aim. */
  readonly remark?: string;
}

/** A picture for the report; drawn by bar-chart.ts or line-chart.ts. */
export interface BenchChart {
  /** The file's name under docs/benchmarks, without `.svg`. */
  readonly name: string;
  /** What the picture shows, for those who cannot see it. */
  readonly alt: string;
  readonly svg: string;
}

/** What a suite found. */
export interface SuiteResult {
  readonly groups: readonly BenchGroup[];
  readonly aims?: readonly BenchAim[];
  readonly charts?: readonly BenchChart[];
  /** What was left out and why, and what to keep in mind when reading the numbers: a sentence each, in Markdown. */
  readonly notes?: readonly string[];
}

/** A part of the bench. */
export interface BenchSuite {
  /** What `--only` selects it by. */
  readonly name: string;
  /** The title of its section in the report. */
  readonly title: string;
  /** What is measured and how, in Markdown. */
  readonly about: string;
  /** How long each of its groups may take in a report, in seconds; a whole report takes less than 20 minutes. */
  readonly groupSeconds: number;
  /** Measures; throws when a program under test gives a wrong answer. */
  run(settings: BenchSettings): Promise<SuiteResult>;
}

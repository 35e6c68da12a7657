import { Presets, SingleBar } from 'cli-progress';

/** Shows how far work is that is reported in steps. */
export interface StepProgress {
  /** So many steps are done, of so many, and this is what is done now. */
  readonly at: (done: number, all: number, what: string) => void;
  readonly end: () => void;
}

/** A bar on a stream; nothing when nobody looks. */
export function showStepProgress(stream: NodeJS.WritableStream | undefined): StepProgress {
  if (stream === undefined) return { at: () => {}, end: () => {} };
  const bar = new SingleBar(
    { format: '{bar} {percentage}%  {what}', stream, clearOnComplete: true },
    Presets.shades_classic,
  );
  bar.start(1, 0, { what: '' });
  return {
    at(done, all, what) {
      bar.setTotal(all);
      bar.update(done, { what });
    },
    end: () => bar.stop(),
  };
}

import { Presets, SingleBar } from 'cli-progress';

/** Shows how far a file is read. */
export interface ReplayProgress {
  /** So many bytes are read, and so many packets answered. */
  at(bytes: number, packets: number): void;
  end(): void;
}

/** A bar for a file of so many bytes; undefined: the packets only are counted. */
export function showProgress(
  stream: NodeJS.WritableStream,
  size: number | undefined,
): ReplayProgress {
  const format =
    size === undefined
      ? '{packets} packets  {rate} packets/s'
      : '{bar} {percentage}%  {packets} packets  {rate} packets/s  ETA {eta_formatted}';
  const bar = new SingleBar({ format, stream, clearOnComplete: true }, Presets.shades_classic);
  const start = performance.now();
  bar.start(size ?? 1, 0, { packets: 0, rate: 0 });
  return {
    at(bytes, packets) {
      const seconds = (performance.now() - start) / 1000;
      const rate = Math.round(packets / Math.max(seconds, 0.001));
      bar.update(size === undefined ? 0 : bytes, { packets, rate });
    },
    end: () => bar.stop(),
  };
}

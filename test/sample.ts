/**
 * What a suite takes of a long list. The same suite runs twice: over all of a corpus in the thorough run (`npm run test:thorough`), and over a
 * few from all over it in the default one.
 */
export type Take = <Item>(list: readonly Item[]) => readonly Item[];

/** Takes everything. */
export const all: Take = (list) => list;

/** Takes so many at equal distances, the first among them; all of a shorter list. */
export function few(count: number): Take {
  return (list) => {
    if (list.length <= count) return list;
    const picked = new Set(
      Array.from({ length: count }, (_, at) => Math.floor((at * list.length) / count)),
    );
    return list.filter((_, index) => picked.has(index));
  };
}

/** Takes so many in the thorough run, which CI has to end in its time; everything where `WHOLE=1` is set (`WHOLE=1 npm run test:thorough`). */
export function mostly(count: number): Take {
  return process.env['WHOLE'] === '1' ? all : few(count);
}

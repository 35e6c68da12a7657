/** Makes of a program's words those that just-bash's program of that name understands. */
export type AdaptWords = (argv: readonly string[]) => readonly string[];

/** What just-bash's own programs are given instead of the words that a script has given them; by the name of each that may read files. */
export const ADAPTED_TOOLS: ReadonlyMap<string, AdaptWords> = new Map(
  (
    'awk base64 bash cat column comm cut diff egrep expand fgrep fold grep head jq join md5sum nl od paste rev sed sh ' +
    'sha1sum sha256sum strings tac tail tr unexpand uniq wc'
  )
    .split(' ')
    .map((name) => [name, (argv) => argv]),
);

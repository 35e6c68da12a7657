/** What a descriptor leads to; several may lead to the same, and then share how far it is read. Bytes, as everywhere in the shell. */
export interface OpenFile {
  /** Everything from here on that is not read yet, without reading it. */
  readonly peek: () => string;
  /** Counts so many bytes as read. */
  readonly advance: (count: number) => void;
  /** Writes. Answers with the kernel's words when it's refused. */
  readonly write: (bytes: string) => string | undefined | Promise<string | undefined>;
  /** The file's path, when it has one. */
  readonly path?: string | undefined;
}

/** Keeps what is written: standard output, or what `$(...)` and pipes take. */
export class Sink implements OpenFile {
  #chunks: string[] = [];
  #length = 0;

  /** @param written - called after each write with the bytes added and the bytes in all */
  constructor(private readonly written: (added: number, all: number) => void = () => {}) {}

  /** All that was written so far. */
  get bytes(): string {
    if (this.#chunks.length > 1) this.#chunks = [this.#chunks.join('')];
    return this.#chunks[0] ?? '';
  }

  peek(): string {
    return '';
  }

  advance(): void {}

  write(bytes: string): undefined {
    if (bytes === '') return;
    this.#length += bytes.length;
    this.written(bytes.length, this.#length);
    this.#chunks.push(bytes);
  }
}

/** Bytes to be read: standard input, a file's content, a pipe, a here-document. */
export class Input implements OpenFile {
  #at = 0;

  constructor(
    private readonly bytes: string,
    readonly path?: string,
  ) {}

  peek(): string {
    return this.#at === 0 ? this.bytes : this.bytes.slice(this.#at);
  }

  /** The text up to the first of these characters, or to the end. */
  lineEnd(delimiter: string): { line: string; isWhole: boolean } {
    const end = this.bytes.indexOf(delimiter, this.#at);
    const line = this.bytes.slice(this.#at, end < 0 ? undefined : end);
    return { line, isWhole: end >= 0 };
  }

  advance(count: number): void {
    this.#at += count;
  }

  write(): string {
    return 'Bad file descriptor';
  }
}

/** Is told before each step of long work: how many are done, of how many, and what is done now. */
export type Progress = (done: number, all: number, what: string) => void;

// One edit of the compiler's sources.

export interface Edit {
  readonly name: string;
  /** From the repository's folder. */
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  /** What is then wrong. */
  readonly breaks: string;
}
/** Edits of one file. */
export const inFile = (file: string, edits: readonly Omit<Edit, "file">[]): Edit[] => edits.map((edit) => ({ ...edit, file }));

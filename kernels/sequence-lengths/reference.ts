// Growing sequences by their definition.

/** Lengths after one more token each, and how many of the tokens are `distance` or more before the end. */
export const advancedReference = (
  lengths: readonly number[],
  distance: number,
): { readonly lengths: number[]; readonly behind: number[] } => {
  const grown = lengths.map((length) => length + 1);
  return { lengths: grown, behind: grown.map((length) => Math.max(length - distance, 0)) };
};

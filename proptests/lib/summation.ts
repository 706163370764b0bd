// Orders in which the terms of a sum are added: each is an evaluation of a definition that says only what is summed.
export type SummationOrder = "forward" | "backward" | "evenThenOdd";
/** Orders beside the plain one. */
export const otherOrders: readonly SummationOrder[] = ["backward", "evenThenOdd"];

/** Which of `length` terms is the n-th to be added. */
export const placesIn: Readonly<Record<SummationOrder, (n: number, length: number) => number>> = {
  forward: (n) => n,
  backward: (n, length) => length - 1 - n,
  evenThenOdd: (n, length) => (2 * n < length ? 2 * n : 2 * (n - Math.ceil(length / 2)) + 1),
};
/** The places of `length` terms, in the order in which they are added. */
export const orderOf = (length: number, order: SummationOrder): readonly number[] =>
  Array.from({ length }, (_, n) => placesIn[order](n, length));

// cumulativeSum: function, shape rule, layout, lowering and JavaScript in one record.
import { defineCumulation } from "./cumulation.ts";

export const cumulativeSum = defineCumulation({
  name: "cumulativeSum",
  operation: "sum",
  doc: "The running sum along one axis. Sums of any run of elements of an integer tile must fit its type.",
  combine: (a, b) => a + b,
});

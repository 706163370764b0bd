// cumulativeMax: function, shape rule, layout, lowering and JavaScript in one record.
import { defineCumulation } from "./cumulation.ts";

export const cumulativeMax = defineCumulation({
  name: "cumulativeMax",
  operation: "max",
  doc: "The running maximum along one axis. With NaN elements the result is unspecified.",
  combine: Math.max,
});

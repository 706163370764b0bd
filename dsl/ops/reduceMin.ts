// reduceMin: function, shape rule, layout, lowering and JavaScript in one record.
import { defineReduction } from "./reduction.ts";

export const reduceMin = defineReduction({
  name: "reduceMin",
  operation: "min",
  doc: "The minimum along one axis: element i of `to` is the minimum of row i for axis 1, of column i for axis 0. A vector reduces to shape [1]. Elements are f32, i32, u32 or i64.",
  combine: (a, b) => Math.min(a, b),
  first: Number.POSITIVE_INFINITY,
});

// reduceSum: function, shape rule, layout, lowering and JavaScript in one record.
import { defineReduction } from "./reduction.ts";

export const reduceSum = defineReduction({
  name: "reduceSum",
  operation: "sum",
  doc: "The sum along one axis: element i of `to` is the sum of row i for axis 1, of column i for axis 0. A vector reduces to shape [1]. Elements are f32, i32, u32 or i64; integers are summed exactly, and must not overflow on the way.",
  combine: (a, b) => a + b,
  first: 0,
});

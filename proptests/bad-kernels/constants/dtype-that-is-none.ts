// A dtype constant of an unknown dtype.
import {
  type bf16,
  copy,
  type DType,
  type f16,
  fill,
  fragment,
  type Global,
  type i32,
  kernel,
  range,
  type Static,
  work,
} from "cuica/dsl";

export const dtypeThatIsNone = kernel(
  import.meta.url,
  "dtypeThatIsNone",
  <T extends f16 | bf16>({ dtype }: Static<{ dtype: DType<T> }>, _tuning: Static<{ warps: number }>) =>
    (h: Global<T, [i32]>) => {
      for (const [tile] of work([h.shape[0]])) {
        const part = fragment(dtype, [64]);
        fill(part, 0);
        copy(part, h.at(range(tile * 64, 64)));
      }
    },
  { problem: { dtype: "half" }, tuning: { warps: 4 } },
);

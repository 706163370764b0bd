// Decisions about a text that a run-time value is part of.
import { ceilDiv, f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const textOfRunTimeValue = kernel(
  import.meta.url,
  "textOfRunTimeValue",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32]>, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const name = `${n} of ${block}`;
        const longer = `${name}!`;
        if (longer === "3 of 64!") y.write(x.read(tile), tile);
        y.write(f32(name.length), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);

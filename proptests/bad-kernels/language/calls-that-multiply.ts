// Helpers that call helpers: two to the power of 24 copies.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

const a0 = (v: f32): f32 => v * v + 1;
const a1 = (v: f32): f32 => a0(v) + a0(v + 1);
const a2 = (v: f32): f32 => a1(v) + a1(v + 1);
const a3 = (v: f32): f32 => a2(v) + a2(v + 1);
const a4 = (v: f32): f32 => a3(v) + a3(v + 1);
const a5 = (v: f32): f32 => a4(v) + a4(v + 1);
const a6 = (v: f32): f32 => a5(v) + a5(v + 1);
const a7 = (v: f32): f32 => a6(v) + a6(v + 1);
const a8 = (v: f32): f32 => a7(v) + a7(v + 1);
const a9 = (v: f32): f32 => a8(v) + a8(v + 1);
const a10 = (v: f32): f32 => a9(v) + a9(v + 1);
const a11 = (v: f32): f32 => a10(v) + a10(v + 1);
const a12 = (v: f32): f32 => a11(v) + a11(v + 1);
const a13 = (v: f32): f32 => a12(v) + a12(v + 1);
const a14 = (v: f32): f32 => a13(v) + a13(v + 1);
const a15 = (v: f32): f32 => a14(v) + a14(v + 1);
const a16 = (v: f32): f32 => a15(v) + a15(v + 1);
const a17 = (v: f32): f32 => a16(v) + a16(v + 1);
const a18 = (v: f32): f32 => a17(v) + a17(v + 1);
const a19 = (v: f32): f32 => a18(v) + a18(v + 1);
const a20 = (v: f32): f32 => a19(v) + a19(v + 1);
const a21 = (v: f32): f32 => a20(v) + a20(v + 1);
const a22 = (v: f32): f32 => a21(v) + a21(v + 1);
const a23 = (v: f32): f32 => a22(v) + a22(v + 1);
const h = (v: f32): f32 => a23(v);

export const callsThatMultiply = kernel(
  import.meta.url,
  "callsThatMultiply",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        y.write(h(scale), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);

// Kernels that report to the host, and what they say.
import {
  assert,
  bf16,
  bool,
  copy,
  f32,
  fragment,
  type Global,
  type i32,
  kernel,
  parallel,
  print,
  range,
  role,
  type Static,
  threads,
  u32,
  warpSum,
  work,
} from "../dsl/index.ts";
import { AssertionFailure, printTo } from "../codegen/ir/report.ts";
import type { Runnable } from "./executions.ts";

type None = Static<object>;

/** What a kernel says, in order of the lines, and the first failure of an assertion. */
export const said = async (
  run: () => void | Promise<void>,
): Promise<{ readonly lines: string[]; readonly failure: AssertionFailure | null }> => {
  const lines: string[] = [];
  printTo((line) => lines.push(line));
  try {
    await run();
    return { lines: lines.sort(), failure: null };
  } catch (error) {
    if (!(error instanceof AssertionFailure)) throw error;
    return { lines: lines.sort(), failure: error };
  } finally {
    printTo(null);
  }
};
export const configurationOf = (k: Runnable) => ({ file: new URL(k.url).pathname, kernel: k.name, problem: {}, tuning: { warps: 2 } });

export const speaks = kernel(
  import.meta.url,
  "speaks",
  (_: None, _tuning: None) => (x: Global<f32, [i32]>, y: Global<f32, [i32]>) => {
    for (const [block] of work([2], { reversed: 0 })) {
      const tile = fragment(f32, [4]);
      copy(x.at(range(block * 4, 4)), tile);
      print("block", block, u32(7), block > 0, bf16(1.5));
      for (const [i] of parallel(4)) {
        tile[i] = tile[i]! / 3;
        if (tile[i]! < 1) print("small", tile[i]!);
      }
      copy(tile, y.at(range(block * 4, 4)));
      threads(function* ({ thread, lane }) {
        const sum = yield* warpSum(lane);
        if (lane === 5) print("", thread, sum);
      });
    }
  },
  { problem: {}, tuning: {} },
);
/** Conditions, elements of bool, casts to it, and literals that a condition chooses between. */
export const conditions = kernel(
  import.meta.url,
  "conditions",
  (_: None, _tuning: None) => (x: Global<f32, [i32]>, flags: Global<bool, [i32]>) => {
    for (const [block] of work([1])) {
      const own = fragment(bool, [2]);
      for (const [i] of parallel(2)) own[i] = bool(x.read(i) > 0);
      print("one", x.read(block) > 0, bool(x.read(0)), flags.read(1), x.read(1) > 0 ? 1 : 0, x.read(0) > 0 ? 0.5 : 2);
      for (const [i] of parallel(2)) print("two", own[i]!, flags.read(i), !(x.read(i) > 0), flags.read(i) ? -1 : 1);
    }
  },
  { problem: {}, tuning: {} },
);
export const checks = kernel(
  import.meta.url,
  "checks",
  (_: None, _tuning: None) => (x: Global<i32, [i32]>, y: Global<i32, [i32]>) => {
    for (const [block] of work([1])) {
      assert(x.shape[0] > 3, "x has four elements");
      assert(x.read(block) === 0, "the first is 0");
      for (const [i] of parallel(4)) {
        assert(x.read(i) < 10, "all are below 10");
        y.write(x.read(i) * 2, i);
      }
      threads(({ thread }) => {
        if (thread < 4) assert(x.read(thread) !== 5, "none is 5");
      });
    }
  },
  { problem: {}, tuning: {} },
);
/** Assertions that are decided at compile time. */
export const decided = kernel(
  import.meta.url,
  "decided",
  (_: None, { warps }: Static<{ warps: number }>) =>
    (x: Global<i32, [i32]>) => {
      for (const [block] of work([1])) {
        x.write(warps, block);
        assert(warps === 2, "there are two warps");
        assert(warps === 3, "there are three warps");
      }
    },
  { problem: {}, tuning: { warps: 2 } },
);
export const beyond = kernel(
  import.meta.url,
  "beyond",
  (_: None, _tuning: None) => (x: Global<i32, [i32]>, y: Global<i32, [i32]>) => {
    for (const [block] of work([1])) {
      assert(x.read(block) < y.shape[0], "the index lies in y");
      y.write(1, x.read(block));
    }
  },
  { problem: {}, tuning: {} },
);
export const inRoles = kernel(
  import.meta.url,
  "inRoles",
  (_: None, _tuning: None) => (x: Global<i32, [i32]>) => {
    for (const [_block] of work([1])) {
      role("first", { warps: 1 }, () => print("first", x.read(0)));
      role("second", { warps: 1 }, () => {
        print("second", x.read(1));
        threads(({ thread }) => {
          if (thread === 3) print("third", x.read(2));
        });
      });
    }
  },
  { problem: {}, tuning: {} },
);
export const many = kernel(
  import.meta.url,
  "many",
  (_: None, _tuning: None) => (x: Global<i32, [i32]>) => {
    for (const [block] of work([x.shape[0]])) {
      threads(({ thread }) => print("", thread));
      assert(x.read(block) === 0, "zero");
    }
  },
  { problem: {}, tuning: {} },
);

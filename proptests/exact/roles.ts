// Exact kernels about roles, and the rings between them.
import {
  ceilDiv,
  copy,
  f32,
  fill,
  fragment,
  type Global,
  i32,
  kernel,
  parallel,
  pipelined,
  range,
  reduceSum,
  ring,
  role,
  serial,
  shared,
  type Static,
  threads,
  unrolled,
  warpSum,
  work,
} from "../../dsl/index.ts";

/** Three roles in a chain: the middle one takes from one ring and fills the other. `scale` is computed by the block, before the roles. */
export const chain = kernel(
  import.meta.url,
  "chain",
  (_: Static<object>, { first, second }: Static<{ first: number; second: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32, i32]>) => {
      for (const [column] of work([ceilDiv(x.shape[1], 32)])) {
        const steps = ceilDiv(x.shape[0], 8);
        const scale = shared(f32, [6, 32]);
        for (const [w, j] of parallel(6, 32)) scale[w][j] = x.read(w, column * 32 + j);
        const raw = ring({ tile: shared(f32, [8, 32]) }, { stages: first });
        const scaled = ring({ tile: shared(f32, [8, 32]), total: shared(f32, [8]) }, { stages: second });
        role("loads", { warps: 1 }, () => {
          for (const step of serial(0, steps)) raw.produce(({ tile }) => copy(x.at(range(step * 8, 8), range(column * 32, 32)), tile));
        });
        role("scales", { warps: 3 }, () => {
          const own = fragment(f32, [8, 32]);
          const sums = fragment(f32, [8]);
          for (const _step of serial(0, steps))
            raw.consume(({ tile }) => {
              for (const [i, j] of parallel(8, 32)) own[i][j] = tile[i][j] * scale[5]![j];
              reduceSum(own, 1, sums);
              scaled.produce((out) => {
                copy(own, out.tile);
                copy(sums, out.total);
              });
            });
        });
        role("stores", { warps: 2 }, () => {
          const own = fragment(f32, [8, 32]);
          let seen: i32 = 0;
          for (const step of serial(0, steps)) {
            scaled.consume(({ tile, total }) => {
              for (const [i, j] of parallel(8, 32)) own[i][j] = tile[i][j] + total[i] + f32(seen);
            });
            seen += 1;
            copy(own, y.at(range(step * 8, 8), range(column * 32, 32)));
          }
        });
      }
    },
  { problem: {}, tuning: { first: 2, second: 2 } },
);

/** Roles with work of their own: a pipelined loop and a ring inside of a role, reductions across its warps, single elements, shared tiles. */
export const apart = kernel(
  import.meta.url,
  "apart",
  (_: Static<object>, { stages }: Static<{ stages: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32, i32]>) => {
      for (const [item] of work([1])) {
        const steps = ceilDiv(x.shape[0], 4) + item;
        role("columns", { warps: 2 }, () => {
          const tile = shared(f32, [4, 64]);
          const own = fragment(f32, [4, 64]);
          const sums = fragment(f32, [64]);
          fill(own, 0);
          for (const step of pipelined(0, steps, { stages })) {
            copy(x.at(range(step * 4, 4), range(0, 64)), tile);
            for (const [i, j] of parallel(4, 64)) own[i][j] += tile[i][j];
          }
          reduceSum(own, 0, sums);
          for (const [j] of parallel(64)) y.write(sums[j], 0, j);
        });
        role("rows", { warps: 3 }, () => {
          const slots = ring({ tile: shared(f32, [4, 64]) }, { stages });
          const own = fragment(f32, [4, 64]);
          const sums = fragment(f32, [4]);
          const kept = shared(f32, [4]);
          const fetch = (step: i32): void => slots.produce(({ tile }) => copy(x.at(range(step * 4, 4), range(0, 64)), tile));
          for (const step of unrolled(0, stages)) fetch(step);
          for (const step of serial(0, steps)) {
            slots.consume(({ tile }) => copy(tile, own));
            fetch(step + stages);
            reduceSum(own, 1, sums);
            copy(sums, kept);
            kept[0] = kept[0]! * 2;
            for (const [i] of parallel(4)) y.write(kept[i]!, 1 + step, i);
          }
        });
      }
    },
  { problem: {}, tuning: { stages: 2 } },
);

/** Fills in one order, uses in another: fine with enough slots, else everybody waits for somebody. */
export const crossed = kernel(
  import.meta.url,
  "crossed",
  (_: Static<object>, { stages }: Static<{ stages: number }>) =>
    (x: Global<f32, [i32]>, y: Global<f32, [i32]>) => {
      for (const [item] of work([1])) {
        const left = ring({ tile: shared(f32, [32]) }, { stages });
        const right = ring({ tile: shared(f32, [32]) }, { stages });
        role("fills", { warps: 1 }, () => {
          for (const n of serial(item, 3)) left.produce(({ tile }) => copy(x.at(range(n * 32, 32)), tile));
          for (const n of serial(item, 3)) right.produce(({ tile }) => copy(x.at(range(n * 32 + 96, 32)), tile));
        });
        role("uses", { warps: 1 }, () => {
          const own = fragment(f32, [32]);
          for (const n of serial(item, 3)) {
            right.consume(({ tile }) => copy(tile, own));
            left.consume(({ tile }) => {
              for (const [i] of parallel(32)) own[i] -= tile[i];
            });
            copy(own, y.at(range(n * 32, 32)));
          }
        });
      }
    },
  { problem: {}, tuning: { stages: 3 } },
);

/** Two rings of different depth: had the deep one more than one fill under way, its slots would be handed over too late for the other one. */
export const alternating = kernel(
  import.meta.url,
  "alternating",
  (_: Static<object>, { deep, flat }: Static<{ deep: number; flat: number }>) =>
    (x: Global<f32, [i32]>, y: Global<f32, [i32]>) => {
      for (const [item] of work([1])) {
        const left = ring({ tile: shared(f32, [32]) }, { stages: deep });
        const right = ring({ tile: shared(f32, [32]) }, { stages: flat });
        role("fills", { warps: 1 }, () => {
          for (const n of serial(item, 5)) {
            left.produce(({ tile }) => copy(x.at(range(n * 32, 32)), tile));
            right.produce(({ tile }) => copy(x.at(range(n * 32 + 16, 32)), tile));
          }
        });
        role("uses", { warps: 1 }, () => {
          const own = fragment(f32, [32]);
          for (const n of serial(item, 5)) {
            left.consume(({ tile }) => copy(tile, own));
            right.consume(({ tile }) => {
              for (const [i] of parallel(32)) own[i] -= tile[i];
            });
            copy(own, y.at(range(n * 32, 32)));
          }
        });
      }
    },
  { problem: {}, tuning: { deep: 4, flat: 1 } },
);

/** Roles that share out the registers of their block; per-thread code in one of them. */
export const budgets = kernel(
  import.meta.url,
  "budgets",
  (_: Static<object>, { loads, sums }: Static<{ loads: number; sums: number }>) =>
    (x: Global<i32, [i32, i32]>, y: Global<i32, [i32]>) => {
      for (const [_block] of work([1])) {
        const steps = x.shape[0];
        const rows = ring({ row: shared(i32, [128]) }, { stages: 2 });
        role("loads", { warps: 4, registers: loads }, () => {
          for (const step of serial(0, steps)) rows.produce(({ row }) => copy(x.at(step, range(0, 128)), row));
        });
        role("sums", { warps: 8, registers: sums }, () => {
          for (const step of serial(0, steps))
            rows.consume(({ row }) => {
              threads(function* ({ thread, warp, lane }) {
                const own = thread < 128 ? row[thread]! : 0;
                const whole = yield* warpSum(own);
                if (lane === 0 && warp === 2) y.write(whole, step);
              });
            });
        });
      }
    },
  { problem: {}, tuning: { loads: 40, sums: 232 } },
);

// Exact kernels about named barriers.
import {
  arrive,
  copy,
  f32,
  fragment,
  type Global,
  type i32,
  kernel,
  namedBarrier,
  parallel,
  range,
  role,
  serial,
  shared,
  type Static,
  threads,
  wait,
  waitAny,
  work,
} from "../../dsl/index.ts";

type None = Static<object>;

/** One tile that goes to the second role and comes back, step after step. */
export const thereAndBack = kernel(
  import.meta.url,
  "thereAndBack",
  (_: None, { fills, uses }: Static<{ fills: number; uses: number; warps: number }>) =>
    (x: Global<f32, [i32]>, y: Global<f32, [i32]>) => {
      for (const [block] of work([2])) {
        const tile = shared(f32, [64]);
        const full = namedBarrier({ warps: fills + uses });
        const empty = namedBarrier({ warps: fills + uses });
        role("fills", { warps: fills }, function* () {
          for (let step = 0; step < 3; step++) {
            if (step > 0) yield* wait(empty);
            copy(x.at(range((3 * block + step) * 64, 64)), tile);
            yield* arrive(full);
          }
        });
        role("uses", { warps: uses }, function* () {
          for (const step of serial(0, 3)) {
            const own = fragment(f32, [64]);
            yield* wait(full);
            copy(tile, own);
            if (step < 2) yield* arrive(empty);
            for (const [i] of parallel(64)) own[i] = 2 * own[i]! + 1;
            copy(own, y.at(range((3 * block + step) * 64, 64)));
          }
        });
      }
    },
  { problem: {}, tuning: { fills: 1, uses: 2, warps: 3 } },
);

/** Warps that have handed a tile over read it themselves, each what others wrote: arriving is not meeting. */
export const readsOn = kernel(
  import.meta.url,
  "readsOn",
  (_: None, { fills }: Static<{ fills: number; warps: number }>) =>
    (x: Global<f32, [i32]>, y: Global<f32, [i32]>) => {
      for (const [_block] of work([1])) {
        const tile = shared(f32, [128]);
        const full = namedBarrier({ warps: fills + 1 });
        role("fills", { warps: fills }, function* () {
          const own = fragment(f32, [128]);
          copy(x.at(range(0, 128)), own);
          for (const [i] of parallel(128)) tile[i] = own[i]! + 1;
          yield* arrive(full);
          for (const [i] of parallel(128)) own[i] = tile[127 - i]! * 2;
          copy(own, y.at(range(0, 128)));
        });
        role("uses", { warps: 1 }, function* () {
          yield* wait(full);
          copy(tile, y.at(range(128, 128)));
        });
      }
    },
  { problem: {}, tuning: { fills: 2, warps: 3 } },
);

/** Two roles count down from numbers of their own, until neither has any left: both make as many rounds as the larger one. */
export const untilBothEnd = kernel(
  import.meta.url,
  "untilBothEnd",
  (_: None, _tuning: None) => (x: Global<f32, [i32]>, y: Global<f32, [i32]>) => {
    for (const [_block] of work([1])) {
      const round = namedBarrier({ warps: 3 });
      role("first", { warps: 1 }, function* () {
        let rounds = 0;
        let again = true;
        while (again) {
          rounds += 1;
          again = yield* waitAny(round, f32(rounds) < x.read(0));
        }
        y.write(f32(rounds), 0);
      });
      role("second", { warps: 2 }, function* () {
        let rounds = 0;
        let again = true;
        while (again) {
          rounds += 1;
          again = yield* waitAny(round, f32(rounds) < x.read(1));
        }
        y.write(f32(rounds), 1);
      });
    }
  },
  { problem: {}, tuning: {} },
);

/** Warp 0 writes what warps 1 and 2 read; warp 3 takes no part. */
export const warpsApart = kernel(
  import.meta.url,
  "warpsApart",
  (_: None, _tuning: None) => (x: Global<f32, [i32]>, y: Global<f32, [i32]>) => {
    for (const [_block] of work([1])) {
      const tile = shared(f32, [32]);
      const written = namedBarrier({ warps: 3 });
      const wanted = namedBarrier({ warps: 3 });
      threads(function* ({ thread, warp, lane }) {
        if (warp === 0) {
          tile[lane] = x.read(lane);
          yield* arrive(written);
          const any = yield* waitAny(wanted, false);
          y.write(any ? 1 : 0, thread);
        } else if (warp < 3) {
          yield* wait(written);
          const any = yield* waitAny(wanted, tile[31 - lane]! > 30);
          y.write(any ? tile[31 - lane]! : -1, thread);
        } else y.write(7, thread);
      });
    }
  },
  { problem: {}, tuning: { warps: 4 } },
);

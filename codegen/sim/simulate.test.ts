// The simulator's own behaviour: values, control flow, and one test for each kind of mistake it must catch.
import { describe, expect, it } from "vitest";
import { i32, u32 } from "../ir/builder.ts";
import type { RegisterRef } from "../ir/lowered.ts";
import { at, failure, global, type Kit, outcome, word } from "./testing.ts";

/** Writes its own word, then reads that of the next thread. */
const rotate =
  (barrier: boolean, distance: number) =>
  ({ b, thread, output, shared, element }: Kit): void => {
    b.at(at(10)).instruction("storeShared", [], [shared(thread), thread], word);
    if (barrier) b.at(at(11)).instruction("barrier", [], [], { id: 0, threads: 0 });
    const next = b.emit("bitAnd", "i32", [b.emit("add", "i32", [thread, i32(distance)]), i32(127)]);
    const value = b.register("value", "i32");
    const address = shared(next);
    b.at(at(12)).instruction("loadShared", [value], [address], word);
    b.at(at(13)).instruction("storeGlobal", [], [element(output, thread), value], global);
  };

describe("values and control flow", () => {
  it("runs blocks, loops and divergent ifs", () => {
    const { output, report } = outcome(
      32,
      ({ b, thread, input, output: target, element }) => {
        const block = b.emit("special", "i32", [], { which: "blockX" });
        const index = b.emit("add", "i32", [b.emit("multiply", "i32", [block, i32(32)]), thread]);
        const sum = b.register("sum", "i32");
        b.instruction("move", [sum], [i32(0)]);
        b.for("n", i32(0), i32(5), i32(2), (n) => b.instruction("add", [sum], [sum, n]));
        b.if(
          b.emit("compare", "predicate", [thread, i32(8)], { operation: "less" }),
          false,
          () =>
            b.if(b.emit("compare", "predicate", [thread, i32(4)], { operation: "less" }), false, () =>
              b.instruction("add", [sum], [sum, i32(100)]),
            ),
          () => b.instruction("add", [sum], [sum, i32(1000)]),
        );
        const loaded = b.register("loaded", "i32");
        b.instruction("loadGlobal", [loaded], [element(input, index)], global);
        b.instruction("storeGlobal", [], [element(target, index), b.emit("add", "i32", [loaded, sum])], global);
      },
      { grid: 3 },
    );
    for (let index = 0; index < 96; index++) {
      const lane = index % 32;
      expect(output[index]).toBe(3 * index + 6 + (lane < 4 ? 100 : lane < 8 ? 0 : 1000));
    }
    expect(output[96]).toBe(0);
    expect(report.instructions["loadGlobal"]).toBe(3);
    expect(report.globalSectors).toBe(24);
  });
  it("gives one result for every seed", () => {
    for (let seed = 1; seed <= 8; seed++) {
      const { output } = outcome(128, rotate(true, 32), { seed });
      expect([...output.subarray(0, 128)]).toEqual(Array.from({ length: 128 }, (_, index) => (index + 32) % 128));
    }
  });
  it("counts bank conflicts", () => {
    const cycles = (stride: number): number =>
      outcome(32, ({ b, thread, shared }) =>
        b.instruction("storeShared", [], [shared(b.emit("multiply", "i32", [thread, i32(stride)])), thread], word),
      ).report.bankConflictCycles;
    expect([cycles(1), cycles(2), cycles(32)]).toEqual([0, 1, 31]);
  });
  it("says which bytes stayed unwritten", () => {
    const { report } = outcome(
      32,
      ({ b, thread, output, element }) => b.instruction("storeGlobal", [], [element(output, thread), thread], global),
      { uninitialised: true },
    );
    expect(report.unwritten).toEqual({ output: 1024 - 128 });
  });
});

describe("mistakes", () => {
  it("race between warps, with both positions, whatever the seed", () => {
    for (let seed = 1; seed <= 8; seed++) {
      const error = failure(() =>
        outcome(
          128,
          (kit) => {
            kit.b.instruction("storeShared", [], [kit.shared(kit.thread), kit.thread], word);
            kit.b.instruction("barrier", [], [], { id: 0, threads: 0 });
            rotate(false, 32)(kit);
          },
          { seed },
        ),
      );
      expect(error.code).toBe("race");
      expect(error.positions.map(({ line }) => line).sort()).toEqual([10, 12]);
    }
  });
  it("race between lanes of one warp, which a warpSync mends", () => {
    const exchange =
      (sync: boolean) =>
      ({ b, thread, shared }: Kit): void => {
        b.at(at(20)).instruction("storeShared", [], [shared(thread), thread], word);
        if (sync) b.instruction("warpSync", []);
        b.at(at(21)).instruction("loadShared", [b.register("value", "i32")], [shared(b.emit("bitXor", "i32", [thread, i32(1)]))], word);
      };
    expect(failure(() => outcome(32, exchange(false)))).toMatchObject({ code: "race", positions: [at(21), at(20)] });
    expect(() => outcome(32, exchange(true))).not.toThrow();
  });
  it("lanes of one warp are not ordered by a shuffle, a vote, or one lane's arrival", () => {
    const between: readonly ((kit: Kit) => void)[] = [
      ({ b, thread }) => b.instruction("shuffle", [b.register("s", "i32")], [thread, i32(1)], { mode: "xor" }),
      ({ b }) => b.instruction("vote", [b.register("v", "predicate")], [flag(b)], { mode: "any" }),
      ({ b }) => {
        b.shared("bar", 8, 8);
        const bar = b.emit("sharedAddress", "u32", [], { range: "bar" });
        b.if(flag(b), false, () => {
          b.instruction("mbarrierInit", [], [bar], { arrivals: 1 });
          b.instruction("mbarrierArrive", [], [bar]);
        });
      },
    ];
    const flag = (b: Kit["b"]): RegisterRef =>
      b.emit("compare", "predicate", [b.emit("special", "i32", [], { which: "lane" }), i32(0)], { operation: "equal" });
    for (const step of between) {
      const exchange =
        (sync: boolean) =>
        (kit: Kit): void => {
          const { b, thread, shared } = kit;
          b.at(at(20)).instruction("storeShared", [], [shared(thread), thread], word);
          b.at(at(30));
          step(kit);
          if (sync) b.instruction("warpSync", []);
          b.at(at(21)).instruction("loadShared", [b.register("value", "i32")], [shared(b.emit("bitXor", "i32", [thread, i32(1)]))], word);
        };
      expect(failure(() => outcome(32, exchange(false)))).toMatchObject({ code: "race", positions: [at(21), at(20)] });
      expect(() => outcome(32, exchange(true))).not.toThrow();
    }
  });
  it("a write of global memory that one of several earlier readers, or atomics, does not know of", () => {
    // All threads touch word 0, those of the last warp last; then one of them writes it.
    const writeAfter =
      (access: "loadGlobal" | "atomicGlobal", threads: number, sync: readonly string[]) =>
      ({ b, thread, output, element }: Kit): void => {
        const first = element(output, i32(0));
        const touch = (): void =>
          access === "loadGlobal"
            ? b.at(at(40)).instruction("loadGlobal", [b.register("value", "i32")], [first], global)
            : b.at(at(40)).instruction("atomicGlobal", [b.register("value", "i32")], [first, thread], { operation: "add" });
        const warp = b.emit("special", "i32", [], { which: "warp" });
        for (let n = 0; n < threads / 32; n++) b.if(b.emit("compare", "predicate", [warp, i32(n)], { operation: "equal" }), false, touch);
        for (const name of sync) b.instruction(name, [], [], name === "barrier" ? { id: 0, threads: 0 } : {});
        b.if(b.emit("compare", "predicate", [thread, i32(threads - 1)], { operation: "equal" }), false, () =>
          b.at(at(41)).instruction("storeGlobal", [], [first, thread], global),
        );
      };
    for (const access of ["loadGlobal", "atomicGlobal"] as const)
      for (let seed = 1; seed <= 8; seed++)
        for (const [threads, sync] of [
          [32, []],
          [96, []],
          [96, ["warpSync"]],
        ] as const) {
          const error = failure(() => outcome(threads, writeAfter(access, threads, sync), { seed }));
          expect(error.code).toBe("race");
          expect(error.positions.map(({ line }) => line).sort()).toEqual([40, 41]);
          expect(() => outcome(threads, writeAfter(access, threads, ["barrier"]), { seed })).not.toThrow();
        }
  });
  it("atomics and single bytes in one shared memory", () => {
    const bytes =
      (sync: boolean) =>
      ({ b, thread, tile, shared }: Kit): void => {
        b.instruction("storeShared", [], [shared(thread), i32(0)], word);
        b.instruction("warpSync", []);
        b.instruction("atomicShared", [b.register("before", "i32")], [tile, thread], { operation: "add" });
        // Bytes of another word: from here on every byte counts for itself.
        b.instruction(
          "storeShared",
          [],
          [b.emit("add", "u32", [tile, b.emit("bitcast", "u32", [b.emit("add", "i32", [thread, i32(512)])])]), u32(1)],
          { width: 1, offset: 0 },
        );
        b.at(at(50)).instruction("atomicShared", [b.register("again", "i32")], [tile, thread], { operation: "add" });
        if (sync) b.instruction("warpSync", []);
        b.at(at(51)).instruction("loadShared", [b.register("value", "i32")], [tile], word);
      };
    expect(failure(() => outcome(32, bytes(false)))).toMatchObject({ code: "race", positions: [at(51), at(50)] });
    expect(() => outcome(32, bytes(true))).not.toThrow();
  });
  it("race between blocks", () => {
    const error = failure(() =>
      outcome(32, ({ b, thread, output, element }) => b.instruction("storeGlobal", [], [element(output, thread), thread], global), {
        grid: 2,
      }),
    );
    expect(error.code).toBe("race");
    expect(error.message).toContain("tensor 'output'");
  });
  it("race of a block that writes what it and another one read", () => {
    const body = ({ b, thread, output, element }: Kit): void => {
      const block = b.emit("special", "i32", [], { which: "blockX" });
      b.instruction("loadGlobal", [b.register("value", "i32")], [element(output, thread)], global);
      b.if(b.emit("compare", "predicate", [block, i32(1)], { operation: "equal" }), true, () =>
        b.instruction("storeGlobal", [], [element(output, thread), thread], global),
      );
    };
    for (let seed = 1; seed <= 8; seed++) expect(failure(() => outcome(32, body, { grid: 2, seed })).code).toBe("race");
  });
  it("race between warps in global memory, which a barrier mends", () => {
    const exchange =
      (barrier: boolean) =>
      ({ b, thread, output, element }: Kit): void => {
        b.at(at(50)).instruction("storeGlobal", [], [element(output, thread), thread], global);
        if (barrier) b.instruction("barrier", [], [], { id: 0, threads: 0 });
        b.at(at(51)).instruction(
          "loadGlobal",
          [b.register("value", "i32")],
          [element(output, b.emit("bitXor", "i32", [thread, i32(32)]))],
          global,
        );
      };
    for (let seed = 1; seed <= 4; seed++) {
      const error = failure(() => outcome(64, exchange(false), { seed }));
      expect([error.code, error.positions.map(({ line }) => line).sort()]).toEqual(["race", [50, 51]]);
    }
    expect(() => outcome(64, exchange(true))).not.toThrow();
  });
  it("uninitialised shared memory, of each block anew", () => {
    const body = (kit: Kit): void => {
      const block = kit.b.emit("special", "i32", [], { which: "blockX" });
      kit.b.if(kit.b.emit("compare", "predicate", [block, i32(0)], { operation: "equal" }), true, () =>
        kit.b.instruction("storeShared", [], [kit.shared(kit.thread), kit.thread], word),
      );
      kit.b.instruction("loadShared", [kit.b.register("value", "i32")], [kit.shared(kit.thread)], word);
    };
    expect(() => outcome(32, body)).not.toThrow();
    expect(failure(() => outcome(32, body, { grid: 3 })).code).toBe("uninitialisedRead");
  });
  it("uninitialised tensors", () => {
    const error = failure(() =>
      outcome(
        32,
        ({ b, thread, output, element }) => b.instruction("loadGlobal", [b.register("value", "i32")], [element(output, thread)], global),
        { uninitialised: true },
      ),
    );
    expect(error.code).toBe("uninitialisedRead");
  });
  it("out of bounds, misalignment and read-only tensors", () => {
    const access =
      (index: number, offset = 0) =>
      ({ b, input, element }: Kit): void =>
        b.instruction("loadGlobal", [b.register("value", "i32")], [element(input, i32(index))], { ...global, offset });
    expect(failure(() => outcome(32, access(256)))).toMatchObject({ code: "outOfBounds" });
    expect(failure(() => outcome(32, access(-1))).message).toContain("4 bytes before tensor 'input'");
    expect(failure(() => outcome(32, access(0, 2)))).toMatchObject({ code: "misaligned" });
    expect(
      failure(() =>
        outcome(32, ({ b, tile }) => b.instruction("loadShared", [b.register("value", "i32")], [tile], { ...word, offset: 4096 })),
      ),
    ).toMatchObject({ code: "outOfBounds" });
    expect(
      failure(() =>
        outcome(32, ({ b, input, thread, element }) => b.instruction("storeGlobal", [], [element(input, thread), thread], global)),
      ),
    ).toMatchObject({ code: "readOnlyWrite" });
  });
  it("asynchronous copies that nobody waits for", () => {
    const copy =
      (waits: boolean, barrier: boolean) =>
      ({ b, thread, input, shared, element }: Kit): void => {
        b.at(at(30)).instruction("copyAsync", [], [shared(thread), element(input, thread), i32(4)], {
          bytes: 4,
          sharedOffset: 0,
          globalOffset: 0,
        });
        b.instruction("copyCommit", []);
        if (waits) b.instruction("copyWait", [], [], { pending: 0 });
        if (barrier) b.instruction("barrier", [], [], { id: 0, threads: 0 });
        b.at(at(31)).instruction("loadShared", [b.register("value", "i32")], [shared(b.emit("bitXor", "i32", [thread, i32(32)]))], word);
      };
    expect(failure(() => outcome(64, copy(false, true)))).toMatchObject({ code: "missingWait", positions: [at(31), at(30)] });
    // The other warp's copy may not even have begun: then its bytes are uninitialised.
    expect(["missingWait", "uninitialisedRead"]).toContain(failure(() => outcome(64, copy(true, false))).code);
    expect(() => outcome(64, copy(true, true))).not.toThrow();
  });
  it("deadlock and disagreeing barriers, saying who waits where", () => {
    const partial = (kit: Kit, otherwise: () => void): void => {
      const warp = kit.b.emit("special", "i32", [], { which: "warp" });
      const first = kit.b.emit("compare", "predicate", [warp, i32(0)], { operation: "equal" });
      kit.b.if(first, false, () => kit.b.at(at(40)).instruction("barrier", [], [], { id: 0, threads: 0 }), otherwise);
    };
    const deadlock = failure(() => outcome(64, (kit) => partial(kit, () => {})));
    expect(deadlock.code).toBe("deadlock");
    expect(deadlock.message).toContain("warp 0 of block 0 at kernel.ts:40:1 in barrier, for barrier 0 (32 of 64 threads arrived)");
    expect(
      failure(() => outcome(64, (kit) => partial(kit, () => kit.b.instruction("barrier", [], [], { id: 0, threads: 32 })))).code,
    ).toMatch(/divergentBarrier|deadlock/);
  });
  it("a round that some come to with a condition and some without, at both lines", () => {
    for (const plain of ["barrier", "barrierArrive"])
      expect(
        failure(() =>
          outcome(64, ({ b }) => {
            const warp = b.emit("special", "i32", [], { which: "warp" });
            const first = b.emit("compare", "predicate", [warp, i32(0)], { operation: "equal" });
            b.if(
              first,
              false,
              () => b.at(at(50)).emit("barrierAny", "predicate", [first], { id: 1, threads: 64 }),
              () => b.at(at(51)).instruction(plain, [], [], { id: 1, threads: 64 }),
            );
          }),
        ),
      ).toMatchObject({
        code: "divergentBarrier",
        positions: expect.arrayContaining([at(50), at(51)]),
        message: expect.stringContaining("reached with a condition by some warps and without one by others"),
      });
  });
  it("converged instructions among diverged lanes, uniform ifs and loops that diverge", () => {
    const some = ({ b, thread }: Kit): RegisterRef => b.emit("compare", "predicate", [thread, i32(3)], { operation: "less" });
    expect(failure(() => outcome(32, (kit) => kit.b.if(some(kit), false, () => kit.b.instruction("warpSync", []))))).toMatchObject({
      code: "divergence",
    });
    expect(failure(() => outcome(32, (kit) => kit.b.if(some(kit), true, () => {})))).toMatchObject({ code: "divergence" });
    expect(failure(() => outcome(32, (kit) => kit.b.for("n", i32(0), kit.thread, i32(1), () => {})))).toMatchObject({ code: "divergence" });
  });
  it("a loop that never ends, at its line; rounds of one that is entered anew are counted anew", () => {
    const rounds =
      (bound: number, turns: number) =>
      ({ b, thread }: Kit): void => {
        b.for("turn", i32(0), i32(turns), i32(1), () => {
          const left = b.register("left", "i32");
          const goes = b.register("goes", "predicate");
          b.instruction("move", [left], [thread]);
          b.instruction("move", [goes], [{ kind: "immediate", type: "predicate", value: 1 }]);
          b.at(at(60)).while(goes, false, () => {
            b.at(at(61)).instruction("add", [left], [left, i32(1)]);
            b.instruction("compare", [goes], [left, i32(bound)], { operation: "notEqual" });
          });
          b.at(at(62));
        });
      };
    const endless = failure(() => outcome(32, rounds(-1, 1), { mostRounds: 1000 }));
    expect(endless).toMatchObject({ code: "endless", positions: [at(60)] });
    expect(endless.message).toContain("after 1000 rounds");
    expect(failure(() => outcome(32, rounds(-1, 1))).message).toContain("after 262144 rounds");
    // Lane 0 goes round 90 times, 20 times over.
    expect(() => outcome(32, rounds(90, 20), { mostRounds: 100 })).not.toThrow();
    expect(failure(() => outcome(32, rounds(90, 20), { mostRounds: 80 })).code).toBe("endless");
  });
  it("integer overflow", () => {
    expect(() => outcome(32, ({ b, thread }) => b.emit("add", "i32", [thread, i32(2 ** 31 - 20)]))).toThrow(/does not fit i32/);
  });
  it("arrivals by one lane on behalf of lanes that are not synchronised", () => {
    const handOver =
      (sync: boolean) =>
      (kit: Kit): void => {
        const { b, thread, tile, shared } = kit;
        b.shared("bar", 8, 8);
        const bar = b.emit("sharedAddress", "u32", [], { range: "bar" });
        const isThread = (value: number): RegisterRef => b.emit("compare", "predicate", [thread, i32(value)], { operation: "equal" });
        b.if(isThread(0), false, () => {
          b.instruction("mbarrierInit", [], [bar], { arrivals: 1 });
        });
        b.instruction("barrier", [], [], { id: 0, threads: 0 });
        const first = b.emit("compare", "predicate", [b.emit("special", "i32", [], { which: "warp" }), i32(0)], { operation: "equal" });
        b.if(
          first,
          false,
          () => {
            b.instruction("storeShared", [], [shared(thread), thread], word);
            if (sync) b.instruction("warpSync", []);
            b.if(isThread(0), false, () => b.instruction("mbarrierArrive", [], [bar]));
          },
          () => {
            b.instruction("mbarrierWait", [], [bar, u32(0)]);
            b.instruction("loadShared", [b.register("value", "i32")], [tile], word);
          },
        );
      };
    expect(failure(() => outcome(64, handOver(false))).code).toBe("race");
    expect(() => outcome(64, handOver(true))).not.toThrow();
  });
});

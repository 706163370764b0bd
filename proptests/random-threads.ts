// Random programs of per-thread code over integers: arithmetic, conditions and loops that threads disagree on, exchanges between lanes, memory that
// threads hand to each other, atomics whose order does not matter, local arrays. Every execution computes them exactly.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { HostTensor } from "../dsl/index.ts";
import { type ExactCase, checkExact } from "./exact-kernels.ts";

/** Threads of a block are 64; two blocks. */
const [threads, blocks] = [64, 2];
const names = ["a", "b", "c"] as const;
/** By eight elements of `bins`, and row of `counts`: of those all updates are of one kind, so that they come to the same in every order. */
const atomics = ["atomicAdd", "atomicMax", "atomicMin", "atomicOr", "atomicXor", "atomicAnd"] as const;
const language =
  "addWrap all any ballot barrier barrierAny bitAnd bitNot bitOr bitXor fill i32 idiv kernel local max min mulWrap remainder shared shiftLeft shiftRight " +
  "shuffle shuffleDown shuffleUp shuffleXor u32 unrolled warpAnd warpMax warpMin warpOr warpSum warpSync work";

class Program {
  readonly #choices: readonly number[];
  #next = 0;
  #serial = 0;
  constructor(choices: readonly number[]) {
    this.#choices = choices;
  }
  #choose(limit: number): number {
    const n = this.#next++;
    return (this.#choices[n % this.#choices.length]! + Math.floor(n / this.#choices.length)) % limit;
  }
  #one<T>(list: readonly T[]): T {
    return list[this.#choose(list.length)]!;
  }
  #value(depth: number): string {
    const e = (): string => this.#value(depth - 1);
    const leaves = [
      () => this.#one(names),
      () => this.#one(["thread", "lane", "warp", "i32(count)"]),
      () => `i32(${this.#one([0, 1, -1, 3, -7, 31, 1000, 2147483647, -2147483648])})`,
      () => `own[${this.#choose(4)}]!`,
    ];
    if (depth === 0) return this.#one(leaves)();
    return this.#one([
      ...leaves,
      () => `${this.#one(["addWrap", "mulWrap", "bitAnd", "bitOr", "bitXor", "min", "max"])}(${e()}, ${e()})`,
      () => `bitNot(${e()})`,
      () => `${this.#one(["shiftLeft", "shiftRight"])}(${e()}, ${this.#choose(32)})`,
      () => `${this.#one(["idiv", "remainder"])}(${e()}, ${this.#one([3, 8, 13])})`,
      () => `(${this.#condition(depth - 1)} ? ${e()} : ${e()})`,
      () => `x.read(bitAnd(${e()}, ${threads * blocks - 1}))`,
    ])();
  }
  #condition(depth: number): string {
    return `${this.#value(depth)} ${this.#one(["<", "<=", ">", ">=", "===", "!=="])} ${this.#value(depth)}`;
  }
  #index(limit: number): string {
    return `bitAnd(${this.#value(1)}, ${limit - 1})`;
  }
  /** Statements that each thread executes by itself. */
  #alone(depth: number): string[] {
    const name = this.#one(names);
    const body = (): string => this.#statements(1 + this.#choose(2), depth - 1, false).join("\n");
    const counter = `n${this.#serial++}`;
    const update = this.#choose(atomics.length);
    const simple: (() => string[])[] = [
      () => [`${name} = ${this.#value(2)};`],
      () => [`own[${this.#choose(4)}] = ${this.#value(1)};`],
      // Small enough that no sum overflows.
      () => {
        const place = this.#choose(2) === 0 ? `bins.at(${8 * update} + ` : `counts.at(${update}, `;
        return [`${atomics[update]}(${place}${this.#index(8)}), bitAnd(${this.#value(1)}, 1023));`];
      },
    ];
    if (depth === 0) return this.#one(simple)();
    return this.#one([
      ...simple,
      () => [`if (${this.#condition(1)}) {`, body(), "} else {", body(), "}"],
      () => [
        `const last_${counter} = ${this.#index(4)};`,
        `for (let ${counter} = bitAnd(${name}, 1); ${counter} < last_${counter}; ${counter}++) {`,
        body(),
        "}",
      ],
      () => [`let ${counter}: i32 = bitAnd(${name}, 3);`, `while (${counter} > 0) {`, body(), `${counter} -= 1;`, "}"],
    ])();
  }
  /** Steps that a warp, or the block, takes together. */
  #together(): string[] {
    const [name, other] = [this.#one(names), this.#one(names)];
    return this.#one<() => string[]>([
      () => [`${name} = yield* shuffle(${other}, ${this.#index(32)});`],
      () => [`${name} = yield* ${this.#one(["shuffleXor", "shuffleUp", "shuffleDown"])}(${other}, ${this.#choose(32)});`],
      () => [`${name} = yield* ${this.#one(["warpMax", "warpMin"])}(${other});`],
      () => [`${name} = i32(yield* ${this.#one(["warpOr", "warpAnd"])}(u32(${other})));`],
      () => [`${name} = yield* warpSum(bitAnd(${other}, 65535));`],
      () => [`${name} = i32(yield* ballot(${this.#condition(1)}));`],
      () => [`if (yield* ${this.#one(["any", "all"])}(${this.#condition(1)})) ${name} = ${this.#value(1)};`],
      () => [`if (yield* barrierAny(${this.#condition(1)})) ${name} = ${this.#value(1)};`],
      () => [
        `cells[thread] = ${this.#value(1)};`,
        "yield* warpSync();",
        `${name} = cells[bitXor(thread, ${this.#choose(32)})]!;`,
        "yield* warpSync();",
      ],
      () => [`cells[thread] = ${this.#value(1)};`, "yield* barrier();", `${name} = cells[${this.#index(threads)}]!;`, "yield* barrier();"],
      () => ["yield* barrier();", `${name} = bins[${8 * this.#choose(atomics.length)} + ${this.#index(8)}]!;`, "yield* barrier();"],
      () => [`for (let n${this.#serial} = 0; n${this.#serial} < 2; n${this.#serial++}++) {`, ...this.#statements(2, 1, true), "}"],
    ])();
  }
  #statements(count: number, depth: number, meets: boolean): string[] {
    return Array.from({ length: count }, () => (meets && this.#choose(2) === 0 ? this.#together() : this.#alone(depth))).flat();
  }
  text(count: number, dsl: string): string {
    return `import { ${language.split(" ").concat(atomics).join(", ")}, threads, type Global, type Static } from "${dsl}";
export const random = kernel(import.meta.url, "random", (_: Static<object>, __: Static<{ warps: number }>) =>
(x: Global<i32, [i32]>, y: Global<i32, [i32, i32, i32]>, z: Global<i32, [i32, i32, i32]>, counts: Global<i32, [i32, i32]>) => {
for (const [block] of work([${blocks}])) {
const cells = shared(i32, [${threads}]);
const bins = shared(i32, [${8 * atomics.length}]);
fill(bins, 85);
threads(function* ({ thread, warp, lane, count }) {
const own = local(i32, [4]);
for (const n of unrolled(0, 4)) own[n] = thread * n;
let a: i32 = x.read(block * ${threads} + thread);
let b: i32 = thread - 40;
let c: i32 = block + 5;
${this.#statements(count, 2, true).join("\n")}
${names.map((name, n) => `y.write(${name}, block, ${n}, thread);`).join("\n")}
yield* barrier();
if (thread < ${8 * atomics.length}) z.write(bins[thread]!, block, idiv(thread, 8), remainder(thread, 8));
});
}
}, { problem: {}, tuning: { warps: ${threads / 32} } });
`;
  }
}

/** A random program as a case of the exact kernels; what `use` gives is awaited before the program's file goes. */
export const withRandomThreads = async <T>(choices: readonly number[], steps: number, use: (one: ExactCase) => Promise<T>): Promise<T> => {
  // Inside the repository, so that the file can be imported like any other.
  const parent = fileURLToPath(new URL("../.cuica", import.meta.url));
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, "threads-"));
  try {
    const file = join(folder, "random.ts");
    writeFileSync(file, new Program(choices).text(steps, "../../dsl/index.ts"));
    const { random } = (await import(pathToFileURL(file).href)) as { random: ExactCase["kernel"] };
    const ints = (shape: readonly number[], value: (n: number) => number): HostTensor =>
      HostTensor.fromNumbers(
        "i32",
        shape,
        Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, n) => value(n)),
      );
    return await use({
      kernel: random,
      tensors: {
        x: ints([threads * blocks], (n) => ((n * 2654435761) | 0) >> (n % 24)),
        y: ints([blocks, names.length, threads], () => 0),
        z: ints([blocks, atomics.length, 8], () => 0),
        counts: ints([atomics.length, 8], (n) => 3 * n),
      },
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
};
/** Throws unless JavaScript, the CPU back end and the simulator give the same. */
export const checkRandomThreads = (choices: readonly number[], steps: number): Promise<void> =>
  withRandomThreads(choices, steps, checkExact);

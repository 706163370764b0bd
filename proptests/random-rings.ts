// Random programs of two explicit rings: any legal order of fills and uses, with a loop that leaves the rings as it found them.

type Step = { readonly ring: number; readonly produce: boolean } | { readonly loop: number; readonly body: readonly Step[] };
/** A legal schedule: each step fills or uses a ring that allows it; loops leave the counts as they were. */
const scheduleOf = (choices: readonly number[], stages: readonly number[]): Step[] => {
  const filled = stages.map(() => 0);
  let next = 0;
  const choose = (limit: number): number => (choices[next++ % choices.length]! + next) % limit;
  const steps = (count: number): Step[] =>
    Array.from({ length: count }, (): Step => {
      const ring = choose(stages.length);
      const produce = filled[ring] === 0 || (filled[ring]! < stages[ring]! && choose(2) === 0);
      filled[ring]! += produce ? 1 : -1;
      return { ring, produce };
    });
  const before = steps(4);
  const level = [...filled];
  const body = steps(5);
  for (const [ring, wanted] of level.entries())
    while (filled[ring] !== wanted) {
      const produce = filled[ring]! < wanted;
      body.push({ ring, produce });
      filled[ring]! += produce ? 1 : -1;
    }
  return [...before, { loop: 2 + choose(2), body }, ...steps(3)];
};
const textOf = (steps: readonly Step[], stages: readonly number[]): string => {
  const lines = (list: readonly Step[]): string[] =>
    list.flatMap((s) =>
      "loop" in s
        ? [`for (const turn of serial(0, turns)) {`, ...lines(s.body), "}"]
        : s.produce
          ? [`r${s.ring}.produce(({ t }) => copy(x.at(range(from, 8), range(0, 32)), t)); from += 8;`]
          : [`r${s.ring}.consume(({ t }) => { for (const [i, j] of parallel(8, 32)) own[i][j] = own[i][j] * 0.5 + t[i][j]; });`],
    );
  return `import { copy, f32, fill, fragment, type Global, i32, kernel, parallel, range, ring, serial, shared, type Static, work } from "cuica/dsl";
export const random = kernel(import.meta.url, "random", (_: Static<object>, __: Static<{ warps: number }>) => (x: Global<f32, [i32, i32]>, y: Global<f32, [i32, i32]>, turns: i32) => {
for (const [item] of work([1])) {
let from: i32 = item;
const own = fragment(f32, [8, 32]);
fill(own, 0);
${stages.map((n, ring) => `const r${ring} = ring({ t: shared(f32, [8, 32]) }, { stages: ${n} });`).join("\n")}
${lines(steps).join("\n")}
copy(own, y.at(range(0, 8), range(0, 32)));
}
}, { problem: {}, tuning: { warps: 2 } });
`;
};

/** TypeScript of a kernel `random` of x, y and turns; `choices` decide the order, `stages` the rings' slots. */
export const ringProgram = (choices: readonly number[], stages: readonly number[]): string => textOf(scheduleOf(choices, stages), stages);

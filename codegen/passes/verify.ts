// Checks tile IR between passes: names are defined before they are used, lane variables stay inside their loop, tile operations outside
// elementwise loops, nothing beside the grid, no prefetching before rings have been made. A problem here is a fault of the compiler, not of the author.
import type { Expr, Statement, Variable } from "../ir/tile.ts";
import { bodiesOf, expressionsOf, walkExpression } from "./walk.ts";

export const verifyTile = (body: readonly Statement[], ringsMade: boolean): string[] => {
  const problems: string[] = [];
  const say = (s: Statement, text: string): void => void problems.push(`${s.position.file}:${s.position.line}: ${text}`);
  const check = (statements: readonly Statement[], outer: ReadonlySet<Variable>, inElements: boolean): void => {
    const known = new Set(outer);
    const use = (s: Statement, e: Expr): void =>
      walkExpression(e, (x) => {
        if (x.kind === "variable" && x.variable.role !== "parameter" && !known.has(x.variable))
          say(s, `variable ${x.variable.name} is used outside its scope`);
      });
    for (const s of statements) {
      const own = s.kind === "tile" ? s.combination : undefined;
      if (own) for (const v of [...own.left, ...own.right, ...own.definitions.map((d) => d.variable)]) known.add(v);
      for (const e of expressionsOf(s)) use(s, e);
      if (
        inElements &&
        (s.kind === "tile" ||
          s.kind === "parallel" ||
          s.kind === "threads" ||
          s.kind === "work" ||
          s.kind === "barrier" ||
          s.kind.startsWith("ring"))
      )
        say(s, `${s.kind} inside elementwise or per-thread code`);
      if (s.kind === "effect" && inElements !== (s.where !== "executor")) say(s, `effect ${s.name} stands in another place than it says`);
      if (s.kind === "for" && s.mode !== "pipelined" && s.stages !== 1) say(s, `a loop that is not pipelined has ${s.stages} stages`);
      if (ringsMade && s.kind === "for" && s.mode === "pipelined") say(s, "a pipelined loop is left");
      if (!ringsMade && s.kind === "ringProduce" && s.prefetch) say(s, "prefetching before rings are made");
      if (s.kind === "let") known.add(s.variable);
      if (s.kind === "effect" && s.result) known.add(s.result);
      const inner = new Set(known);
      if (s.kind === "for") inner.add(s.variable);
      if (s.kind === "ringProduce" && s.prefetch) inner.add(s.prefetch.variable);
      if (s.kind === "work" || s.kind === "parallel") for (const v of s.indices) inner.add(v);
      if (s.kind === "threads") for (const v of [s.thread, s.warp, s.lane]) inner.add(v);
      for (const nested of bodiesOf(s)) check(nested, inner, inElements || s.kind === "parallel" || s.kind === "threads");
    }
  };
  const grid = body.find((s) => s.kind === "work");
  if (grid && body.length > 1) say(grid, "something stands beside the grid");
  check(body, new Set(), false);
  return problems;
};

// Mutants of what is known of indices: checks that are left out where they are needed, refusals of what may go well, and errors at other places.
import { type Edit, inFile } from "./edit.ts";

export const rangeEdits: readonly Edit[] = [
  ...inFile("codegen/passes/ranges.ts", [
    {
      name: "lanes start behind the first",
      find: "this.name(variable, interval(0, s.extents[n]! - 1))",
      replace: "this.name(variable, interval(1, s.extents[n]! - 1))",
      breaks: "the first element of a parallel loop is not thought of",
    },
    {
      name: "conditions hold in both branches",
      find: "this.assume(s.condition, holds);",
      replace: "this.assume(s.condition, true);",
      breaks: "what an `if` tests is taken for granted in its `else`",
    },
    {
      name: "loops are gone through once",
      find: "if ([...next].every(([variable, values]) => start.get(variable) === values)) break;",
      replace: "if (passes >= 0) break;",
      breaks: "an assigned variable counts as what it was before the loop",
    },
    {
      name: "names follow what is assigned",
      find: 'if (part.kind === "variable" && this.passing.has(part.variable)) lasting = false;',
      replace: "",
      breaks: "a name is taken for the present value of a variable that was assigned since",
    },
    {
      name: "narrowing through sums that wrap",
      find: " || !isWithin(binaryInterval(e.op, a, b), allOf(e.dtype))) return;",
      replace: ") return;",
      breaks: "a condition on a sum that wrapped says something of its parts",
    },
    {
      name: "one branch is forgotten",
      find: "both.set(variable, union(values, others));",
      replace: "both.set(variable, values);",
      breaks: "behind an `if` a variable counts as what the first branch made of it",
    },
  ]),
  ...inFile("codegen/ir/interval.ts", [
    {
      name: "wrapped sums stay large",
      find: "isExact && isWithin(exact, all) ? exact : all;",
      replace: "isExact ? exact : all;",
      breaks: "a sum that wraps is looked for where it would be without",
    },
    {
      name: "remainders have the divisor's sign",
      find: "interval(a!.low < 0 ? Math.max(a!.low, -most) : 0,",
      replace: "interval(0,",
      breaks: "the remainder of a negative number counts as not negative",
    },
    {
      name: "bits of the larger number alone",
      find: "interval(0, mask(Math.max(a!.high, b!.high)))",
      replace: "interval(0, Math.max(a!.high, b!.high))",
      breaks: "an exclusive or counts as not larger than its arguments",
    },
  ]),
  ...inFile("codegen/emit/js/tiles.ts", [
    {
      name: "one proof for all places",
      find: "proven.set(of, before ? inside.map((is, n) => is && before[n]!) : inside);",
      replace: "proven.set(of, inside.map((is, n) => is || (before?.[n] ?? false)));",
      breaks: "an index that is safe at one of its places is checked at none",
    },
  ]),
  ...inFile("codegen/frontend/bounds.ts", [
    {
      name: "refused under any condition",
      find: "return (here.holds ? values.low > 0 : values.high < 1) ? search(level + 1, at) : null;",
      replace: "return search(level + 1, at);",
      breaks: "an access whose condition never holds is refused",
    },
    {
      name: "any slice is as long as its tensor",
      find: "extent: length ? null : target.tensor.extents[axis]!",
      replace: "extent: target.tensor.extents[axis]!",
      breaks: "an index of a slice is held against the extent of the whole tensor",
    },
  ]),
];

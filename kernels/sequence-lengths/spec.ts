// The contract of growing sequences: every length and distance, exactly.
import fc from "fast-check";
import { expectAllWritten } from "../../proptests/lib/laws.ts";
import { runPlan } from "../../proptests/lib/operators.ts";
import { besideModule, type Execution, type Spec } from "../../proptests/lib/spec.ts";
import { HostTensor } from "../../proptests/lib/tensors.ts";
import { advanceLengths } from "./operator.ts";
import { advancedReference } from "./reference.ts";

export interface LengthsCase {
  readonly lengths: readonly number[];
  readonly distance: number;
}
const lengthsCase: fc.Arbitrary<LengthsCase> = fc.record({
  lengths: fc.array(fc.oneof(fc.nat(9), fc.nat(2 ** 31 - 2)), { minLength: 1, maxLength: 9 }),
  distance: fc.nat(12),
});

const checkLengths = async (one: LengthsCase, execute: Execution): Promise<void> => {
  const lengths = HostTensor.fromNumbers("i32", [one.lengths.length], one.lengths);
  const { outputs } = await runPlan(advanceLengths(), { tensors: { lengths }, scalars: { distance: one.distance } }, execute, 1);
  expectAllWritten("advanceLengths", outputs);
  const expected = advancedReference(one.lengths, one.distance);
  for (const [name, tensor] of [
    ["lengths", lengths],
    ["behind", outputs["behind"]!],
  ] as const)
    if (`${[...tensor.toNumbers()]}` !== `${expected[name]}`)
      throw new Error(`advanceLengths: ${name} are [${[...tensor.toNumbers()]}], not [${expected[name]}]`);
};

export const lengthsSpec: Spec<LengthsCase> = {
  name: "advanceLengths",
  file: besideModule(import.meta.url, "operator.ts"),
  tunings: [{ warps: 1 }],
  cases: () => lengthsCase,
  check: (one, _tuning, execute) => checkLengths(one, execute),
};

/** What `verify` checks in this folder. */
export const specs: readonly Spec[] = [lengthsSpec];

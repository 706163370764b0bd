// What sampling's random choice is worth: tokens come as often as their probabilities say, and a batch changes no row.
import { expect, test } from "vitest";
import { runPlan } from "../../proptests/lib/operators.ts";
import { HostTensor } from "../../proptests/lib/tensors.ts";
import { runOnCpu } from "../../runtime/executions.ts";
import { sampling } from "./operator.ts";
import { weightsOf } from "./reference.ts";

const logits = [2, 1, 0, -1, 0.5, -3, -20, 1.5];
const choose = async (
  positions: readonly number[],
  options: { readonly temperature: number; readonly topK: number; readonly topP: number },
) => {
  const rows = positions.length;
  const same = (dtype: "f32" | "i32", value: number): HostTensor =>
    HostTensor.fromNumbers(
      dtype,
      [rows],
      positions.map(() => value),
    );
  const { outputs } = await runPlan(
    sampling({ vocabulary: logits.length }, { blockN: 32, warps: 1 }),
    {
      tensors: {
        logits: HostTensor.fromNumbers(
          "f32",
          [rows, logits.length],
          positions.flatMap(() => logits),
        ),
        active: same("i32", 1),
        temperatures: same("f32", options.temperature),
        topK: same("i32", options.topK),
        topP: same("f32", options.topP),
        seeds: HostTensor.fromNumbers(
          "u32",
          [rows, 2],
          positions.flatMap(() => [7, 0]),
        ),
        positions: HostTensor.fromNumbers("i32", [rows], positions),
      },
      scalars: {},
    },
    runOnCpu,
    1,
  );
  return Array.from(outputs["tokens"]!.toNumbers());
};

test.each([
  { temperature: 1, topK: 0, topP: 1 },
  { temperature: 2, topK: 0, topP: 1 },
  { temperature: 1, topK: 3, topP: 1 },
  { temperature: 1, topK: 0, topP: 0.8 },
])("tokens come as often as their probabilities say: %j", async (options) => {
  const draws = 4000;
  const tokens = await choose(
    Array.from({ length: draws }, (_, n) => n),
    options,
  );
  const weights = weightsOf({ logits, ...options, seed: [7, 0], position: 0 });
  const total = weights.reduce((a, b) => a + b, 0);
  let chiSquared = 0;
  for (const [token, weight] of weights.entries()) {
    const count = tokens.filter((one) => one === token).length;
    const expected = (draws * weight) / total;
    if (weight === 0) expect(count).toBe(0);
    else if (expected >= 5) chiSquared += (count - expected) ** 2 / expected;
  }
  // Of 7 degrees of freedom, beyond which one of 10^4 right samplers is.
  expect(chiSquared).toBeLessThan(29.9);
});

test("a row's token depends on its seed and position, not on its batch", async () => {
  const options = { temperature: 1, topK: 0, topP: 0.95 };
  const together = await choose([3, 5, 8, 13], options);
  const alone = [];
  for (const position of [3, 5, 8, 13]) alone.push(...(await choose([position], options)));
  expect(together).toEqual(alone);
  expect(new Set(await choose([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], options)).size).toBeGreaterThan(1);
});

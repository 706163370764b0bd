// Every instruction record has a conformance program, and each verifies, simulates alike whatever the order of warps, and compiles. What the
// GPU makes of them is conformance.gpu.test.ts.
import { expect, test } from "vitest";
import { emitCuda } from "../codegen/emit/cuda.ts";
import { instructions } from "../codegen/ir/instr/index.ts";
import { verifyLowered } from "../codegen/ir/verify.ts";
import { compileCuda } from "../runtime/cuda/nvrtc.ts";
import { difference, simulateCase } from "./conformance/case.ts";
import { conformanceCases } from "./conformance/index.ts";

const cases = conformanceCases();

test("every instruction record has a case", () => {
  const covered = new Set(cases.map(({ subject }) => subject));
  expect([...instructions.keys()].filter((name) => !covered.has(name))).toEqual([]);
  for (const { subject, program } of cases) expect(JSON.stringify(program.body)).toContain(`"name":"${subject}"`);
});

test.each(cases.map((c) => [`${c.subject}: ${c.detail}`, c] as const))("%s", async (_, c) => {
  expect(verifyLowered(c.program, c.target)).toEqual([]);
  const results = simulateCase(c, 1);
  expect(difference(c, results, simulateCase(c, 2))).toBeNull();
  // Something came out: no output is left as it was, unless a case has none of its kind.
  for (const argument of c.arguments)
    if (argument.isOutput && argument.data.length > 1) expect(results[argument.name]!.some((value) => value !== 0)).toBe(true);
  const { log } = await compileCuda(emitCuda(c.program, { target: c.target, lineDirectives: false }), `${c.program.name}.cu`, {
    architecture: c.target,
  });
  expect(log).not.toMatch(/\(C\d{4}\)|ptxas warning/);
});

// The command line in process: what each command prints, as text and as JSON, and with which exit code it ends; and once through the launcher.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { gpuAvailable } from "../runtime/cuda/device.ts";
import { commands } from "./run.ts";
import { cuica, json } from "./testing/run-command.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const example = (name: string): string => `${root}examples/kernels/${name}.ts`;
const folder = mkdtempSync(join(tmpdir(), "cuica-cli-"));
/** A file in a folder of its own with a kernel of this device program, and a spec beside it if one is given. */
const kernelFile = (name: string, body: string, spec: string | null = null): string => {
  const own = join(folder, name);
  mkdirSync(own, { recursive: true });
  const file = join(own, `${name}.ts`);
  const from = (path: string): string => JSON.stringify(relative(own, root + path));
  const language = from("dsl/index.ts");
  if (spec !== null)
    writeFileSync(
      join(own, "spec.ts"),
      `import fc from ${from("node_modules/fast-check/lib/fast-check.js")};\nexport const specs = [{ name: "k", file: ${JSON.stringify(file)}, ${spec} }];`,
    );
  writeFileSync(
    file,
    `import { ceilDiv, copy, f32, fragment, type Global, type i32, kernel, parallel, range, type Static, work } from ${language};
export const k = kernel(import.meta.url, "k", (_p: Static<object>, { block }: Static<{ block: number }>) => (x: Global<f32, [i32]>, y: Global<f32, [i32]>) => {
  for (const [tile] of work([ceilDiv(x.shape[0], block)])) {
    const a = fragment(f32, [block]);
${body}
  }
}, { problem: {}, tuning: { block: 64, warps: 2 } });
`,
  );
  return file;
};

describe("usage", () => {
  test("no command at all shows the overview, as a mistake", async () => {
    const { code, out } = await cuica();
    expect(code).toBe(2);
    for (const { name } of commands) expect(out).toContain(`cuica ${name}`);
  });
  test.each(commands.map(({ name }) => name))("%s --help tells what it does and ends well", async (name) => {
    const { code, out } = await cuica(name, "--help");
    expect([code, out.startsWith(`cuica ${name}`)]).toEqual([0, true]);
  });
  test.each([
    [["fly"], "there is no command fly"],
    [["compile"], "an argument is missing"],
    [["compile", "missing.ts"], "there is no file missing.ts"],
    [["compile", "docs"], "docs is a folder: no file of it declares a kernel"],
    [["list", "kernels/norm"], "kernels/norm is a folder: name one of its files: kernels/norm/kernel.ts"],
    [["verify", "kernels/norm"], "name one of its files: kernels/norm/kernel.ts"],
    [["verify", "kernels/norm#rmsNorm"], "name one of its files: kernels/norm/kernel.ts"],
    [["compile", example("gemm"), "--out", "docs"], "--out is docs, which cannot be written: it is a folder"],
    [["compile", example("gemm"), "--emit", "wasm"], "--emit is wasm; it must be one of"],
    [["compile", example("gemm"), "--wings"], "--wings"],
    [["compile", `${example("gemm")}#product`], "it declares matrixProduct"],
    [["compile", example("gemm"), "--constants", "{"], "--constants is not JSON"],
    [["compile", example("gemm"), "--constants", '{"blockQ":1}'], "it has dtype, activation"],
    [["compile", example("gemm"), "--emit", "cubin"], "--out"],
    [["verify", example("softmax"), "--runs", "many"], "--runs is many"],
  ])("%j is refused without a stack", async (args, text) => {
    const { code, out, error } = await cuica(...args);
    expect([code, out]).toEqual([2, ""]);
    expect(error).toContain(text);
    expect(error).not.toMatch(/^\s+at /m);
  });
});

test("list gives kernels and their constants", async () => {
  const { code, out } = await cuica("list", example("gemm"));
  expect([code, out]).toEqual([
    0,
    "matrixProduct\n  problem  dtype=bf16 activation=none hasBias=false\n  tuning   blockM=128 blockN=128 blockK=32 stages=3 warps=4\n",
  ]);
});

test("doctor's exit code says whether a GPU can be used", async () => {
  const { code, data } = await json("doctor");
  expect(code).toBe(data["canCompile"] && data["canLaunch"] ? 0 : 2);
});

describe("compile", () => {
  test.each([
    ["tile-ir", "kernel softmax(x: f16[?, ?]"],
    ["lowered-ir", "program softmax: 128 threads"],
    ["js", "softmax.ts"],
    ["cuda", 'extern "C" __global__'],
  ])("to %s", async (emit, text) => {
    const { code, out } = await cuica(
      "compile",
      example("softmax"),
      "--emit",
      emit,
      "--problem",
      '{"dtype":"f16"}',
      "--tuning",
      '{"blockN":64}',
    );
    expect(code).toBe(0);
    expect(out).toContain(text);
  });
  test("--constants finds the place of each name", async () => {
    const { data } = await json(
      "compile",
      example("softmax"),
      "--emit",
      "lowered-ir",
      "--constants",
      '{"dtype":"bf16","blockN":128,"warps":8}',
    );
    expect(data).toMatchObject({ problem: { dtype: "bf16" }, tuning: { blockM: 4, blockN: 128, warps: 8 }, threads: 256 });
    expect(data["text"]).toContain("program softmax: 256 threads");
  });
  test("--generic takes strides that the aligned class leaves out", async () => {
    const [aligned, generic] = [await cuica("compile", example("vector-add")), await cuica("compile", example("vector-add"), "--generic")];
    expect([aligned.out.includes("x_stride0"), generic.out.includes("x_stride0")]).toEqual([false, true]);
  });
  test("--dump shows every stage, in order", async () => {
    const { out } = await cuica("compile", example("gemm"), "--dump", "--emit", "tile-ir");
    const heads = [...out.matchAll(/^\/\/ ---- (.*)$/gm)].map(([, name]) => name);
    expect([heads[0], heads.at(-2), heads.at(-1)]).toEqual(["front end", "lowered IR", "tile-ir"]);
    expect(heads).toContain("rings");
    const { data } = await json("compile", example("gemm"), "--dump", "--emit", "tile-ir");
    expect((data["stages"] as { name: string }[]).map(({ name }) => name)).toEqual(heads.slice(0, -1));
  });
  test("--out writes the text there", async () => {
    const out = join(folder, "deep", "softmax.cu");
    const { code } = await cuica("compile", example("softmax"), "--out", out);
    expect(code).toBe(0);
    expect(readFileSync(out, "utf8")).toBe((await cuica("compile", example("softmax"))).out);
  });
  test("a kernel that is wrong ends with 1 and its diagnostics", async () => {
    const file = kernelFile(
      "wrong",
      "    copy(x.at(range(tile * block, block)), a);\n    const half = block / 2 + tile / 2;\n    y.write(a[0], half);",
    );
    const { code, error } = await cuica("compile", file);
    expect(code).toBe(1);
    expect(error).toMatch(/wrong\.ts:6:\d+: CUI2001: /);
    expect(error).toContain("help: use idiv(a, b)");
    expect(error).not.toMatch(/^\s+at /m);
    const { data } = await json("compile", file);
    const { diagnostics } = data["error"] as { diagnostics: { code: string; line: number; file: string }[] };
    expect(diagnostics).toContainEqual(expect.objectContaining({ code: "CUI2001", line: 6, file }));
  });
});

describe("verify", () => {
  test("an operator is named like a kernel, with constants by group", async () => {
    const operator = `${root}kernels/sliding-window-attention/operator.ts#attentionDecode`;
    const { code, data } = await json("verify", operator, "--runs", "1");
    expect([code, data]).toEqual([0, expect.objectContaining({ passed: true, spec: "attentionDecode" })]);
    expect((await cuica("verify", operator, "--constants", '{"dtype":"f16"}')).error).toContain("--problem and --tuning");
  });
  test("a kernel with a spec keeps it, for the constants that are given", async () => {
    const { code, data } = await json(
      "verify",
      example("softmax"),
      "--runs",
      "3",
      "--problem",
      '{"dtype":"f16"}',
      "--tuning",
      '{"blockM":2,"blockN":32}',
    );
    expect([code, data]).toEqual([
      0,
      expect.objectContaining({ passed: true, runs: 3, spec: "softmax", tuning: { blockM: 2, blockN: 32, warps: 4 } }),
    ]);
  });
  test("a kernel that breaks its spec ends with 1, a counterexample and how to see it again", async () => {
    const file = kernelFile(
      "broken",
      "    copy(x.at(range(tile * block, block)), a);\n    copy(a, y.at(range(tile * block, block)));",
      `tunings: [{ block: 64 }], cases: ({ tuning }) => fc.integer({ min: 1, max: tuning.block }), check: async (length) => { if (length > 7) throw new Error("too long"); }`,
    );
    const { code, data } = await json("verify", file);
    expect([code, data]).toEqual([1, expect.objectContaining({ passed: false, counterexample: "8" })]);
    expect(data["replay"]).toContain("broken.ts#k --device cpu");
  });
  test("a kernel without a spec agrees between two executions", async () => {
    const file = kernelFile(
      "double",
      "    copy(x.at(range(tile * block, block)), a);\n    for (const [i] of parallel(block)) a[i] *= 2;\n    copy(a, y.at(range(tile * block, block)));",
    );
    const { code, data } = await json("verify", file, "--runs", "6", "--seed", "3");
    expect([code, data]).toEqual([0, expect.objectContaining({ passed: true, runs: 6, spec: null })]);
  });
  test("a race is found, and can be run again", async () => {
    // Both warps write element 0 of every block.
    const file = kernelFile("race", "    copy(x.at(range(tile * block, block)), a);\n    copy(a, y.at(range(0, block)));");
    const { code, data } = await json("verify", file, "--runs", "10");
    expect([code, data["passed"]]).toEqual([1, false]);
    expect(data["message"]).toContain("race.ts");
    expect(data["replay"]).toContain(`--runs 1 --seed ${data["seed"]}`);
    const again = await json("verify", file, "--runs", "1", "--seed", String(data["seed"]));
    expect(again.data).toEqual({ ...data, runs: 1 });
  });
});

test.skipIf(gpuAvailable())("without a GPU, what needs one ends with 2", async () => {
  const { code, error } = await cuica("verify", example("softmax"), "--device", "gpu");
  expect([code, error]).toEqual([2, expect.stringMatching(/^CUI300[15]: [\s\S]*\n {2}help: /)]);
  expect((await cuica("bench")).code).toBe(2);
});

test("the launcher runs TypeScript and passes the exit code on", () => {
  const launch = (...args: string[]) => spawnSync(process.execPath, [`${root}cli/cuica.mjs`, ...args], { encoding: "utf8" });
  const listed = launch("list", example("vector-add"), "--json");
  expect([listed.status, JSON.parse(listed.stdout)]).toEqual([
    0,
    [{ name: "vectorAdd", defaults: { problem: {}, tuning: { block: 1024, warps: 4 } } }],
  ]);
  const refused = launch("list", "missing.ts");
  expect([refused.status, refused.stdout, existsSync("missing.ts")]).toEqual([2, "", false]);
});

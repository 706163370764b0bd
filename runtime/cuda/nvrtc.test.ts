import { describe, expect, test } from "vitest";
import { discover } from "./discover.ts";
import { NvrtcError } from "./errors.ts";
import { compileCuda, nvrtcVersion, parseMessages, parseResources } from "./nvrtc.ts";

const kernel = (body: string): string =>
  `extern "C" __global__ void __launch_bounds__(128) k(float* p, int n) {\n#line 41 "scale.ts"\n${body}\n}\n`;
const failure = async (action: () => Promise<unknown>): Promise<NvrtcError> => {
  try {
    await action();
  } catch (error) {
    if (error instanceof NvrtcError) return error;
    throw error;
  }
  throw new Error("the program compiled");
};

describe.skipIf(discover("nvrtc").found === null)("NVRTC", () => {
  test.each(["sm_80", "sm_90a"] as const)("compiles a kernel for %s", async (architecture) => {
    const { cubin, ptx, resources, warnings, log } = await compileCuda(
      kernel("__shared__ float s[32]; s[threadIdx.x & 31] = n; __syncthreads(); p[threadIdx.x] = s[n];"),
      "k",
      { architecture, ptx: true },
    );
    expect([...cubin.subarray(1, 4)].map((byte) => String.fromCharCode(byte)).join("")).toBe("ELF");
    expect(ptx).toContain(`.target ${architecture}`);
    expect(ptx).toContain(".entry k");
    expect(log).toContain(architecture);
    expect(resources.registers).toBeGreaterThan(3);
    expect(resources).toMatchObject({ sharedBytes: 128, spillBytes: 0 });
    expect(warnings).toEqual([]);
  });
  test("does not fuse products and sums by itself", async () => {
    const { ptx } = await compileCuda(kernel("p[0] = p[1] * p[2] + p[3];"), "k", { architecture: "sm_80", ptx: true });
    expect(ptx).toMatch(/mul\.(rn\.)?f32/);
    expect(ptx).not.toContain("fma.rn.f32");
  });
  test("gives the same bytes for the same program", async () => {
    const once = () => compileCuda(kernel("p[n] = 1.0f;"), "k", { architecture: "sm_90a" });
    // Two at once, on two threads.
    const [first, second] = await Promise.all([once(), once()]);
    expect(Buffer.from(first.cubin).equals(Buffer.from(second.cubin))).toBe(true);
  });
  test("points to the line of the source that #line names", async () => {
    const error = await failure(() => compileCuda(kernel("int a;\np[0] = missing;"), "k", { architecture: "sm_80" }));
    expect(error.code).toBe("CUI3002");
    expect(error.messages).toContainEqual({ file: "scale.ts", line: 42, severity: "error", text: 'identifier "missing" is undefined' });
    expect(error.message).toContain("scale.ts(42)");
  });
  test("tells of instructions that the assembler refuses", async () => {
    const error = await failure(() => compileCuda(kernel('asm volatile("wgmma.fence.sync.aligned;");'), "k", { architecture: "sm_80" }));
    expect(error.log).toContain("wgmma");
  });
  test("tells of an unknown option", async () => {
    expect((await failure(() => compileCuda(kernel(""), "k", { architecture: "sm_80", options: ["--nonsense"] }))).log).toContain(
      "--nonsense",
    );
  });
  test("counts spills and warns of them", async () => {
    const body =
      "float r[64]; for (int i = 0; i < 64; i++) r[i] = p[i * 1024 + threadIdx.x]; __syncthreads();\n" +
      "for (int j = 0; j < n; j++) for (int i = 0; i < 64; i++) r[i] = r[i] * r[(i * 7 + 1) & 63] + 1.0f;\nfor (int i = 0; i < 64; i++) p[i * 1024 + threadIdx.x] = r[i];";
    const { resources, warnings } = await compileCuda(kernel(body).replace("(128)", "(1024, 2)"), "k", { architecture: "sm_90a" });
    expect(resources.spillBytes).toBeGreaterThan(0);
    expect(warnings.join("\n")).toContain("spilled to local memory");
  });
  test("compiles text of several megabytes", async () => {
    const { cubin } = await compileCuda(`/*${"x".repeat(3_000_000)}*/\n${kernel("p[0] = 1.0f;")}`, "k", { architecture: "sm_80" });
    expect(cubin.length).toBeGreaterThan(1000);
  });
  test("has a version", () => {
    expect(nvrtcVersion()).toMatch(/^\d+\.\d+$/);
  });
});

test("messages are read from a log, whatever their severity", () => {
  const log =
    'a b.ts(3): warning #177-D: variable "x" was declared but never referenced\nk(1): catastrophic error: could not open source file "h"\nptxas info    : 0 bytes gmem';
  expect(parseMessages(log)).toEqual([
    { file: "a b.ts", line: 3, severity: "warning", text: 'variable "x" was declared but never referenced' },
    { file: "k", line: 1, severity: "error", text: 'could not open source file "h"' },
  ]);
});
test("of several kernels the largest counts", () => {
  const log =
    "ptxas         .     0 bytes stack frame, 4 bytes spill stores, 8 bytes spill loads\nptxas info    : Used 40 registers, used 1 barriers, 128 bytes smem\nptxas info    : Used 168 registers";
  expect(parseResources(log)).toEqual({ registers: 168, sharedBytes: 128, spillBytes: 12 });
});

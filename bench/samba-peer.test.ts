// The Samba benchmark's peer, with programs that stand in for Python: what it is asked, its answer, and each way of not answering.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { presets } from "../runtime/samba/presets.ts";
import { peer } from "./samba-peer.ts";

const folder = mkdtempSync(join(tmpdir(), "cuica-peer-"));
afterAll(() => rmSync(folder, { recursive: true }));
/** Asks a program that gets the case as `request`. */
const answered = (program: string): ReturnType<typeof peer> => {
  const path = join(folder, "python");
  writeFileSync(path, `#!${process.execPath}\nconst [request] = JSON.parse(process.argv[3]);\n${program}\n`);
  chmodSync(path, 0o755);
  vi.stubEnv("CUICA_PYTHON", path);
  return peer({ kind: "prefill", config: presets["Samba_421M"]!, batch: 1, tokens: 4096, chunk: 2048 });
};

test("gets the case with the model's fields, and gives the last line's answer", () => {
  const found = answered(
    'console.log("loading"); console.log(JSON.stringify({ [request.name]: { milliseconds: 5, how: JSON.stringify(request) } }));',
  );
  expect(found).toMatchObject({ milliseconds: 5 });
  expect(JSON.parse((found as { how: string }).how)).toMatchObject({
    ...{ kind: "prefill", batch: 1, tokens: 4096, chunk: 2048, limitSeconds: 150 },
    model: { n_embd: 1536, local_window: 2048, mb_per_layer: 2 },
  });
});

test("a case that it has no time for does not end the run", () => {
  expect(answered('console.log(JSON.stringify({ [request.name]: { missing: "out of memory" } }));')).toEqual({ missing: "out of memory" });
});

test.each([
  [
    "no PyTorch",
    'console.error("first"); console.error("ModuleNotFoundError: torch"); process.exitCode = 1;',
    "ModuleNotFoundError: torch",
  ],
  ["nothing said", "process.exitCode = 3;", "it ended with 3"],
  ["no JSON", 'console.log("hello");', 'it answered "hello"'],
])("%s", (_name, program, missing) => {
  expect(answered(program)).toEqual({ missing, everywhere: true });
});

test("no Python at all", () => {
  vi.stubEnv("CUICA_PYTHON", join(folder, "nothing"));
  const found = peer({ kind: "decode", config: presets["Samba_421M"]!, batch: 1, tokens: 1, chunk: 1 });
  expect(found).toEqual({ missing: expect.stringContaining("ENOENT"), everywhere: true });
});

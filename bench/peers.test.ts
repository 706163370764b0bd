// The benchmark's peers, with programs that stand in for Python: what they are asked, their answers, and each way of not answering.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { Peers } from "./peers.ts";

const folder = mkdtempSync(join(tmpdir(), "cuica-peers-"));
afterAll(() => rmSync(folder, { recursive: true }));
const standIn = (program: string): void => {
  const path = join(folder, "python");
  writeFileSync(path, `#!${process.execPath}\n${program}\n`);
  chmodSync(path, 0o755);
  vi.stubEnv("CUICA_PYTHON", path);
};
const [first, second] = [16, 32].map((n) => ({ kind: "softmax" as const, parameters: { rows: n, columns: 8 } }));

test("one process is asked for case after case", async () => {
  standIn(`let asked = 0;
    require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
      asked += 1;
      const { kind, rows } = JSON.parse(line);
      console.log("a library says something");
      const answer = rows === 32 ? { missing: kind + " is not there" } : { milliseconds: rows + asked };
      console.log(JSON.stringify({ answer }).replace(":", ": "));
    });`);
  using peers = new Peers();
  expect(await peers.ask(first!)).toEqual({ milliseconds: 17 });
  expect(await peers.ask(second!)).toEqual({ missing: "softmax is not there" });
  expect(await peers.ask(first!)).toEqual({ milliseconds: 19 });
});

test("a case that takes too long is given up, and the next one asks anew", async () => {
  standIn(`require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
      if (JSON.parse(line).rows === 32) console.log('{"answer": {"milliseconds": 3}}');
    });`);
  using peers = new Peers(2);
  expect(await peers.ask(first!)).toEqual({ missing: "no answer within 2 s" });
  expect(await peers.ask(second!)).toEqual({ milliseconds: 3 });
});

test("a case that ends its process costs the others nothing", async () => {
  standIn(`require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
      if (JSON.parse(line).rows === 32) process.exit(139);
      console.log('{"answer": {"milliseconds": 3}}');
    });`);
  using peers = new Peers();
  for (let n = 0; n < 2; n++) {
    expect(await peers.ask(first!)).toEqual({ milliseconds: 3 });
    for (let again = 0; again < 2; again++) expect(await peers.ask(second!)).toEqual({ missing: "it ended with 139" });
  }
});

test.each([
  ["no PyTorch", 'console.error("first"); console.error("ModuleNotFoundError: torch"); process.exit(1);', "ModuleNotFoundError: torch"],
  ["nothing said", "process.exit(3);", "it ended with 3"],
])("%s", async (_name, program, missing) => {
  standIn(program);
  using peers = new Peers();
  expect(await peers.ask(first!)).toEqual({ missing });
  standIn('console.log(\'{"answer": {"milliseconds": 3}}\')');
  expect(await peers.ask(second!)).toEqual({ missing });
});

test("no Python at all", async () => {
  vi.stubEnv("CUICA_PYTHON", join(folder, "nothing"));
  using peers = new Peers();
  expect(await peers.ask(first!)).toEqual({ missing: expect.stringContaining("ENOENT") });
});

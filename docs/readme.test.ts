// The README's programs run as printed: they are taken from the page, put where it says, and executed.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../cli/run.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const page = readFileSync(`${root}README.md`, "utf8");
/** Files of the page by the name in their first line. They are put two folders down, where git does not look. */
const programs = [...page.matchAll(/```ts\n\/\/ first\/(\S+)\n([\s\S]*?)```/g)].map(([, name, text]) => ({
  name: name!,
  text: text!.replaceAll(/"\.\.\/(dsl|runtime)\//g, '"../../$1/'),
}));
const folder = `${root}.cuica/readme`;

beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  for (const { name, text } of programs) writeFileSync(`${folder}/${name}`, text);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the page shows four programs", () => {
  expect(programs.map(({ name }) => name)).toEqual(["add.ts", "main.ts", "softmax.ts", "continue.ts"]);
});
test("main.ts prints what its comment says", () => {
  const { stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", `${folder}/main.ts`], { encoding: "utf8", cwd: root });
  expect([stdout, stderr]).toEqual(["[ 11, 22, 33, 44, 55 ]\n", ""]);
});
test("continue.ts writes text", () => {
  const { stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", `${folder}/continue.ts`], { encoding: "utf8", cwd: root });
  expect([stderr, stdout.length]).toEqual(["", 100]);
  expect(stdout).toMatch(/^[\n -~]+$/);
}, 120_000);
test.each(["add.ts", "softmax.ts"])("%s verifies on the simulator", async (name) => {
  let text = "";
  const write = (more: string): void => {
    text += more;
  };
  expect([await run(["verify", `${folder}/${name}`, "--runs", "5"], { out: write, error: write, terminal: false }), text]).toEqual([
    0,
    expect.stringContaining("5 random calls agree"),
  ]);
});
test.each(["README.md", "docs/guide.md"])("links of %s lead somewhere", (name) => {
  const text = readFileSync(root + name, "utf8");
  const links = [...text.matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, to]) => to!).filter((to) => !to.startsWith("http"));
  expect(links.filter((to) => !existsSync(`${dirname(root + name)}/${to}`))).toEqual([]);
  const files = [...text.matchAll(/`((?:dsl|codegen|runtime|kernels|proptests|examples|cli|bench|docs)\/[\w./-]+)`/g)].map(([, to]) => to!);
  expect(files.filter((to) => !existsSync(root + to))).toEqual([]);
  expect(links.length + files.length).toBeGreaterThan(3);
});

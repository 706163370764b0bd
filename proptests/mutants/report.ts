// What a run of mutants found, as text, JSON and a page of HTML: the score, what caught each mutant with its smallest case, and what survived.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Equivalent } from "./equivalent.ts";
import type { Result } from "./run.ts";

export interface Score {
  readonly mutants: number;
  readonly caught: number;
  readonly equivalent: number;
  readonly survived: number;
  /** Of the mutants that change a meaning, how many were caught, from 0 to 1. */
  readonly score: number;
  /** Spent by all processes together. */
  readonly seconds: number;
  readonly slowest: number;
}
export type Verdict = "caught" | "equivalent" | "survived";

const verdictOf = ({ mutant, check }: Result, known: ReadonlyMap<string, string>): Verdict =>
  check !== null ? "caught" : known.has(mutant.name) ? "equivalent" : "survived";

export const summary = (results: readonly Result[], equivalents: readonly Equivalent[]) => {
  const known = new Map(equivalents.map(({ mutant, why }) => [mutant, why]));
  const entries = results
    .map((result) => ({
      verdict: verdictOf(result, known),
      name: result.mutant.name,
      group: result.mutant.group,
      place: `${result.mutant.file}:${result.mutant.line}`,
      breaks: result.mutant.breaks,
      caughtBy: result.check,
      case: result.message,
      why: known.get(result.mutant.name) ?? null,
      seconds: Math.round(result.seconds * 10) / 10,
    }))
    .sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict) || (a.name < b.name ? -1 : 1));
  const count = (verdict: Verdict): number => entries.filter((e) => e.verdict === verdict).length;
  const [caught, equivalent, survived] = [count("caught"), count("equivalent"), count("survived")];
  const score: Score = {
    mutants: entries.length,
    caught,
    equivalent,
    survived,
    score: caught + survived === 0 ? 1 : caught / (caught + survived),
    seconds: Math.round(entries.reduce((sum, { seconds }) => sum + seconds, 0)),
    slowest: entries.reduce((most, { seconds }) => Math.max(most, seconds), 0),
  };
  return { score, entries };
};
const order: readonly Verdict[] = ["survived", "equivalent", "caught"];
type Summary = ReturnType<typeof summary>;

export const scoreText = ({ score }: Summary): string =>
  `${score.caught} of ${score.caught + score.survived} mutants that change a meaning were caught (${(100 * score.score).toFixed(1)} %); ${score.equivalent} are proved equivalent, ${score.survived} survive; the slowest took ${score.slowest.toFixed(0)} s`;

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const page = (found: Summary): string => {
  const rows = found.entries.map(
    (e) =>
      `<tr class="${e.verdict}"><td>${e.verdict}<td>${escaped(e.place)}<td>${escaped(e.breaks)}<td>${escaped(e.caughtBy ?? e.why ?? "")}<td><pre>${escaped(e.case.slice(0, 600))}</pre><td>${e.seconds} s`,
  );
  return `<!doctype html><meta charset="utf-8"><title>Mutants</title>
<style>body{font:14px sans-serif}td{vertical-align:top;padding:4px 8px;border-top:1px solid #ccc}pre{white-space:pre-wrap;max-width:48em;margin:0}.survived{background:#fdd}.equivalent{background:#eef}</style>
<h1>Mutants</h1><p>${escaped(scoreText(found))}.</p>
<table><tr><th>verdict<th>place<th>what it breaks<th>caught by, or why it is equivalent<th>smallest case<th>time${rows.join("\n")}</table>
`;
};

/** Writes report.json and report.html into a folder. */
export const writeReport = (folder: string, found: Summary): void => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "report.json"), `${JSON.stringify(found, null, 1)}\n`);
  writeFileSync(join(folder, "report.html"), page(found));
};

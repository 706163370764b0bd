// Charts: points lie where a logarithmic axis puts them, and text is text.
import { expect, test } from "vitest";
import { lineCharts, shortNumber } from "./line-chart.ts";

test("equal factors are equal distances, and larger is further up and to the right", () => {
  const points = [
    [256, 10],
    [1024, 100],
    [4096, 1000],
  ] as const;
  const svg = lineCharts([{ title: "a < b & c", x: "x", y: "y", series: [{ name: "one", points }] }]);
  const places = [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
  expect(places).toHaveLength(3);
  const [[ax, ay], [bx, by], [cx, cy]] = places as [readonly [number, number], readonly [number, number], readonly [number, number]];
  expect(bx).toBeGreaterThan(ax);
  expect(by).toBeLessThan(ay);
  expect(cx - bx).toBeCloseTo(bx - ax, 0);
  expect(cy - by).toBeCloseTo(by - ay, 0);
  expect(svg).toContain("a &lt; b &amp; c");
  expect(svg).not.toContain("NaN");
});
test("plain axes begin at 0, and equal differences are equal distances", () => {
  const points = [
    [0, 0.5],
    [4, 1.5],
    [8, 2.5],
  ] as const;
  const svg = lineCharts([{ title: "t", x: "x", y: "y", linear: true, series: [{ name: "one", points }] }]);
  const places = [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
  const [[ax, ay], [bx, by], [cx, cy]] = places as [readonly [number, number], readonly [number, number], readonly [number, number]];
  expect([cx - bx, cy - by]).toEqual([expect.closeTo(bx - ax, 0), expect.closeTo(by - ay, 0)]);
  expect(by).toBeLessThan(ay);
  expect([...svg.matchAll(/text-anchor="(middle|end)">([\d.]+)</g)].map(([, , tick]) => tick)).toEqual([
    "0",
    "2",
    "4",
    "6",
    "8",
    "0",
    "0.5",
    "1",
    "1.5",
    "2",
    "2.5",
  ]);
  expect(lineCharts([{ title: "t", x: "x", y: "y", linear: true, series: [{ name: "one", points: [[0, 0]] }] }])).not.toMatch(
    /NaN|Infinity/,
  );
});
test("one point, and points of one value, have axes", () => {
  const svg = lineCharts([{ title: "t", x: "x", y: "y", series: [{ name: "one", points: [[1, 0.5]] }] }]);
  expect(svg).not.toMatch(/NaN|Infinity/);
});
test.each([
  [0.5, "0.5"],
  [512, "512"],
  [4096, "4096"],
  [131072, "131k"],
  [2.5e6, "2.5M"],
])("%d is %s", (value, text) => {
  expect(shortNumber(value)).toBe(text);
});

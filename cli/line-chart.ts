// Series of points as one SVG picture, with logarithmic axes or plain ones: what a command measured over lengths, batches or blocks.

export interface Series {
  readonly name: string;
  /** Positive numbers, or on plain axes also 0. */
  readonly points: readonly (readonly [x: number, y: number])[];
}
export interface Chart {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  /** Both axes are plain ones from 0. */
  readonly linear?: boolean;
  readonly series: readonly Series[];
}

const [WIDTH, HEIGHT] = [420, 300];
const margin = { left: 64, right: 16, top: 34, bottom: 46 };
const colours = ["#d4521c", "#1c6fd4", "#2e8b57", "#8a3fbf"];
const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
/** As people write numbers: 0.5, 512, 4096, 131k, 2.5M. */
export const shortNumber = (value: number): string => {
  if (value >= 1e6) return `${Number((value / 1e6).toPrecision(3))}M`;
  return value >= 1e4 ? `${Number((value / 1e3).toPrecision(3))}k` : `${Number(value.toPrecision(4))}`;
};

interface Axis {
  place(value: number): number;
  readonly ticks: readonly number[];
}
/** A logarithmic axis whose ends are powers of `base` around the values. */
const logarithmicAxis = (values: readonly number[], base: number, from: number, to: number): Axis => {
  const log = (value: number): number => Math.log(value) / Math.log(base);
  const low = Math.floor(log(Math.min(...values)) + 1e-9);
  const high = Math.max(low + 1, Math.ceil(log(Math.max(...values)) - 1e-9));
  return {
    place: (value) => from + ((log(value) - low) / (high - low)) * (to - from),
    ticks: Array.from({ length: high - low + 1 }, (_, n) => base ** (low + n)),
  };
};

/** A plain axis from 0 to a tick above the values; ticks are 1, 2 or 5 times a power of ten apart. */
const linearAxis = (values: readonly number[], least: number, from: number, to: number): Axis => {
  const largest = Math.max(...values, least);
  const power = 10 ** Math.floor(Math.log10(largest / 5));
  const step = Math.max(least, [1, 2, 5, 10].map((times) => times * power).find((one) => largest / one <= 6)!);
  const count = Math.max(1, Math.ceil(largest / step - 1e-9));
  return {
    place: (value) => from + (value / (count * step)) * (to - from),
    ticks: Array.from({ length: count + 1 }, (_, n) => n * step),
  };
};

const drawChart = ({ title, x, y, linear = false, series }: Chart, left: number): string => {
  const points = series.flatMap((one) => one.points);
  const [innerLeft, innerRight] = [margin.left, WIDTH - margin.right];
  const [innerTop, innerBottom] = [margin.top, HEIGHT - margin.bottom];
  const axis = (values: readonly number[], base: number, least: number, from: number, to: number): Axis =>
    linear ? linearAxis(values, least, from, to) : logarithmicAxis(values, base, from, to);
  const across = axis(
    points.map(([value]) => value),
    2,
    1,
    innerLeft,
    innerRight,
  );
  const up = axis(
    points.map(([, value]) => value),
    10,
    1e-3,
    innerBottom,
    innerTop,
  );
  const at = (value: number): string => value.toFixed(1);
  return `<g transform="translate(${left} 0)">
<text x="${innerLeft}" y="18" font-size="13" font-weight="bold">${escaped(title)}</text>
${across.ticks.map((tick) => `<path d="M${at(across.place(tick))} ${innerTop}V${innerBottom}" stroke="#e4e4e0"/><text x="${at(across.place(tick))}" y="${innerBottom + 15}" text-anchor="middle">${shortNumber(tick)}</text>`).join("\n")}
${up.ticks.map((tick) => `<path d="M${innerLeft} ${at(up.place(tick))}H${innerRight}" stroke="#e4e4e0"/><text x="${innerLeft - 6}" y="${at(up.place(tick) + 4)}" text-anchor="end">${shortNumber(tick)}</text>`).join("\n")}
<text x="${(innerLeft + innerRight) / 2}" y="${HEIGHT - 10}" text-anchor="middle">${escaped(x)}</text>
<text transform="translate(14 ${(innerTop + innerBottom) / 2}) rotate(-90)" text-anchor="middle">${escaped(y)}</text>
${series
  .map(({ name, points: drawn }, n) => {
    const colour = colours[n % colours.length]!;
    const places = drawn.map(([px, py]) => [at(across.place(px)), at(up.place(py))] as const);
    return `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${places.map((place) => place.join(",")).join(" ")}"/>
${places.map(([px, py], i) => `<circle cx="${px}" cy="${py}" r="3.5" fill="${colour}"><title>${escaped(`${name}: ${drawn[i]![0]}, ${linear ? shortNumber(drawn[i]![1]) : drawn[i]![1].toFixed(1)}`)}</title></circle>`).join("\n")}`;
  })
  .join("\n")}
</g>`;
};

/** Charts beside each other. */
export const lineCharts = (charts: readonly Chart[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH * charts.length} ${HEIGHT}" width="${WIDTH * charts.length}" font-family="sans-serif" font-size="11">
<rect width="100%" height="100%" fill="#fff"/>
${charts.map((chart, n) => drawChart(chart, n * WIDTH)).join("\n")}
</svg>
`;

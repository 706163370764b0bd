// A matrix of values between 0 and 1 as a small SVG picture: a few shades, one path each, so that thousands of cells stay a small file.

const shades = ["#fde3c8", "#fbb981", "#f4843f", "#d4521c", "#97310f", "#511705"];

/** `value(row, column)`: 0 leaves the cell empty; larger is darker. */
export const heatMap = (size: number, value: (row: number, column: number) => number, title: string): string => {
  const paths = shades.map(() => "");
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) {
      const amount = value(row, column);
      if (amount > 0) paths[Math.min(shades.length - 1, Math.floor(amount * shades.length))] += `M${column} ${row}h1v1h-1z`;
    }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -10 ${size + 4} ${size + 12}" width="${4 * (size + 4)}" shape-rendering="crispEdges">
<title>${title}</title>
<text x="0" y="-3" font-family="sans-serif" font-size="5">${title}</text>
<rect width="${size}" height="${size}" fill="#f6f6f4"/>
${paths.map((path, n) => `<path fill="${shades[n]}" d="${path}"/>`).join("\n")}
</svg>
`;
};

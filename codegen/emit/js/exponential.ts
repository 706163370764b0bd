// 2 to the power x in f64, to a relative error of 2^-47 and exactly for integers: some ten times as fast as `Math.pow`, which is right to the last place.
// x = whole + part / 32 + rest with |rest| <= 1/64: two tables, and a polynomial of the rest.

const parts = 32;
const partPowers = Float64Array.from({ length: parts }, (_, part) => 2 ** (part / parts));
/** From 2^-1080, which is 0, to the largest. */
const [least, most] = [-1080, 1023];
const wholePowers = Float64Array.from({ length: most - least + 1 }, (_, n) => 2 ** (n + least));

export const exp2Value = (x: number): number => {
  if (!(x >= least && x < most)) return x >= most ? 2 ** x : x < least ? 0 : Number.NaN;
  const nearest = Math.floor(x * parts + 0.5);
  const t = (x - nearest / parts) * Math.LN2;
  const ofRest = 1 + t * (1 + t * (1 / 2 + t * (1 / 6 + t * (1 / 24 + t * (1 / 120)))));
  return partPowers[nearest & (parts - 1)]! * ofRest * wholePowers[(nearest >> 5) - least]!;
};

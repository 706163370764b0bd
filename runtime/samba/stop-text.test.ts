// Stop sequences: a stream gives out what cutting the whole text gives, in time.
import fc from "fast-check";
import { expect, test } from "vitest";
import { StopText } from "./stop-text.ts";

const letters = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 5 });
test("the text up to the first stop sequence, whatever the chunks", () => {
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 8 }), fc.array(letters, { maxLength: 3 }), (chunks, stops) => {
      const stream = new StopText(stops);
      let given = "";
      let pushed = "";
      for (const chunk of chunks) {
        pushed += chunk;
        given += stream.push(chunk);
        const places = stops.filter((stop) => stop !== "").map((stop) => pushed.indexOf(stop));
        const found = places.filter((place) => place >= 0);
        expect(stream.stopped).toBe(found.length > 0);
        // A sequence that comes whole later may begin before one that came first: what is out stays out.
        if (found.length > 0) {
          expect(pushed.slice(0, Math.min(...found))).toBe(given);
          return;
        }
        // What is held back begins a stop sequence, or is nothing.
        const held = pushed.slice(given.length);
        expect(given + held).toBe(pushed);
        expect(held === "" || stops.some((stop) => stop.startsWith(held) && stop !== held)).toBe(true);
      }
      expect(given + stream.end()).toBe(pushed);
    }),
    { numRuns: 2000 },
  );
});
test("nothing comes after a stop sequence", () => {
  const stream = new StopText(["\n\n"]);
  expect([stream.push("a\n"), stream.push("\nb"), stream.push("c"), stream.end(), stream.stopped]).toEqual(["a", "", "", "", true]);
});

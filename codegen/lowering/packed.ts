// What an elementwise loop does with a fragment of 16-bit elements, two of which share a register: whether a half may wait for the other one, so
// that both are packed at once, and whether a half that was not written yet has a value.
import type { Buffer, Statement } from "../ir/tile.ts";
import { expressionsOf, walkExpression } from "../passes/walk.ts";

const reads = (s: Statement, buffer: Buffer): boolean => {
  let found = false;
  for (const e of expressionsOf(s)) walkExpression(e, (part) => void (found ||= part.kind === "element" && part.buffer === buffer));
  return found;
};
const stores = (s: Statement, buffer: Buffer): boolean => s.kind === "store" && s.target.kind === "element" && s.target.buffer === buffer;

/** Whether the body's only store to the buffer is its last access: the value is not needed before the other half's. */
export const isStoredLast = (body: readonly Statement[], buffer: Buffer): boolean => {
  const at = body.findIndex((s) => stores(s, buffer));
  return at >= 0 && !body.some((s, n) => n !== at && touches(s, buffer, n > at));
};
/** Whether a statement stores to the buffer, or, if that matters, reads it. */
const touches = (s: Statement, buffer: Buffer, orReads: boolean): boolean => {
  if (stores(s, buffer) || (orReads && reads(s, buffer))) return true;
  const inner = s.kind === "if" ? [...s.then, ...s.otherwise] : s.kind === "for" ? s.body : [];
  return inner.some((t) => touches(t, buffer, orReads));
};

/** What the body does with its element first, on every path: null where it does nothing, "read" also where some paths leave the element as it was. */
export const firstAccess = (body: readonly Statement[], buffer: Buffer): "read" | "store" | null => {
  for (const s of body) {
    if (reads(s, buffer)) return "read";
    if (stores(s, buffer)) return "store";
    if (s.kind === "if") {
      const [a, b] = [firstAccess(s.then, buffer), firstAccess(s.otherwise, buffer)];
      if (a !== b) return "read";
      if (a) return a;
    }
    if (s.kind !== "for") continue;
    const runs = s.first.kind === "constant" && s.last.kind === "constant" && s.first.value < s.last.value;
    const first = firstAccess(s.body, buffer);
    if (first) return runs ? first : "read";
  }
  return null;
};

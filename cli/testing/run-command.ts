// Runs commands in process, for their tests: what they print and how they end.
import { run } from "../run.ts";

export const cuica = async (...args: string[]): Promise<{ code: number; out: string; error: string }> => {
  const texts = { out: "", error: "" };
  const code = await run(args, { out: (text) => void (texts.out += text), error: (text) => void (texts.error += text), terminal: false });
  return { code, ...texts };
};
/** With --json, and its data. */
export const json = async (...args: string[]): Promise<{ code: number; data: Record<string, unknown> }> => {
  const { code, out } = await cuica(...args, "--json");
  return { code, data: JSON.parse(out) as Record<string, unknown> };
};

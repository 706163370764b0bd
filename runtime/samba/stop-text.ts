// Stop sequences of text in a stream of text: what is given out never holds one, nor a part of one that may still become whole.
import { expectKind } from "../../codegen/ir/runtime-error.ts";

export class StopText {
  readonly #stops: readonly string[];
  /** Text that may be the beginning of a stop sequence. */
  #held = "";
  #stopped = false;

  /** Empty sequences are passed over. */
  constructor(stops: readonly string[]) {
    expectKind(
      "StopText",
      "what to stop at",
      stops,
      Array.isArray(stops) && stops.every((stop) => typeof stop === "string"),
      "an array of texts",
    );
    this.#stops = stops.filter((stop) => stop !== "");
  }
  /** Whether a stop sequence has come. */
  get stopped(): boolean {
    return this.#stopped;
  }
  /** The text that may be given out, now that this came: up to the first stop sequence. */
  push(text: string): string {
    expectKind("StopText.push", "what came", text, typeof text === "string", "a text");
    if (this.#stopped) return "";
    const all = this.#held + text;
    const places = this.#stops.map((stop) => all.indexOf(stop)).filter((place) => place >= 0);
    if (places.length > 0) {
      this.#stopped = true;
      this.#held = "";
      return all.slice(0, Math.min(...places));
    }
    let held = 0;
    for (const stop of this.#stops)
      for (let length = Math.min(stop.length - 1, all.length); length > held; length--)
        if (all.endsWith(stop.slice(0, length))) held = length;
    this.#held = all.slice(all.length - held);
    return all.slice(0, all.length - held);
  }
  /** What was held back, when no more comes. */
  end(): string {
    const rest = this.#held;
    this.#held = "";
    return rest;
  }
}

// Errors of calls and of the run time: each has a permanent code, says what failed, and says what to do about it. Here, for the language's own
// run throws them too.

/** Every code of the run time, with what it stands for. Codes are never reused. */
export const runtimeCodes = {
  CUI3001: "a CUDA library was not found",
  CUI3002: "NVRTC refused a program",
  CUI3003: "a call of NVRTC failed",
  CUI3004: "a call of the CUDA driver failed",
  CUI3005: "no usable GPU",
  CUI3006: "a launch exceeds a limit of the device",
  CUI3007: "wrong arguments of a launch",
  CUI3008: "a tensor was used in a way it does not allow",
  CUI3009: "a resource was used after its disposal",
  CUI3010: "an operation that cannot be captured into a graph",
  CUI3011: "a tensor map that the hardware does not allow",
  CUI3012: "the compile cache cannot be used",
  CUI3013: "a kernel or operator broke its spec",
  CUI3014: "a kernel or operator has no certificate, and one is required",
  CUI3015: "a spec cannot be used",
  CUI3016: "verification could not run",
  CUI3017: "an assertion of a kernel failed",
  CUI3018: "a call of cuBLASLt failed",
  CUI3019: "an index outside of its axis",
  CUI3020: "a file of weights cannot be read",
  CUI3021: "a checkpoint holds what no tensor needs",
  CUI3022: "a model's weights are not those of its config",
  CUI3023: "a tokenizer cannot be used",
  CUI3024: "a model's config cannot be used",
  CUI3025: "a model was given what it cannot run",
  CUI3026: "a saved state cannot be restored",
  CUI3027: "an operator was given options that it does not have",
  CUI3028: "cuBLASLt has no algorithm for a product",
  CUI3029: "an entry of the package was given something of another kind",
} as const;
export type RuntimeCode = keyof typeof runtimeCodes;

export class RuntimeError extends Error {
  override readonly name: string = "RuntimeError";
  readonly code: RuntimeCode;
  /** What failed. */
  readonly text: string;
  /** What the reader can do about it. */
  readonly help: string;

  constructor(code: RuntimeCode, text: string, help: string) {
    super(`${code}: ${text}\n  help: ${help}`);
    this.code = code;
    this.text = text;
    this.help = help;
  }
}

/** What to call a value of any kind in a message. */
export const shownValue = (value: unknown): string => {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return String(value);
  return Array.isArray(value) ? "an array" : "an object";
};
/** Throws unless what an entry of the package was given is of the right kind. */
export const expectKind = (callee: string, what: string, value: unknown, isRight: boolean, wanted: string): void => {
  if (!isRight) throw new RuntimeError("CUI3029", `${callee}: ${what} is ${shownValue(value)}, not ${wanted}`, `pass ${wanted}`);
};
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

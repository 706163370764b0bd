// An NVRTC in JavaScript: its "machine code" says which entry point it is of and what its parameters are, as the fake driver reads it.
import { substituteLibrary } from "../discover.ts";
import type { FakeImage } from "./fake-driver.ts";
import type { Faults } from "./faults.ts";

interface Program {
  readonly source: string;
  image: Buffer;
  log: Buffer;
}
const parameterType = (text: string): string =>
  text.includes("*")
    ? "pointer"
    : /\blong long\b|\bi64\b/.test(text)
      ? "i64"
      : /\bfloat\b/.test(text)
        ? "f32"
        : /\bunsigned\b|\bu32\b/.test(text)
          ? "u32"
          : "i32";
/** The entry point that a program declares. */
const imageOf = (source: string): FakeImage | null => {
  const declaration = /extern "C" __global__ void (?:__launch_bounds__\([^)]*\) )?(\w+)\(([^)]*)\)/.exec(source);
  if (!declaration) return null;
  const parameters = declaration[2]!.split(",").map((text) => ({ name: /(\w+)\s*$/.exec(text)![1]!, type: parameterType(text) }));
  return { entry: declaration[1]!, parameters };
};

export class FakeNvrtc {
  readonly #faults: Faults;
  readonly #programs = new Map<bigint, Program>();
  #next = 1n;

  constructor(faults: Faults) {
    this.#faults = faults;
    const func = (name: string): unknown => {
      if (name === "nvrtcGetErrorString") return (status: number) => `NVRTC_ERROR_${status}`;
      const work = (this.#functions as Readonly<Record<string, (...values: never[]) => unknown>>)[name]!;
      const call = (...values: unknown[]): number => {
        const status = this.#faults.count(name) ?? work(...(values as never[]));
        return typeof status === "number" ? status : 0;
      };
      const later = (...values: unknown[]): void => {
        const done = values.pop() as (error: unknown, status: number) => void;
        setImmediate(() => done(null, call(...values)));
      };
      return Object.assign(call, { async: later });
    };
    substituteLibrary("nvrtc", { func } as never);
  }
  restart(): void {
    this.#programs.clear();
  }
  /** Programs that were not destroyed. */
  get alive(): number {
    return this.#programs.size;
  }
  #program(handle: bigint): Program {
    const program = this.#programs.get(handle);
    if (!program) {
      this.#faults.violations.push("a program that was destroyed is used");
      throw new Error("no such program");
    }
    return program;
  }
  readonly #functions = {
    nvrtcVersion: (major: Int32Array, minor: Int32Array) => {
      [major[0], minor[0]] = [13, 0];
    },
    nvrtcCreateProgram: (out: BigUint64Array, source: Buffer) => {
      const handle = this.#next++;
      this.#programs.set(handle, { source: source.toString().replace(/\0$/, ""), image: Buffer.alloc(0), log: Buffer.alloc(0) });
      out[0] = handle;
    },
    nvrtcDestroyProgram: (handle: BigUint64Array) => {
      this.#program(handle[0]!);
      this.#programs.delete(handle[0]!);
    },
    nvrtcCompileProgram: (handle: bigint) => {
      const program = this.#program(handle);
      const image = imageOf(program.source);
      program.log = Buffer.from(image ? "ptxas info    : Used 40 registers\0" : "k(1): error: there is no kernel\0");
      program.image = Buffer.from(JSON.stringify(image));
      return image ? 0 : 6;
    },
    nvrtcGetProgramLogSize: (handle: bigint, out: BigUint64Array) => size(out, this.#program(handle).log),
    nvrtcGetProgramLog: (handle: bigint, out: Uint8Array) => out.set(this.#program(handle).log),
    nvrtcGetCUBINSize: (handle: bigint, out: BigUint64Array) => size(out, this.#program(handle).image),
    nvrtcGetCUBIN: (handle: bigint, out: Uint8Array) => out.set(this.#program(handle).image),
    nvrtcGetPTXSize: (handle: bigint, out: BigUint64Array) => size(out, this.#program(handle).image),
    nvrtcGetPTX: (handle: bigint, out: Uint8Array) => out.set(this.#program(handle).image),
  } as const satisfies Readonly<Record<string, (...values: never[]) => unknown>>;
}
const size = (out: BigUint64Array, { length }: Buffer): void => {
  out[0] = BigInt(length);
};

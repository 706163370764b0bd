// What every owner of a driver handle shares: released exactly once, unusable afterwards, and reported at exit in debug mode if it
// was never released.
import { CudaError, RuntimeError } from "./errors.ts";

/** CUICA_DEBUG=1: leaks are reported at exit, and each launch is waited for, so that a fault names its kernel. */
export const debugging = process.env["CUICA_DEBUG"] === "1";

const alive = new Map<Resource, string>();
/** Descriptions of the resources not yet released, oldest first. Recorded in debug mode only. */
export const aliveResources = (): string[] => [...alive.values()];
if (debugging) {
  process.once("exit", () => {
    if (alive.size > 0) process.stderr.write(`cuica: ${alive.size} resources were never disposed of:\n${aliveResources().join("\n")}\n`);
  });
}

/** The context that a resource belongs to, as far as a resource needs it. */
export interface Context {
  readonly closed: boolean;
  makeCurrent(): void;
  /** What was not released yet; the context lets go of it when it is disposed of. */
  readonly resources: Set<Resource>;
}

/** Disposes of all, whatever fails; the first failure is thrown behind the last one. */
export const disposeAll = (all: Iterable<Disposable | null | undefined>): void => releaseAll(all, (one) => one?.[Symbol.dispose]());
export const releaseAll = <T>(all: Iterable<T>, release: (one: T) => void): void => {
  let failure: { readonly error: unknown } | null = null;
  for (const one of all) {
    try {
      release(one);
    } catch (error) {
      failure ??= { error };
    }
  }
  if (failure !== null) throw failure.error;
};

export abstract class Resource implements Disposable {
  readonly #context: Context;
  readonly description: string;
  readonly #handle: bigint;
  #released = false;

  protected constructor(context: Context, description: string, handle: bigint) {
    this.#context = context;
    this.description = description;
    this.#handle = handle;
    context.resources.add(this);
    if (debugging) alive.set(this, `  ${description}${new Error().stack?.split("\n").slice(3, 7).join("\n").replace(/^/, "\n") ?? ""}`);
  }
  /** Gives the handle back to the driver. */
  protected abstract release(handle: bigint): void;

  get handle(): bigint {
    if (this.#released || this.#context.closed) {
      throw new RuntimeError(
        "CUI3009",
        `the ${this.description} was used after ${this.#released ? "it" : "its device"} was disposed of`,
        "keep it alive until its last use: check which `using` or dispose() ended it",
      );
    }
    return this.#handle;
  }
  get disposed(): boolean {
    return this.#released || this.#context.closed;
  }
  dispose(): void {
    alive.delete(this);
    this.releaseNow();
  }
  /** Releases what its owner did not: it stays in the report of what was never disposed of. */
  releaseNow(): void {
    if (this.#released) return;
    this.#released = true;
    this.#context.resources.delete(this);
    // A closed device has taken everything with it.
    if (this.#context.closed) return;
    try {
      this.#context.makeCurrent();
      this.release(this.#handle);
    } catch (error) {
      // A lost context has nothing left to release; the fault that lost it has been thrown where it was seen.
      if (!(error instanceof CudaError && error.sticky)) throw error;
    }
  }
  [Symbol.dispose](): void {
    this.dispose();
  }
}

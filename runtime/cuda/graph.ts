// Graphs: work recorded once from a stream and replayed with one call. The arguments of recorded launches are fixed; what changes
// between replays must be data in tensors that exist before the capture.
import { driver, readHandle } from "./driver.ts";
import { expectKind } from "../../codegen/ir/runtime-error.ts";
import { RuntimeError } from "./errors.ts";
import { ReportBuffer } from "./reports.ts";
import { Resource } from "./resource.ts";
import type { Stream } from "./stream.ts";

/** Only this thread's calls are watched, so that other threads may allocate meanwhile. */
const threadLocal = 1;

export class Graph extends Resource {
  readonly #stream: Stream;
  readonly #uses: ReadonlySet<Resource>;

  private constructor(stream: Stream, handle: bigint, uses: ReadonlySet<Resource>) {
    super(stream.device, `graph of device ${stream.device.index}`, handle);
    this.#stream = stream;
    this.#uses = uses;
  }
  /** Records what `work` puts into the stream, without running it. The tensors and kernels it uses must outlive the graph. */
  static capture(stream: Stream, work: () => void): Graph {
    const isStream = typeof stream === "object" && stream !== null && "capturing" in stream;
    expectKind("Graph.capture", "the stream", stream, isStream, "a Stream, as device.stream");
    if (stream.capturing)
      throw new RuntimeError(
        "CUI3010",
        "a capture was begun inside a capture of the same stream",
        "end the outer capture first, or capture both as one graph",
      );
    stream.device.makeCurrent();
    driver.cuStreamBeginCapture_v2(stream.handle, threadLocal);
    const uses = new Set<Resource>();
    stream.recorded = uses;
    let failure: { readonly error: unknown } | null = null;
    try {
      work();
    } catch (error) {
      failure = { error };
    }
    stream.recorded = null;
    let recorded = 0n;
    try {
      recorded = readHandle((out) => driver.cuStreamEndCapture(stream.handle, out));
    } catch (error) {
      // The first failure is the cause; an invalidated capture only follows from it.
      failure ??= { error };
    }
    let graph: Graph | null = null;
    try {
      if (failure !== null) throw failure.error;
      const handle = readHandle((out) => driver.cuGraphInstantiateWithFlags(out, recorded, 0));
      graph = new Graph(stream, handle, uses);
    } catch (error) {
      failure ??= { error };
    }
    try {
      if (recorded !== 0n) driver.cuGraphDestroy(recorded);
    } catch (error) {
      graph?.dispose();
      failure ??= { error };
    }
    if (failure !== null) throw failure.error;
    return graph!;
  }
  protected override release(handle: bigint): void {
    driver.cuGraphExecDestroy(handle);
  }
  launch(stream: Stream = this.#stream): void {
    const { handle } = this;
    for (const one of this.#uses) void one.handle;
    stream.device.makeCurrent();
    driver.cuGraphLaunch(handle, stream.handle);
    for (const one of this.#uses) if (one instanceof ReportBuffer) one.queued(stream);
  }
}

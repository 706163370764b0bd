// From a kernel and its constants to machine code, through the compile cache. A hit loads neither TypeScript nor the compiler: it needs the
// hashes of the sources that the entry was made from, and nothing else.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { KernelRequest } from "../codegen/compile.ts";
import type { KernelParameter } from "../codegen/ir/lowered.ts";
import type { ReportTable } from "../codegen/ir/report.ts";
import type { KernelSignature } from "../codegen/signature.ts";
import { cacheKey, CompileCache, type KeyPart, sourceHash } from "./cache.ts";
import type { KernelImage } from "./cuda/kernel.ts";
import { type Architecture, compileCuda, type KernelResources, standardOptions } from "./cuda/nvrtc.ts";
import { rememberedNvrtcVersion } from "./nvrtc-version.ts";

export interface KernelBinary {
  readonly signature: KernelSignature;
  readonly image: KernelImage;
  readonly resources: KernelResources;
  /** What the assembler complained of: spills and serialised products. */
  readonly warnings: readonly string[];
  /** Whether it came from the cache. */
  readonly cached: boolean;
}

interface Metadata {
  readonly sources: Readonly<Record<string, string>>;
  readonly signature: KernelSignature;
  readonly image: {
    readonly entry: string;
    readonly parameters: readonly KernelParameter[];
    readonly reports: ReportTable | null;
    readonly threads: number;
    readonly sharedBytes: number;
  };
  readonly resources: KernelResources;
  readonly warnings: readonly string[];
}

let fingerprint: string | null = null;
/** Changes with every change of the compiler or the language. */
export const compilerVersion = (): string => {
  if (fingerprint) return fingerprint;
  const hash = createHash("sha256");
  for (const folder of ["../codegen", "../dsl"]) {
    const root = fileURLToPath(new URL(folder, import.meta.url));
    const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((f) => f.endsWith(".ts") && !f.endsWith(".test.ts"));
    for (const file of files.sort()) hash.update(file).update(readFileSync(`${root}/${file}`));
  }
  return (fingerprint = hash.digest("hex"));
};

const hashOf = (file: string): string | null => {
  try {
    return sourceHash(readFileSync(file));
  } catch {
    return null;
  }
};

/** The compiler is loaded by the first miss only. */
const compileNow = async (request: KernelRequest, architecture: Architecture): Promise<{ metadata: Metadata; code: Uint8Array }> => {
  const [{ compileKernel, cudaText }, { signatureOf }] = await Promise.all([
    import("../codegen/compile.ts"),
    import("../codegen/read-signature.ts"),
  ]);
  const kernel = compileKernel(request);
  const text = cudaText(kernel);
  const { cubin, resources, warnings } = await compileCuda(text, `${kernel.lowered.name}.cu`, { architecture });
  const { name, parameters, reports = null, threads, sharedBytes } = kernel.lowered;
  const metadata: Metadata = {
    sources: Object.fromEntries(kernel.tile.sources.map((file) => [file, hashOf(file) ?? ""])),
    signature: signatureOf(kernel.tile),
    image: { entry: name, parameters, reports, threads, sharedBytes },
    resources,
    warnings,
  };
  return { metadata, code: cubin };
};

export const kernelBinary = async (request: KernelRequest, architecture: Architecture): Promise<KernelBinary> => {
  const cache = CompileCache.open();
  const key = cacheKey({
    ...request,
    architecture,
    options: standardOptions(architecture),
    compiler: compilerVersion(),
    nvrtc: rememberedNvrtcVersion(cache),
  });
  const binary = ({ signature, image, resources, warnings }: Metadata, code: Uint8Array, cached: boolean): KernelBinary => ({
    signature,
    // All that is printed begins with a wait.
    image: { ...image, cubin: code, waits: true },
    resources,
    warnings,
    cached,
  });
  const found = cache.read(key);
  if (found) {
    const metadata = found.metadata as unknown as Metadata;
    if (Object.entries(metadata.sources).every(([file, hash]) => hashOf(file) === hash)) return binary(metadata, found.code, true);
  }
  const { metadata, code } = await compileNow(request, architecture);
  cache.write(key, { metadata: metadata as unknown as KeyPart, code });
  return binary(metadata, code, false);
};

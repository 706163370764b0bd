// A cuBLASLt in JavaScript for f32: what its functions are given is read as the library's header says, and products are taken column by column. It knows what was
// not destroyed, and what was destroyed twice.
import { substituteLibrary } from "../discover.ts";
import type { FakeDriver } from "./fake-driver.ts";
import type { Faults } from "./faults.ts";

type Thing =
  | { readonly kind: "handle" }
  | { readonly kind: "product"; readonly compute: number; transposesA: boolean }
  | { readonly kind: "layout"; readonly type: number; readonly rows: number; readonly columns: number; readonly pitch: number }
  | { readonly kind: "preference"; readonly values: Map<number, number> };
type Layout = Extract<Thing, { readonly kind: "layout" }>;

export class FakeCublasLt {
  readonly #things = new Map<bigint, Thing>();
  readonly #driver: FakeDriver;
  #next = 1n;
  /** Rows of x for which there is no algorithm. */
  unsupportedRows = -1;
  /** Compute types, and alignments in bytes of A, B and D, that were asked for, in order. */
  readonly asked: { readonly compute: number; readonly alignments: readonly (number | undefined)[] }[] = [];

  constructor(faults: Faults, driver: FakeDriver) {
    this.#driver = driver;
    const func = (name: string): unknown => {
      const work = (this.#functions as Readonly<Record<string, (...values: never[]) => unknown>>)[name]!;
      return (...values: unknown[]): number => {
        const status = faults.count(name) ?? work(...(values as never[]));
        return typeof status === "number" ? status : 0;
      };
    };
    substituteLibrary("cublasLt", { func } as never);
  }
  /** Kinds of what was not destroyed. */
  get alive(): string[] {
    return [...this.#things.values()].map(({ kind }) => kind);
  }
  #add(out: BigUint64Array, thing: Thing): void {
    out[0] = this.#next;
    this.#things.set(this.#next++, thing);
  }
  #find<K extends Thing["kind"]>(id: bigint, kind: K): Extract<Thing, { readonly kind: K }> {
    const thing = this.#things.get(BigInt(id));
    if (thing?.kind !== kind) throw new Error(`${id} is no ${kind} of cuBLASLt`);
    return thing as Extract<Thing, { readonly kind: K }>;
  }
  #remove(id: bigint, kind: Thing["kind"]): void {
    this.#find(id, kind);
    this.#things.delete(BigInt(id));
  }
  readonly #functions = {
    cublasLtCreate: (out: BigUint64Array) => this.#add(out, { kind: "handle" }),
    cublasLtDestroy: (id: bigint) => this.#remove(id, "handle"),
    cublasLtMatmulDescCreate: (out: BigUint64Array, compute: number, scale: number) => {
      if (scale !== 0) return 7;
      return this.#add(out, { kind: "product", compute, transposesA: false });
    },
    cublasLtMatmulDescSetAttribute: (id: bigint, attribute: number, value: Int32Array, size: number) => {
      if (attribute !== 3 || size !== 4) return 7;
      this.#find(id, "product").transposesA = value[0] === 1;
      return 0;
    },
    cublasLtMatmulDescDestroy: (id: bigint) => this.#remove(id, "product"),
    cublasLtMatrixLayoutCreate: (out: BigUint64Array, type: number, rows: number, columns: number, pitch: number) =>
      this.#add(out, { kind: "layout", type, rows, columns, pitch }),
    cublasLtMatrixLayoutDestroy: (id: bigint) => this.#remove(id, "layout"),
    cublasLtMatmulPreferenceCreate: (out: BigUint64Array) => this.#add(out, { kind: "preference", values: new Map() }),
    cublasLtMatmulPreferenceSetAttribute: (id: bigint, attribute: number, value: BigUint64Array | Uint32Array, size: number) => {
      if (size !== (attribute === 1 ? 8 : 4)) return 7;
      this.#find(id, "preference").values.set(attribute, Number(value[0]));
      return 0;
    },
    cublasLtMatmulPreferenceDestroy: (id: bigint) => this.#remove(id, "preference"),
    cublasLtMatmulAlgoGetHeuristic: (...values: unknown[]) => {
      const [, product, , b, , , wanted, count, results, found] = values as [...bigint[], number, Uint8Array, Int32Array] as [
        ...[bigint, bigint, bigint, bigint, bigint, bigint, bigint],
        ...[number, Uint8Array, Int32Array],
      ];
      const preferred = this.#find(wanted, "preference").values;
      this.asked.push({ compute: this.#find(product, "product").compute, alignments: [5, 6, 8].map((which) => preferred.get(which)) });
      if (this.#find(b, "layout").columns === this.unsupportedRows) {
        found[0] = 0;
        return;
      }
      found[0] = count;
      results.fill(7, 0, 64);
      new DataView(results.buffer, results.byteOffset).setBigUint64(64, 1024n, true);
    },
    cublasLtMatmul: (...values: unknown[]) => {
      const [, product, alpha, a, aLayout, b, bLayout, beta, c, , d, dLayout, algorithm, , workspaceBytes, stream] = values as [
        ...[bigint, bigint, Float32Array, bigint, bigint, bigint, bigint, Float32Array, bigint, bigint, bigint, bigint],
        ...[Uint8Array, bigint, number, bigint],
      ];
      if (algorithm.length !== 64 || algorithm.some((byte) => byte !== 7) || workspaceBytes !== 1024) return 7;
      const [A, B, D] = [aLayout, bLayout, dLayout].map((id) => this.#find(id, "layout")) as [Layout, Layout, Layout];
      const { transposesA } = this.#find(product, "product");
      const read = (address: bigint, { pitch }: Layout, row: number, column: number): Buffer =>
        this.#driver.memory(BigInt(address) + 4n * BigInt(column * pitch + row), 4);
      const inner = B.rows;
      if ((transposesA ? A.rows : A.columns) !== inner || (transposesA ? A.columns : A.rows) !== D.rows || B.columns !== D.columns)
        return 7;
      // Factors are of the host, and are read when the call is made.
      const [factor, before] = [alpha[0]!, beta[0]!];
      this.#driver.queue(stream, () => {
        for (let row = 0; row < D.rows; row += 1)
          for (let column = 0; column < D.columns; column += 1) {
            let sum = 0;
            for (let k = 0; k < inner; k += 1)
              sum += read(a, A, transposesA ? k : row, transposesA ? row : k).readFloatLE() * read(b, B, k, column).readFloatLE();
            const added = before === 0 ? 0 : before * read(c, D, row, column).readFloatLE();
            read(d, D, row, column).writeFloatLE(Math.fround(factor * sum + added));
          }
      });
      return 0;
    },
  };
}

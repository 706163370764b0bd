// Mutants of order in time: barriers, waits, rings and their slots, roles, what a pass moves or removes.
import { type Edit, inFile } from "./edit.ts";

export const scheduleEdits: readonly Edit[] = [
  ...inFile("codegen/passes/hazards.ts", [
    {
      name: "no barrier in loops",
      find: "    this.body(s.body);\n    this.join(before);\n    const body",
      replace: "    const body",
      breaks: "what one pass through a loop leaves behind is not seen by the next",
    },
    {
      name: "no barrier after a read",
      find: "(writes && (use.read || overwrites || updated)) ||",
      replace: "(writes && (overwrites || updated)) ||",
      breaks: "memory is overwritten while other threads still read it",
    },
    {
      name: "no barrier after a write",
      find: "(reads && (use.written || updated)) ||",
      replace: "(reads && updated) ||",
      breaks: "memory is read before other threads have written it",
    },
    {
      name: "every loop advances",
      find: "< Math.abs(first.coefficient) * loop.step;",
      replace: "< Infinity;",
      breaks: "stores of different iterations count as apart wherever they go",
    },
    {
      name: "no guard before a loop",
      find: "return [...guard, { ...s, body }];",
      replace: "return [{ ...s, body }];",
      breaks: "what came before a loop is not ordered before its first pass",
    },
    {
      name: "copies not drained",
      find: "if (use.copying) drain = true;",
      replace: "",
      breaks: "the barrier does not wait for asynchronous copies",
    },
    {
      name: "one branch forgotten",
      find: "this.join(afterThen);",
      replace: "",
      breaks: "what the first branch of a condition touched is forgotten",
    },
    {
      name: "condition without a barrier",
      find: "return [...(guard ? [guard] : []), { ...s, then, otherwise }];",
      replace: "return [{ ...s, then, otherwise }];",
      breaks: "a condition reads shared memory before it is written",
    },
    {
      name: "tensors never conflict",
      find: '(memory.kind === "buffer" ? memory.space === "shared" : this.written.has(memory))',
      replace: '(memory.kind === "buffer" && memory.space === "shared")',
      breaks: "a tensor that a kernel writes and reads has no barriers",
    },
    {
      name: "older copies forgotten too early",
      find: "if (copies) for (const before of this.older.values()) before.delete(memory);",
      replace: "",
      breaks: "a copy issued after a ring's first counts as waited for",
    },
    {
      name: "roles begin at once",
      find: "return [...(uses.length > 0 ? [meet] : []), { ...s, roles }];",
      replace: "return [{ ...s, roles }];",
      breaks: "roles read what the block may not have written yet",
    },
    {
      name: "ring begun while read",
      find: "const busy = s.ring.buffers.some((b) => this.state.get(b)?.read);",
      replace: "const busy = false;",
      breaks: "slots are filled anew while the last loop's readers are not done",
    },
    {
      name: "a fill's accesses unordered",
      find: "for (const b of s.ring.fills) this.state.set(b, idle);\n        const body = this.body(s.body);",
      replace: "const body = s.body;",
      breaks: "threads that fill one slot in turn are not ordered",
    },
  ]),
  ...inFile("codegen/passes/rings.ts", [
    {
      name: "wait for one copy less",
      find: "pending: loop.stages - 2, position",
      replace: "pending: loop.stages - 1, position",
      breaks: "the tile in use may still be under way",
    },
    {
      name: "one tile less ahead",
      find: "Array.from({ length: loop.stages - 1 }, (_, n) => produce(first, n)),",
      replace: "Array.from({ length: loop.stages - 2 }, (_, n) => produce(first, n)),",
      breaks: "the first tiles are never fetched",
    },
    {
      name: "prefetch of the wrong iteration",
      find: "produce(here, loop.stages - 1),",
      replace: "produce(here, loop.stages),",
      breaks: "a slot holds a later iteration's tile",
    },
    {
      name: "prefetch without a guard",
      find: 'op: "less", a: iteration, b: last',
      replace: 'op: "lessEqual", a: iteration, b: last',
      breaks: "one tile more than the loop uses is fetched",
    },
    {
      name: "prefetch forgets definitions",
      find: 'if (!isPrefetch(s) && !(s.kind === "let" && needed.has(s.variable))) continue;',
      replace: "if (!isPrefetch(s)) continue;",
      breaks: "a copy uses the address of the iteration before",
    },
  ]),
  ...inFile("codegen/frontend/ring-schedule.ts", [
    {
      name: "wait counts later commits twice",
      find: "filled[n]!++;",
      replace: "filled[n]! += 2;",
      breaks: "a wait leaves the slot's own copies under way",
    },
    {
      name: "most commits on any path",
      find: "Math.min(following, this.pending.get(s) ?? following)",
      replace: "Math.max(following, this.pending.get(s) ?? following)",
      breaks: "a wait counts commits that not every path makes",
    },
    {
      name: "slot reused without a barrier",
      find: "own.free.push(true);",
      replace: "own.free.push(false);",
      breaks: "a slot is filled while other threads still read it",
    },
    {
      name: "newest slot first",
      find: "const following = own.filled.shift();",
      replace: "const following = own.filled.pop();",
      breaks: "a wait counts the commits behind the newest slot, not the oldest",
    },
    {
      name: "copies of a former ring run on",
      find: "this.drains.add(s);",
      replace: "",
      breaks: "a ring that begins anew is filled while its old copies are under way",
    },
  ]),
  ...inFile("codegen/lowering/program.ts", [
    {
      name: "ring without a barrier",
      find: 'lowering.emitTo([], "copyWait", [], { pending: s.pending });\n      lowering.barrier();',
      replace: 'lowering.emitTo([], "copyWait", [], { pending: s.pending });',
      breaks: "a thread sees its own copies only",
    },
    {
      name: "ring without a wait",
      find: 'lowering.emitTo([], "copyWait", [], { pending: s.pending });',
      replace: "",
      breaks: "tiles are used while their copies are under way",
    },
    {
      name: "swapped slots",
      find: "useSlot(lowering, s.ring, s.ring.buffers, waitSlot);\n      stepSlot",
      replace: "useSlot(lowering, s.ring, s.ring.buffers, lowering.rings.get(s.ring)!.produceSlot);\n      stepSlot",
      breaks: "the slot that is being filled is used",
    },
    {
      name: "commit only what is fetched",
      find: '      lowering.emitTo([], "copyCommit", []);\n      if (s.ring.handover) handOver',
      replace: '      if (!prefetch) lowering.emitTo([], "copyCommit", []);\n      if (s.ring.handover) handOver',
      breaks: "groups are no longer counted alike, so that waits are too weak",
    },
    {
      name: "fill slot stands still",
      find: "      stepSlot(lowering, s.ring, produceSlot);\n",
      replace: "",
      breaks: "every fill goes to the first slot",
    },
    {
      name: "use of a fill's slot behind it",
      find: "        lowering.sharedTile(b).base = used[n]!;",
      replace: "",
      breaks: "names of a slot stay at the place that was filled last",
    },
    {
      name: "loop variable of a prefetch stays",
      find: "if (outer) lowering.bindings.set(prefetch.variable, outer);",
      replace: "",
      breaks: "the loop's body sees the iteration that is fetched ahead",
    },
    {
      name: "ring smaller than its slots",
      find: "layout.bytes * ring.stages, sharedAlignment",
      replace: "layout.bytes * Math.max(1, ring.stages - 1), sharedAlignment",
      breaks: "the last slot lies on other memory",
    },
    {
      name: "work walked from the wrong end",
      find: "if (s.reversed === n) index = lowering.subtract(lowering.subtract(extent, i32(1)), index);",
      replace: "if (s.reversed === n) index = lowering.subtract(extent, index);",
      breaks: "a reversed axis counts from one too far",
    },
    {
      name: "every thread stores a scalar",
      find: "return lowering.when(lowering.firstThread, false, () => storeElement(lowering, s));",
      replace: "return storeElement(lowering, s);",
      breaks: "all threads of the block write one element",
    },
    {
      name: "aligned class for all",
      find: 'const tensorClass = classes[tensor.name] ?? "aligned";',
      replace: 'const tensorClass: TensorClass = "aligned";',
      breaks: "tensors of any stride are taken for aligned ones",
    },
  ]),
  ...inFile("codegen/lowering/roles.ts", [
    {
      name: "slots not given back",
      find: 'meetAt(lowering, ring, "barrierArrive", "empty", lowering.rings.get(ring)!.waitSlot);',
      replace: 'meetAt(lowering, ring, "barrierArrive", "empty", i32(0));',
      breaks: "the consumer gives back the first slot only",
    },
    {
      name: "handed over too early",
      find: 'lowering.emitTo([], "copyWait", [], { pending: delay });',
      replace: 'lowering.emitTo([], "copyWait", [], { pending: delay + 1 });',
      breaks: "a slot is handed over while its copies are under way",
    },
    {
      name: "rest never handed over",
      find: "for (const ring of rings) if (ring.handover!.producer === name) handOverRest(lowering, ring);",
      replace: "",
      breaks: "the consumer waits for slots for ever",
    },
    {
      name: "acquire without waiting",
      find: 'meetAt(lowering, ring, "barrier", "empty", lowering.rings.get(ring)!.produceSlot);',
      replace: 'meetAt(lowering, ring, "barrierArrive", "empty", lowering.rings.get(ring)!.produceSlot);',
      breaks: "the producer fills slots that are in use",
    },
  ]),
  ...inFile("codegen/lowering/ops/reduce.ts", [
    {
      name: "reduction without its first barrier",
      find: "  lowering.barrier();\n  // Every thread reads",
      replace: "  // Every thread reads",
      breaks: "partial results are read before they are written",
    },
    {
      name: "reduction without its last barrier",
      find: "  lowering.barrier();\n  return results;",
      replace: "  return results;",
      breaks: "partial results are overwritten while others read them",
    },
  ]),
  ...inFile("codegen/lowering/ops/copy.ts", [
    {
      name: "conversion without a barrier",
      find: "  copyThroughRegisters(operation, lowering, tile(from), tile(exchange));\n  lowering.barrier();",
      replace: "  copyThroughRegisters(operation, lowering, tile(from), tile(exchange));",
      breaks: "a layout conversion reads what other threads have not written yet",
    },
    {
      name: "copies never committed",
      find: '  if (!lowering.producing) lowering.emitTo([], "copyCommit", []);',
      replace: "",
      breaks: "a wait does not cover the copy",
    },
  ]),
  ...inFile("codegen/passes/dead-code.ts", [
    {
      name: "dead code by name",
      find: "instructions.get(node.name)?.effects === false && !node.results.some((r) => uses.used(r))",
      replace: "instructions.get(node.name)?.effects === false && !node.results.every((r) => uses.used(r))",
      breaks: "an instruction is removed although one of its results is read",
    },
    {
      name: "dead stores",
      find: "instructions.get(node.name)?.effects === false &&",
      replace: '(instructions.get(node.name)?.effects === false || node.name === "storeShared") &&',
      breaks: "stores to shared memory are removed",
    },
    {
      name: "loop bounds unread",
      find: "[node.first, node.last, node.step].forEach(visit);",
      replace: "[node.first].forEach(visit);",
      breaks: "what only a loop's bound needs is removed",
    },
  ]),
  ...inFile("codegen/lowering/threads.ts", [
    {
      name: "one number for all named barriers",
      find: "const id = known ?? takeBarrier(lowering);",
      replace: "const id = known ?? lowering.namedBarriers.values().next().value ?? takeBarrier(lowering);",
      breaks: "who comes to one barrier is counted at another",
    },
    {
      name: "named barriers of the whole block",
      find: "const attributes = { id, threads: 32 * barrier.warps };",
      replace: "const attributes = { id, threads: 32 * lowering.warps };",
      breaks: "a round waits for warps that never come",
    },
  ]),
  ...inFile("codegen/passes/hazards.ts", [
    {
      name: "atomics out of turn",
      find: 'record?.kind === "effect" && record.commutes ? name : "ordered"',
      replace: 'record?.kind === "effect" && record.commutes ? "atomic" : "ordered"',
      breaks: "an atomic of another kind does not wait for those of the statement before it",
    },
    {
      name: "results in any order",
      find: "return result === null && record",
      replace: "return result !== undefined && record",
      breaks: "the value from before does not tell what statements before have done",
    },
    {
      name: "exchanges in any order",
      find: 'use.atomic !== atomic || atomic === "ordered"',
      replace: "use.atomic !== atomic",
      breaks: "exchanges of two statements change places",
    },
    {
      name: "arriving counts as waiting",
      find: '(record?.kind === "effect" && record.atBarrier === "waits")',
      replace: '(record?.kind === "effect" && record.atBarrier)',
      breaks: "the warps of a role that only arrives somewhere are taken to have met",
    },
    {
      name: "arriving ahead of copies",
      find: "const copied = [...this.state].filter(([, use]) => use.copying)",
      replace: "const copied = [...this.state].filter(() => false)",
      breaks: "a tile is handed over while copies into it are under way",
    },
  ]),
  ...inFile("codegen/sim/barriers.ts", [
    {
      name: "named barriers order nothing",
      find: "this.#clocks.learn(waiter, barrier.rows);",
      replace: "",
      breaks: "who has waited does not know what was written before",
    },
    {
      name: "the last condition alone",
      find: "barrier.any ||= condition === true;",
      replace: "barrier.any = condition === true;",
      breaks: "waitAny answers for the warp that came last",
    },
  ]),
  ...inFile("codegen/emit/js/named-barrier.ts", [
    {
      name: "conditions and none",
      find: "else if (this.#reduces !== reduces)",
      replace: "else if (false)",
      breaks: "a round in which some bring no condition has an answer",
    },
    {
      name: "more than a round takes",
      find: "if (this.#arrived > this.#threads)",
      replace: "if (false)",
      breaks: "a round that too many came to never ends, and nobody is told why",
    },
  ]),
  ...inFile("codegen/frontend/named-barriers.ts", [
    {
      name: "rounds that cannot end",
      find: "most < barrier.warps ?",
      replace: "most < 0 ?",
      breaks: "a barrier that fewer warps ever come to than it waits for is accepted",
    },
  ]),
];

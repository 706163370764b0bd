"""The Samba benchmark's peer: models of the same shapes in plain, good PyTorch (no other package), with random weights in bf16.

Usage: samba_peer.py '[case, ...]'; a case is {"name", "kind": "prefill" | "decode", "model": fields of a config.json, "batch", "tokens", "chunk"}
and may have "limitSeconds" (60). Prints one JSON object as its last line: name -> {"milliseconds", "tokensPerSecond", "peakBytes", "how",
"others"} or {"missing": why, "others"}.
- prefill: all `tokens` of each prompt in chunks of `chunk`, up to the last token's logits. Milliseconds are of the whole prompt.
- decode: one greedy step of `batch` sequences after `tokens` tokens, in static caches. Milliseconds are of one step.

What it guarantees: every way of `WAYS` is tried and the fastest counts, the others' milliseconds (or why there are none) beside it; times are
medians between CUDA events after warm-ups, without compilation, masks and random weights; peak bytes are what PyTorch's allocator held at
most while the run was timed, weights included; a case has a process of its own, which ends at its limit with whatever it has measured, so
that nothing hangs and running out of memory harms no other case. samba_peer_check.py compares the logits with those of an independent
implementation.
"""

import functools
import itertools
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import torch

from samba_peer_model import SCAN, Chunks, Functions, Model, Slots, complete, random_parameters

# How a case is run: layers, attention, and whether a step is one CUDA graph. What needs no compiler comes first.
WAYS = {
    "prefill": {
        "eager, SDPA": ("eager", "sdpa", False),
        "torch.compile, flex_attention": ("compiled", "flex", False),
        "torch.compile, SDPA": ("compiled", "sdpa", False),
    },
    "decode": {
        "eager, SDPA": ("eager", "sdpa", False),
        "eager, SDPA, CUDA graph": ("eager", "sdpa", True),
        "torch.compile, SDPA, CUDA graph": ("compiled", "sdpa", True),
        "torch.compile, flex_attention, CUDA graph": ("compiled", "flex", True),
        "torch.compile with coordinate descent, SDPA, CUDA graph": ("tuned", "sdpa", True),
    },
}


def milliseconds_of(run, device: str) -> float:
    if device == "cpu":
        start = time.perf_counter()
        run()
        return 1000 * (time.perf_counter() - start)
    begin, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
    begin.record()
    run()
    end.record()
    end.synchronize()
    return begin.elapsed_time(end)


def prefill(case: dict, model: Model, functions: Functions, attention: str, graph: bool):
    """What is timed, how many units of work it does, and what warms it up."""
    batch, tokens, chunk = case["batch"], case["tokens"], min(case["chunk"], case["tokens"])
    if tokens % chunk != 0:
        raise NotImplementedError(f"{tokens} tokens are not a number of chunks of {chunk}")
    state = Chunks(model, batch, attention, tokens, chunk)
    prompt = torch.randint(model.config["vocab_size"], (batch, tokens), device=model.device)

    def run(until: int = tokens) -> None:
        for part in itertools.chain.from_iterable(state.of):
            part.zero_()
        for state.start in range(0, until, chunk):
            at = slice(state.start, state.start + chunk)
            model(functions, prompt[:, at], torch.arange(at.start, at.stop, device=model.device), state)

    state.make_masks()
    return run, 1, lambda: run(min(tokens, 3 * chunk))


def decode(case: dict, model: Model, functions: Functions, attention: str, graph: bool):
    batch, tokens = case["batch"], case["tokens"]
    state = Slots(model, batch, attention, tokens, tokens)
    for part in itertools.chain.from_iterable(state.of):
        part.normal_()
    current = torch.randint(model.config["vocab_size"], (batch, 1), device=model.device)

    def step() -> None:
        current.copy_(model(functions, current, state.position, state).argmax(-1, keepdim=True))
        state.position.add_(1)

    def warm() -> None:
        for _ in range(3):
            step()

    if graph:
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            warm()
        torch.cuda.current_stream().wait_stream(side)
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()
        captured = torch.cuda.CUDAGraph()
        with torch.cuda.graph(captured):
            step()
    once = captured.replay if graph else step
    return (lambda: [once() for _ in range(32)]), 32, once if graph else warm


def measure(case: dict, model: Model, functions: Functions, attention: str, graph: bool) -> dict:
    device = model.device.type
    if device == "cpu" and graph:
        raise NotImplementedError("needs a GPU")
    run, count, warm = {"prefill": prefill, "decode": decode}[case["kind"]](case, model, functions, attention, graph)
    warm()
    if device == "cuda" and not graph:  # a graph's memory was taken when it was captured
        torch.cuda.synchronize()
        torch.cuda.reset_peak_memory_stats()
    begun, times = time.monotonic(), []
    while not times or (len(times) < 7 and time.monotonic() - begun < case["limitSeconds"] / 8):
        times.append(milliseconds_of(run, device) / count)
    milliseconds = statistics.median(times)
    whole = case["kind"] == "prefill"
    tokens = case["batch"] * (case["tokens"] if whole else 1)
    scan = f"; {SCAN}" if whole and any(kind == "mamba" for kind, _ in model.blocks) else ""
    peak = torch.cuda.max_memory_allocated() if device == "cuda" else 0
    return {"milliseconds": milliseconds, "tokensPerSecond": 1000 * tokens / milliseconds, "peakBytes": peak, "scan": scan}


@torch.no_grad()
def measure_all(case: dict, output: Path) -> None:
    """In the case's own process: a line of JSON a way, written when it is known."""
    device, dtype = case.get("device", "cuda"), torch.bfloat16
    config = complete(case["model"])
    model = Model(config, random_parameters(config, dtype, device), dtype)
    functions = functools.cache(Functions)
    for way, (layers, attention, graph) in WAYS[case["kind"]].items():
        try:
            result = measure(case, model, functions(layers), attention, graph)
        except torch.OutOfMemoryError:
            result = {"missing": "out of memory"}
        except Exception as error:  # of one way: the others may do
            result = {"missing": f"{type(error).__name__}: {str(error).strip().splitlines()[0] if str(error) else ''}"}
        with output.open("a") as file:
            file.write(json.dumps({"how": way, **result}) + "\n")
        if device == "cuda":
            torch.cuda.empty_cache()


def answer(case: dict) -> dict:
    """Runs a case's process until it ends or its limit comes, and sums up what it wrote."""
    case = {"limitSeconds": 60, **case}
    with tempfile.TemporaryDirectory() as folder, open(f"{folder}/errors", "w+") as errors:
        output = Path(folder, "results")
        output.touch()
        command = [sys.executable, __file__, "--case", json.dumps(case), str(output)]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=errors, stderr=errors, start_new_session=True)
        try:
            process.wait(case["limitSeconds"])
            unfinished = "its process ended"
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            unfinished = f"not within {case['limitSeconds']} s"
        errors.seek(0)
        last = (errors.read().strip().splitlines() or [""])[-1]
        results = [json.loads(line) for line in output.read_text().splitlines()]
    others = {way: unfinished for way in WAYS[case["kind"]]} | {r["how"]: r.get("milliseconds", r.get("missing")) for r in results}
    timed = [result for result in results if "milliseconds" in result]
    if not timed:
        return {"missing": last if process.returncode > 0 else "no way of running it was timed", "others": others}
    best = min(timed, key=lambda result: result["milliseconds"])
    del others[best["how"]]
    return {**best, "how": f"PyTorch {torch.__version__}, {best['how']}{best.pop('scan')}", "others": others}


if __name__ == "__main__":
    if sys.argv[1] == "--case":
        measure_all(json.loads(sys.argv[2]), Path(sys.argv[3]))
    else:
        print(json.dumps({case["name"]: answer(case) for case in json.loads(sys.argv[1])}))

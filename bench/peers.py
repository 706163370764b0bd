"""What a PyTorch user (for scans, one of mamba_ssm) would run instead: times the same cases and prints one JSON object of medians in milliseconds.

Usage: peers.py '[{"name": ..., "kind": ..., ...}, ...]'. Started by bench/main.ts where a Python with PyTorch and a GPU is.
Inputs are random and rotate over several copies, so that the L2 cache does not serve them.
"""

import json
import statistics
import sys

import torch


def time_of(run, inputs, repeats: int = 20) -> float:
    for n in range(3):
        run(*inputs[n % len(inputs)])
    torch.cuda.synchronize()
    times = []
    for n in range(repeats):
        start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        start.record()
        run(*inputs[n % len(inputs)])
        end.record()
        torch.cuda.synchronize()
        times.append(start.elapsed_time(end))
    return statistics.median(times)


def random(*shape, dtype=torch.bfloat16):
    return torch.randn(*shape, device="cuda", dtype=dtype)


def attention(case):
    from torch.nn.attention.flex_attention import create_block_mask, flex_attention

    batch, tokens, heads, kv_heads, dim, window = (case[k] for k in ("batch", "tokens", "heads", "kvHeads", "headDim", "window"))

    def visible(b, h, q, k):
        return (k <= q) & (k > q - window)

    mask = create_block_mask(visible, None, None, tokens, tokens, device="cuda", _compile=True)
    compiled = torch.compile(flex_attention)
    inputs = [
        (random(batch, heads, tokens, dim), random(batch, kv_heads, tokens, dim), random(batch, kv_heads, tokens, dim)) for _ in range(2)
    ]
    return time_of(lambda q, k, v: compiled(q, k, v, block_mask=mask, enable_gqa=heads != kv_heads), inputs)


def matmul(case):
    m, n, k = case["m"], case["n"], case["k"]
    inputs = [(random(m, k), random(k, n)) for _ in range(4)]
    return time_of(lambda a, b: a @ b, inputs)


def softmax(case):
    inputs = [(random(case["rows"], case["columns"]),) for _ in range(2)]
    return time_of(lambda x: torch.softmax(x, -1), inputs)


def rms_norm(case):
    weight = random(case["columns"])
    inputs = [(random(case["rows"], case["columns"]),) for _ in range(2)]
    compiled = torch.compile(lambda x: torch.nn.functional.rms_norm(x, (case["columns"],), weight, 1e-6))
    return time_of(compiled, inputs)


def scan(case):
    from mamba_ssm.ops.selective_scan_interface import selective_scan_fn

    batch, tokens, channels, states = (case[k] for k in ("batch", "tokens", "channels", "states"))
    rate = -torch.exp(random(channels, states, dtype=torch.float32))
    skip, bias = random(channels, dtype=torch.float32), random(channels, dtype=torch.float32)
    inputs = [
        (
            random(batch, channels, tokens),
            random(batch, channels, tokens) - 3,
            rate,
            random(batch, 1, states, tokens),
            random(batch, 1, states, tokens),
            skip,
            random(batch, channels, tokens),
            bias,
        )
        for _ in range(2)
    ]
    return time_of(lambda *given: selective_scan_fn(*given, delta_softplus=True), inputs)


KINDS = {"attention": attention, "gemm": matmul, "softmax": softmax, "rmsnorm": rms_norm, "scan": scan}

if __name__ == "__main__":
    results = {}
    for case in json.loads(sys.argv[1]):
        if case["kind"] in KINDS:
            try:
                results[case["name"]] = KINDS[case["kind"]](case)
            except ImportError as missing:
                # No peer is better than an unfair one.
                print(f"{case['name']}: {missing}", file=sys.stderr)
            torch.cuda.empty_cache()
    print(json.dumps(results))

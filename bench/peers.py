"""What a PyTorch user (for scans, one of mamba_ssm, and for linear attention, of fla) would run instead. Started by bench/peers.ts where a Python is.

Each line of standard input is a case, {"kind": ..., ...}; for each, one line of standard output is its answer: the median in milliseconds, or why
there is none. Inputs are random and rotate over several copies, so that the L2 cache does not serve them.
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


def convolution(case):
    batch, tokens, channels, width = (case[k] for k in ("batch", "tokens", "channels", "width"))
    weight, bias = random(channels, 1, width), random(channels)

    def run(x):
        return torch.nn.functional.silu(torch.nn.functional.conv1d(x, weight, bias, padding=width - 1, groups=channels)[..., :tokens])

    return time_of(torch.compile(run), [(random(batch, channels, tokens),) for _ in range(2)])


def linear_inputs(case):
    batch, tokens, heads, groups, key_dim, value_dim = (case[k] for k in ("batch", "tokens", "heads", "groups", "keyDim", "valueDim"))
    rows = lambda: (random(batch, tokens, groups, key_dim), random(batch, tokens, groups, key_dim), random(batch, tokens, heads, value_dim))
    return rows, (batch, tokens, heads), key_dim


def gated(case):
    from fla.ops.gla import chunk_gla

    rows, per_head, key_dim = linear_inputs(case)
    inputs = [(*rows(), torch.nn.functional.logsigmoid(random(*per_head, key_dim))) for _ in range(2)]
    return time_of(lambda *given: chunk_gla(*given, output_final_state=True), inputs)


def simple_gated(case):
    from fla.ops.simple_gla import chunk_simple_gla

    rows, per_head, _ = linear_inputs(case)
    inputs = [(*rows(), torch.nn.functional.logsigmoid(random(*per_head, dtype=torch.float32))) for _ in range(2)]
    return time_of(lambda *given: chunk_simple_gla(*given, output_final_state=True), inputs)


def retention(case):
    from fla.ops.retention import chunk_retention

    rows, _, _ = linear_inputs(case)
    return time_of(lambda *given: chunk_retention(*given, output_final_state=True), [rows() for _ in range(2)])


def linear(case):
    from fla.ops.linear_attn import chunk_linear_attn

    rows, _, _ = linear_inputs(case)
    return time_of(lambda *given: chunk_linear_attn(*given, output_final_state=True, normalize=False), [rows() for _ in range(2)])


def delta(case):
    from fla.ops.gated_delta_rule import chunk_gated_delta_rule

    rows, per_head, _ = linear_inputs(case)
    inputs = []
    for _ in range(2):
        q, k, v = rows()
        log_decay = torch.nn.functional.logsigmoid(random(*per_head, dtype=torch.float32))
        inputs.append((q, torch.nn.functional.normalize(k, dim=-1), v, log_decay, torch.sigmoid(random(*per_head))))
    return time_of(lambda *given: chunk_gated_delta_rule(*given, output_final_state=True), inputs)


def ssd(case):
    from mamba_ssm.ops.triton.ssd_combined import mamba_chunk_scan_combined

    rows, per_head, _ = linear_inputs(case)
    rate = -0.03 * torch.exp(random(case["heads"], dtype=torch.float32))
    inputs = []
    for _ in range(2):
        q, k, v = rows()
        inputs.append((v, torch.nn.functional.softplus(random(*per_head, dtype=torch.float32) - 3), rate, k, q))
    return time_of(lambda *given: mamba_chunk_scan_combined(*given, chunk_size=256, return_final_states=True), inputs)


KINDS = {"attention": attention, "gemm": matmul, "softmax": softmax, "rmsnorm": rms_norm, "scan": scan}
KINDS |= {"gated": gated, "simpleGated": simple_gated, "retention": retention, "linear": linear, "delta": delta, "ssd": ssd, "convolution": convolution}


def answer(case):
    try:
        return {"milliseconds": KINDS[case["kind"]](case)}
    except Exception as reason:
        # A peer that is not there, or that refuses this machine, is said to be missing; the others go on.
        first = (str(reason).strip() or "no reason given").splitlines()[0]
        return {"missing": f"{type(reason).__name__}: {first}"}


if __name__ == "__main__":
    torch.set_grad_enabled(False)
    for line in sys.stdin:
        print(json.dumps({"answer": answer(json.loads(line))}), flush=True)
        torch.cuda.empty_cache()

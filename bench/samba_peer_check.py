"""Checks samba_peer.py on the CPU: its f32 logits are those of runtime/samba/fixtures/models.py, which was written independently of it,
in prefill under several chunkings and in decoding from nothing and past the window; its scan is a walk over the tokens; and its cases
answer as they promise. Ends with an error if not.

    OMP_NUM_THREADS=1 python bench/samba_peer_check.py
"""

import json
import subprocess
import sys

import torch

import samba_peer as peer
import samba_peer_model as peer_model
from make import FIXTURES, parameters
from models import complete, logits

PEERED = ("samba", "mamba", "swa-gqa", "full-mqa", "full-per-layer", "samba-nope", "samba-without-mlp", "attention-at-1")
TOKENS = 96


def close(name: str, found: torch.Tensor, expected: torch.Tensor) -> None:
    error = float((found - expected).abs().max())
    if not error < 1e-4:
        raise SystemExit(f"{name}: {error:.2e} away")


@torch.no_grad()
def check(name: str, layers: str) -> None:
    config = complete({"vocab_size": 250, **FIXTURES[name]})
    given = parameters(config, 1)
    tokens = torch.arange(TOKENS) * 37 % 250
    expected = logits(config, given, tokens, torch.float32)
    model, functions = peer_model.Model(config, dict(given), torch.float32), peer_model.Functions(layers)
    for chunk in (1, 3, 16, 32, 48, 96) if layers == "eager" else (32,):
        for attention in ("sdpa", "flex"):
            state = peer_model.Chunks(model, 2, attention, TOKENS, chunk)
            for state.start in range(0, TOKENS, chunk):
                at = torch.arange(state.start, state.start + chunk)
                found = model(functions, tokens[at].expand(2, -1), at, state)
                close(f"{name}, chunks of {chunk}, {attention}, at {state.start}", found, expected[at[-1]])
    state = peer_model.Slots(model, 2, "sdpa", TOKENS, 0)
    for n in range(TOKENS):
        close(f"{name}, step {n}", model(functions, tokens[n].expand(2, 1), state.position, state), expected[n])
        state.position.add_(1)
    # Where nothing is recurrent, the last step again without a mask: all rings are full.
    for attention in ("sdpa", "flex") if all(kind == "attention" for kind, _ in model.blocks) else ():
        state.position.fill_(TOKENS - 1)
        state.full, state.attention = True, attention
        close(f"{name}, full rings, {attention}", model(functions, tokens[-1].expand(2, 1), state.position, state), expected[-1])
    print(f"{name}: agrees, {layers}", flush=True)


def check_scan() -> None:
    """Against a walk over all tokens, at lengths whose blocks are joined in one level, two and three (as in chunks of 4096 and more)."""
    for tokens in (7, 40, 256, 768, 8192):
        draw = torch.Generator().manual_seed(tokens)
        normal = lambda *shape: torch.randn(shape, generator=draw)
        step, rate = torch.exp(normal(2, tokens, 3) - 4), -torch.exp(normal(3, 16))
        given = (step, normal(2, tokens, 3), normal(2, tokens, 16), normal(2, tokens, 16), rate, normal(2, 3, 16))
        step, value, keys, queries, rate, state = (part.double() for part in given)
        last, y = peer_model.walk(step, value, keys, rate, state, queries)
        found_y, found_last = peer_model.scan(*given)
        close(f"scan of {tokens} tokens", found_y, y)
        close(f"scan of {tokens} tokens, state", found_last, last)
    print("scan: agrees", flush=True)


def check_refusals() -> None:
    for name in FIXTURES.keys() - set(PEERED):
        config = complete({"vocab_size": 250, **FIXTURES[name]})
        try:
            peer_model.Model(config, parameters(config, 1), torch.float32)
        except NotImplementedError as refusal:
            print(f"{name}: {refusal}")
        else:
            raise SystemExit(f"{name}: has no peer, and was not refused")


def check_answers() -> None:
    small = {"vocab_size": 250, **FIXTURES["samba"]}
    case = {"model": small, "batch": 2, "tokens": 64, "chunk": 32, "device": "cpu"}
    cases = [
        {"name": "prefill", "kind": "prefill", "limitSeconds": 60, **case},
        {"name": "decode", "kind": "decode", "limitSeconds": 40, **case},
        {"name": "late", "kind": "decode", "limitSeconds": 0.5, **case},
        {"name": "other", "kind": "decode", **case, "model": {"vocab_size": 250, **FIXTURES["sliding-gla"]}},
    ]
    run = subprocess.run([sys.executable, peer.__file__, json.dumps(cases)], capture_output=True, text=True, check=True)
    answers = json.loads(run.stdout.splitlines()[-1])
    print(json.dumps(answers, indent=1))
    for kind, tokens in (("prefill", 128), ("decode", 2)):
        found = answers[kind]
        assert found.keys() == {"milliseconds", "tokensPerSecond", "peakBytes", "how", "others"}, found
        assert abs(found["tokensPerSecond"] * found["milliseconds"] / 1000 - tokens) < 1e-6 * tokens, found
        assert len(found["others"]) == len(peer.WAYS[kind]) - 1, found
    assert answers["late"]["missing"] == "not within 0.5 s", answers["late"]
    assert "no peer for" in answers["other"]["missing"], answers["other"]


if __name__ == "__main__":
    torch.set_num_threads(1)
    check_scan()
    for fixture in PEERED:
        check(fixture, "eager")
    check("samba", "compiled")
    check("full-mqa", "compiled")
    check_refusals()
    check_answers()

"""Checks samba_peer.py on the CPU: its f32 logits are those of runtime/samba/fixtures/models.py, which was written independently of it, in prefill
under several chunkings and in decoding from nothing and past the window; and its cases answer as they promise. Ends with an error if not.

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

PEERED = ("samba", "mamba", "swa-gqa", "full-mqa", "full-per-layer", "samba-nope", "samba-without-mlp")
TOKENS = 96


def close(name: str, found: torch.Tensor, expected: torch.Tensor) -> None:
    error = float((found - expected).abs().max())
    if not error < 1e-4:
        raise SystemExit(f"{name}: logits are {error:.2e} away")


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
    # The last step again without a mask: all rings are full.
    for attention in ("sdpa", "flex"):
        state.position.fill_(TOKENS - 1)
        state.full, state.attention = True, attention
        before = [[part.clone() for part in parts] for parts in state.of]
        if not any(kind == "mamba" for kind, _ in model.blocks):
            close(f"{name}, full rings, {attention}", model(functions, tokens[-1].expand(2, 1), state.position, state), expected[-1])
        state.of = before
    print(f"{name}: agrees, {layers}", flush=True)


def check_answers() -> None:
    small = {"vocab_size": 250, **FIXTURES["samba"], "device": "cpu"}
    case = {"model": small, "batch": 2, "tokens": 64, "chunk": 32, "device": "cpu"}
    cases = [
        {"name": "prefill", "kind": "prefill", "limitSeconds": 120, **case},
        {"name": "decode", "kind": "decode", "limitSeconds": 40, **case},
        {"name": "late", "kind": "decode", "limitSeconds": 0.5, **case},
        {"name": "other", "kind": "decode", **case, "model": {"vocab_size": 250, **FIXTURES["sliding-gla"]}},
    ]
    run = subprocess.run([sys.executable, peer.__file__, json.dumps(cases)], capture_output=True, text=True, check=True)
    answers = json.loads(run.stdout.splitlines()[-1])
    print(json.dumps(answers, indent=1))
    for kind, tokens in (("prefill", 128), ("decode", 2)):
        found = answers[kind]
        assert found["tokensPerSecond"] * found["milliseconds"] / 1000 - tokens < 1e-6 * tokens, found
        assert len(found["others"]) == len(peer.WAYS[kind]) - 1, found
    assert all(reason == "not within 0.5 s" for reason in answers["late"]["others"].values()), answers["late"]
    assert "no peer for" in answers["other"]["missing"], answers["other"]


if __name__ == "__main__":
    torch.set_num_threads(1)
    for fixture in PEERED:
        check(fixture, "eager")
    check("samba", "compiled")
    check("full-mqa", "compiled")
    check_answers()

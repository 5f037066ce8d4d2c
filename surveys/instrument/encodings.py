"""Digests, Base64 and repeatable shuffling."""

from __future__ import annotations

import base64
import hashlib
import math
import re
from collections.abc import Sequence
from typing import TypeVar

from surveys.instrument.values import EvaluationError, Value, number, text

T = TypeVar("T")
ALGORITHMS = frozenset({"md5", "sha1", "sha256", "sha384", "sha512"})
MODULUS, MULTIPLIER = 2**31 - 1, 16_807
"""Of the generator of Park and Miller (1988)."""


def digest(value: Value, algorithm: Value, encoding: Value = "base64") -> Value:
    """The digest of a text, in Base64 or hexadecimal."""
    name, form = text(algorithm).lower().replace("-", ""), text(encoding).lower()
    if name not in ALGORITHMS or form not in ("base64", "hex"):
        raise EvaluationError(f"digest() with {text(algorithm)}, {text(encoding)}")
    made = hashlib.new(name, text(value).encode("utf-8", "replace"), usedforsecurity=False)
    return made.hexdigest() if form == "hex" else base64.b64encode(made.digest()).decode()


def base64_decode(value: Value) -> Value:
    """The text in a Base64 text; what is no Base64 is skipped."""
    known = re.sub(r"[^A-Za-z0-9+/]", "", text(value))
    known = known[: len(known) - (len(known) % 4 == 1)]
    return base64.b64decode(known + "=" * (-len(known) % 4)).decode("utf-8", "replace")


def seed_of(value: Value) -> int:
    """A seed from a number, or from the hash of a text that is none."""
    seed = number(value)
    if seed == seed:
        return int(max(min(seed, 2.0**63 - 1), -(2.0**63)))
    hashed = hashlib.sha256(text(value).encode("utf-8", "replace")).digest()[:8]
    return int.from_bytes(hashed, "big", signed=True) if value != "" else 0


def shuffled(values: Sequence[T], seed: int) -> list[T]:
    """The values in an order that depends on nothing but the seed (Fisher and Yates, inside out)."""
    state = int(math.fmod(float(seed), MODULUS))
    state = state if state > 0 else state + MODULUS - 1
    found: list[T] = []
    for place, value in enumerate(values):
        state = state * MULTIPLIER % MODULUS
        target = int((state - 1) / (MODULUS - 1) * (place + 1))
        found.append(value if target == place else found[target])
        found[target] = value
    return found

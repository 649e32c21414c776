"""The table's rows, and what each must and should be (issue 2, "Measured")."""

from dataclasses import dataclass
from typing import Callable

HERD, NGINX, HAPROXY = "herd", "nginx", "HAProxy"
#: Other setups of herd, each with a row of its own where a figure is measured with it.
HERD_DEFAULT = "herd, default loops"
HERD_PLACING = "herd, placing each request"
SETUPS = (HERD, HERD_DEFAULT, HERD_PLACING)


@dataclass
class Limit:
    """`value` turns what one run measured, by router, into the number that may be `most` at the most."""

    text: str
    most: float
    value: Callable[[dict], float]
    needs: tuple = ()


def ratio(router, most):
    text = f"≤ {router}" if most == 1 else f"≤ {most} × {router}"
    return Limit(text, most, lambda run: run[HERD] / run[router], (router,))


def above(router, most):
    text = f"≤ {router} + {most}" if most else f"≤ {router}"
    return Limit(text, most, lambda run: run[HERD] - run[router], (router,))


def at_most(most):
    return Limit(f"≤ {most}", most, lambda run: run[HERD])


@dataclass
class Row:
    key: str
    title: str
    unit: str
    must: Limit
    aim: Limit


ROWS = [
    Row("small", "CPU per small request, 32 connections", "µs", ratio(NGINX, 1.15), ratio(NGINX, 0.9)),
    Row("token", "CPU per streamed token, 100 streams at 20 ms", "µs", ratio(NGINX, 1.05), ratio(NGINX, 0.95)),
    Row("p50", "added latency of a token, 20 streams, p50", "µs", above(NGINX, 10), above(NGINX, 0)),
    Row("p99", "added latency of a token, 20 streams, p99", "µs", above(NGINX, 100), above(NGINX, 0)),
    Row("memory", "memory per open stream, {streams:,} streams", "KiB", at_most(8), at_most(5)),
    Row("upload-first", "16 × 8 MiB bodies, `model` first: growth ÷ bodies", "×", at_most(1.2), at_most(0.1)),
    Row("upload-last", "16 × 8 MiB bodies, `model` last: growth ÷ bodies", "×", at_most(1.2), at_most(1.2)),
    Row("large", "CPU per answer of 1 MiB", "µs", ratio(NGINX, 1), ratio(HAPROXY, 1)),
    Row("start", "start to first 200", "ms", at_most(50), at_most(20)),
    Row("idle-memory", "idle memory", "MiB", at_most(24), at_most(16)),
    Row("idle-cpu", "idle CPU in a second", "ms", at_most(0.5), at_most(0.1)),
]

"""What a large fleet costs its router, and what an agent costs its machine: see Benchmarks/README.md.

    bench-nodes.py [--nodes 500] [--seconds 60] [--minutes 10]

Needs the release programs (make build) and Linux. Nothing is measured beside them, so a busy machine changes little: it is the
processor time and the memory of the one program that counts.
"""

import argparse
import asyncio
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "Harness"))

from process import Process, cpu_ns, free_port, memory_bytes  # noqa: E402

RELEASE = pathlib.Path(__file__).resolve().parents[1] / ".build" / "release"
BEAT_SECONDS = 2
SETTLING_SECONDS = 10


class Agent:
    """Speaks for one node over one kept connection, as herd-node does: everything once, then only what is always told."""

    def __init__(self, number, port):
        self.number = number
        self.port = port
        self.taken = 0
        self.refused = 0

    def beat(self, sequence):
        backend = {"name": "ollama", "kind": "ollama", "port": 11434, "slots": 2, "running": 0, "memory_free": 1 << 34}
        if sequence == 1:
            backend["models"] = [
                {"name": f"model-{index}:8b", "place": "disk", "size": 5_000_000_000, "context_max": 32_768}
                for index in range(20)
            ]
        return {
            "version": 1,
            "node": f"node-{self.number}",
            "id": f"bench-node-{self.number:08}",
            "secret": "a secret of this bench's nodes",
            "run": 1,
            "sequence": sequence,
            "thermal": "nominal",
            "pressure": "normal",
            "foreign_load": 0.05,
            "busy": [],
            "utc_offset": 0,
            "backends": [backend],
        }

    async def live(self, delay):
        await asyncio.sleep(delay)
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        next_at = time.monotonic()
        for sequence in range(1, 1 << 30):
            body = json.dumps(self.beat(sequence)).encode()
            head = f"POST /fleet/heartbeat HTTP/1.1\r\nHost: a\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(head.encode() + body)
            answer = await reader.readuntil(b"\r\n\r\n")
            length = next(int(line[15:]) for line in answer.lower().split(b"\r\n") if line.startswith(b"content-length:"))
            await reader.readexactly(length)
            if answer.startswith(b"HTTP/1.1 200 "):
                self.taken += 1
            else:
                self.refused += 1
            next_at += BEAT_SECONDS
            await asyncio.sleep(max(0, next_at - time.monotonic()))


def herd(folder, *command):
    """One of the programs, without the settings of whoever runs this."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HERD_")}
    return Process(
        [str(part) for part in command],
        folder / "log",
        stdout=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        env=kept | {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder)},
    )


def router(folder, port):
    return herd(folder, RELEASE / "herd", "--host", "127.0.0.1", "--port", port, "--data-dir", folder / "router")


def until_it_listens(port):
    async def knock():
        for _ in range(1000):
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            except OSError:
                await asyncio.sleep(0.01)
        sys.exit("bench-nodes: the router does not answer")

    asyncio.run(knock())


async def fleet(count, seconds, port, pid):
    agents = [Agent(number, port) for number in range(count)]
    tasks = [asyncio.create_task(agent.live(BEAT_SECONDS * agent.number / count)) for agent in agents]
    await asyncio.sleep(SETTLING_SECONDS)
    before, began = cpu_ns(pid), time.monotonic()
    beats = sum(agent.taken for agent in agents)
    await asyncio.sleep(seconds)
    spent, elapsed = cpu_ns(pid) - before, time.monotonic() - began
    beats = sum(agent.taken for agent in agents) - beats
    for task in tasks:
        task.cancel()
    ended = [result for result in await asyncio.gather(*tasks, return_exceptions=True) if isinstance(result, OSError)]
    refused = sum(agent.refused for agent in agents)
    print(
        f"router, {count} nodes with 20 models each, a beat every {BEAT_SECONDS} s, {elapsed:.0f} s: "
        f"{spent / elapsed / 1e6:.1f} ms of processor time a second, {spent / beats / 1e3:.0f} µs a beat, "
        f"{memory_bytes(pid, 'VmRSS') / 2**20:.1f} MiB; {beats} beats taken, {refused} refused, {len(ended)} cut",
        flush=True,
    )


def measure_router(given, folder):
    port = free_port()
    with router(folder, port) as process:
        until_it_listens(port)
        asyncio.run(fleet(given.nodes, given.seconds, port, process.pid))


def measure_agent(given, folder):
    port, practice = free_port(), free_port()
    server = herd(folder, RELEASE / "herd", "practice", "--practice-port", practice)
    with server, router(folder, port):
        until_it_listens(port)
        until_it_listens(practice)
        agent = herd(
            folder,
            *(RELEASE / "herd-node", "--router", f"http://127.0.0.1:{port}", "--data-dir", folder / "node"),
            *("--backend", f"http://127.0.0.1:{practice}", "--find-servers=false"),
        )
        with agent:
            time.sleep(SETTLING_SECONDS)
            before, began, largest = cpu_ns(agent.pid), time.monotonic(), 0
            while time.monotonic() - began < given.minutes * 60:
                time.sleep(1)
                largest = max(largest, memory_bytes(agent.pid, "VmRSS"))
            spent, elapsed = cpu_ns(agent.pid) - before, time.monotonic() - began
            print(
                f"agent, one server with two models, {elapsed / 60:.1f} min: {spent / elapsed / 1e6:.2f} ms of processor time "
                f"a second ({spent / elapsed / 1e7:.2f} % of a core), {largest / 2**20:.1f} MiB at most",
                flush=True,
            )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nodes", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--minutes", type=float, default=10, help="for the agent")
    given = parser.parse_args()
    if not (RELEASE / "herd-node").exists():
        sys.exit("bench-nodes: the release programs are missing: make build")
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        measure_router(given, pathlib.Path(first))
        measure_agent(given, pathlib.Path(second))


if __name__ == "__main__":
    main()

"""What is measured. Each figure takes a router and answers with its rows' values."""

import contextlib
import time
from statistics import median

import load
from process import cpu_ns, memory_bytes
from rows import HERD_DEFAULT, HERD_PLACING

MIB = 1 << 20


class Figure:
    """Measures in the process that does the router's work, over a load whose every byte was checked."""

    #: The other setups of herd that are measured as well.
    setups = ()
    #: How often all routers take their turn within one run, of which the medians count: for what noise can hide.
    rounds = 1

    def __init__(self, bench):
        self.bench = bench

    def run(self, routers):
        """For each router the values of the rows, or the failure that kept them from being measured."""
        measured = {router.name: [] for router in routers}
        failures = {}
        for turn in range(self.rounds):
            first = (self.bench.run + turn) % len(routers)
            # Nobody is always the first.
            for router in routers[first:] + routers[:first]:
                try:
                    measured[router.name].append(self.measure(router))
                except (load.Wrong, RuntimeError) as failure:
                    failures[router.name] = failure
        return {name: medians(values) for name, values in measured.items() if name not in failures}, failures

    def measure(self, router):
        with load.Backend(self.bench.folder) as backend, router.start(backend.port) as running:
            return self.values(running)

    def values(self, running):
        raise NotImplementedError

    def load(self, running, expected, command, **flags):
        return load.run(self.bench.folder, running.port, expected, command, **flags)

    def cpu_us(self, running, expected, command, **flags):
        """CPU microseconds for each thing that was done."""
        before = cpu_ns(running.serving)
        done = self.load(running, expected, command, **flags)["done"]
        return (cpu_ns(running.serving) - before) / 1000 / done


def medians(rounds):
    return {row: median(values[row] for values in rounds) for row in rounds[0]}


class Small(Figure):
    """300 bytes of JSON each way over 32 connections, each sending its next request when the answer is there."""

    setups = (HERD_DEFAULT, HERD_PLACING)
    rounds = 3

    def values(self, running):
        self.load(running, 4_000, "requests", connections=32, count=4_000)
        return {"small": self.cpu_us(running, 20_000, "requests", connections=32, count=20_000)}


class Token(Figure):
    """100 streams, a token of 111 bytes every 20 ms in each, begun evenly within one such time."""

    setups = (HERD_DEFAULT, HERD_PLACING)
    rounds = 3

    def values(self, running):
        flags = {"streams": 100, "gap_ms": 20, "ramp_ms": 20}
        self.load(running, 1_000, "streams", tokens=10, **flags)
        return {"token": self.cpu_us(running, 10_000, "streams", tokens=100, **flags)}


class Latency(Figure):
    """20 streams; each token carries the moment it was sent. What the way without a router takes is subtracted."""

    setups = (HERD_DEFAULT, HERD_PLACING)
    rounds = 3

    def run(self, routers):
        with load.Backend(self.bench.folder) as backend:
            self.direct = medians([self.delays(backend) for _ in range(self.rounds)])
        return super().run(routers)

    def values(self, running):
        return {row: delay - self.direct[row] for row, delay in self.delays(running).items()}

    def delays(self, target):
        flags = {"streams": 20, "gap_ms": 20, "ramp_ms": 20}
        self.load(target, 200, "streams", tokens=10, **flags)
        report = self.load(target, 1_000, "streams", tokens=50, **flags)
        return {row: report[f"delay_{row}_us"] for row in ("p50", "p99")}


class Memory(Figure):
    """Streams that are all open at once, each of them checked to its end. Where each is placed, there are fewer."""

    setups = (HERD_PLACING,)

    def values(self, running):
        streams = running.make_room(self.bench.streams)
        # Tokens come often enough that all have had two before the first is over.
        flags = {"tokens": 5, "gap_ms": 1_500, "ramp_ms": 3_000}
        self.load(running, 1_000, "requests", connections=4, count=1_000)
        before = memory_bytes(running.serving, "VmRSS")
        seen = []
        report = self.load(
            running,
            streams * flags["tokens"],
            "streams",
            when_settled=lambda: seen.append(memory_bytes(running.serving, "VmRSS")),
            streams=streams,
            **flags,
        )
        if report["open_max"] != streams or not seen:
            raise load.Wrong(f"only {report['open_max']} of {streams} streams were open at once")
        return {"memory": (seen[0] - before) / 1024 / streams}


class Upload(Figure):
    """16 bodies of 8 MiB of which all but the last piece has been sent before any may end: the peak against their sum."""

    setups = (HERD_PLACING,)

    def __init__(self, bench, is_model_last):
        super().__init__(bench)
        self.is_model_last = is_model_last

    def values(self, running):
        uploads, size = 16, 8 * MIB
        self.load(running, 100, "requests", connections=4, count=100)
        before = memory_bytes(running.serving, "VmRSS")
        self.load(running, uploads, "uploads", uploads=uploads, bytes=size, model_last=int(self.is_model_last))
        growth = (memory_bytes(running.serving, "VmHWM") - before) / (uploads * size)
        return {"upload-last" if self.is_model_last else "upload-first": growth}


class Large(Figure):
    """Answers of 1 MiB over 4 connections, to questions of 300 bytes."""

    rounds = 3

    def values(self, running):
        self.load(running, 40, "requests", connections=4, count=40, large=1)
        return {"large": self.cpu_us(running, 200, "requests", connections=4, count=200, large=1)}


class Start(Figure):
    """From before the process exists to the first 200 that came from the backend."""

    rounds = 7

    def values(self, running):
        return {"start": running.start_ms}


class Idle(Figure):
    """Routers that have answered one request and are left alone, all at the same time, since none does anything."""

    SECONDS = 10

    def run(self, routers):
        with contextlib.ExitStack() as stack:
            backend = stack.enter_context(load.Backend(self.bench.folder))
            processes = {router.name: stack.enter_context(router.start(backend.port)).serving for router in routers}
            time.sleep(1)
            memory = {name: memory_bytes(pid, "VmRSS") / MIB for name, pid in processes.items()}
            before = {name: cpu_ns(pid) for name, pid in processes.items()}
            time.sleep(self.SECONDS)
            cpu = {name: (cpu_ns(pid) - before[name]) / 1e6 / self.SECONDS for name, pid in processes.items()}
        return {name: {"idle-memory": memory[name], "idle-cpu": cpu[name]} for name in processes}, {}

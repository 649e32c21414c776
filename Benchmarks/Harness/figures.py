"""What is measured. Each figure takes a router and answers with its rows' values."""

import time
from statistics import median

import load
from process import cpu_ns, memory_bytes

MIB = 1 << 20


class Figure:
    """Measures in the process that does the router's work, over a load whose every byte was checked."""

    #: Whether herd is measured with its default number of loops as well.
    with_default_loops = False

    def __init__(self, bench):
        self.bench = bench

    def measure(self, router):
        """A value for each row."""
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


class Small(Figure):
    """300 bytes of JSON each way over 32 connections, each sending its next request when the answer is there."""

    with_default_loops = True

    def values(self, running):
        count = 20_000 if self.bench.quick else 60_000
        self.load(running, 4_000, "requests", connections=32, count=4_000)
        return {"small": self.cpu_us(running, count, "requests", connections=32, count=count)}


class Token(Figure):
    """100 streams, a token of 113 bytes every 20 ms in each, begun evenly within one such time."""

    with_default_loops = True

    def values(self, running):
        tokens = 100 if self.bench.quick else 150
        flags = {"streams": 100, "gap_ms": 20, "ramp_ms": 20}
        self.load(running, 1_000, "streams", tokens=10, **flags)
        return {"token": self.cpu_us(running, 100 * tokens, "streams", tokens=tokens, **flags)}


class Latency(Figure):
    """20 streams; each token carries the moment it was sent. What the way without a router takes is subtracted."""

    with_default_loops = True

    def __init__(self, bench):
        super().__init__(bench)
        self.direct = {}

    def values(self, running):
        run = self.bench.run
        if run not in self.direct:
            with load.Backend(self.bench.folder) as backend:
                self.direct[run] = self.delays(backend)
        through = self.delays(running)
        return {row: through[row] - self.direct[run][row] for row in through}

    def delays(self, target):
        """The medians of three loads, so that a moment's noise on the machine does not decide the slowest percent."""
        flags = {"streams": 20, "gap_ms": 20, "ramp_ms": 20}
        self.load(target, 200, "streams", tokens=10, **flags)
        reports = [self.load(target, 1_000, "streams", tokens=50, **flags) for _ in range(3)]
        return {row: median(report[f"delay_{row}_us"] for report in reports) for row in ("p50", "p99")}


class Memory(Figure):
    """Streams that are all open at once, each of them checked to its end."""

    def values(self, running):
        streams = self.bench.streams
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

    def values(self, running):
        count = 200 if self.bench.quick else 500
        self.load(running, 40, "requests", connections=4, count=40, large=1)
        return {"large": self.cpu_us(running, count, "requests", connections=4, count=count, large=1)}


class Start(Figure):
    """From before the process exists to the first 200 that came from the backend; the median of several."""

    def measure(self, router):
        times = []
        with load.Backend(self.bench.folder) as backend:
            for _ in range(7):
                with router.start(backend.port) as running:
                    times.append(running.start_ms)
        return {"start": median(times)}


class Idle(Figure):
    """A router that has answered one request and is left alone."""

    def values(self, running):
        seconds = 4 if self.bench.quick else 10
        time.sleep(1)
        memory = memory_bytes(running.serving, "VmRSS") / MIB
        before = cpu_ns(running.serving)
        time.sleep(seconds)
        return {"idle-memory": memory, "idle-cpu": (cpu_ns(running.serving) - before) / 1e6 / seconds}

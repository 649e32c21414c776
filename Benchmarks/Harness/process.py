"""Processes that are certain to end, and what the kernel tells of them."""

import pathlib
import random
import signal
import socket
import subprocess
import time


class Process:
    """A child that is ended, by its id, when the `with` block is left."""

    def __init__(self, command, log, **options):
        self.log = log
        with open(log, "ab") as file:
            self.child = subprocess.Popen(command, stderr=file, **options)
        self.pid = self.child.pid

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.child.poll() is None:
            self.child.send_signal(signal.SIGTERM)
            try:
                self.child.wait(timeout=3)
            except subprocess.TimeoutExpired:
                self.child.kill()
                self.child.wait()
        for stream in (self.child.stdin, self.child.stdout):
            if stream:
                stream.close()

    @property
    def has_ended(self):
        return self.child.poll() is not None

    def last_words(self):
        return pathlib.Path(self.log).read_text(errors="replace").strip()[-400:]


def cpu_ns(pid):
    """Nanoseconds of CPU, in user and kernel, that a process has used, with those of its threads that have ended."""
    # The number of a process's CPU clock, as the kernel makes it (clock_getcpuclockid(3)).
    return time.clock_gettime_ns(~pid << 3 | 2)


def memory_bytes(pid, field):
    """`VmRSS`, what is resident now, or `VmHWM`, the most that ever was."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) * 1024
    raise LookupError(f"{field} of process {pid}")


def children(pid):
    return [int(word) for word in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def free_port():
    """A port nobody listens on, below those the system gives to outgoing connections."""
    low = int(pathlib.Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    while True:
        port = random.randrange(10_000, max(10_001, min(low, 32_000)))
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue

"""The two ends of every measurement, which herd-bench-load plays."""

import json
import subprocess
import threading

from process import Process
from routers import RELEASE

PROGRAM = str(RELEASE / "herd-bench-load")
SECONDS_MAX = 60


class Wrong(Exception):
    """Something was lost, torn or wrong on the way."""


class Backend(Process):
    def __init__(self, folder):
        super().__init__(
            [PROGRAM, "backend"], folder / "load.log", stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.port = json.loads(self.child.stdout.readline())["port"]


def run(folder, port, expected, command, when_settled=None, **flags):
    """Runs clients against a port and answers with their report, in which `expected` things must have been done."""
    words = [part for name, value in flags.items() for part in (f"--{name.replace('_', '-')}", str(value))]
    arguments = [PROGRAM, command, "--to", str(port)] + words
    report = {"done": 0, "failed": 1, "failure": "no report within a minute"}
    with Process(arguments, folder / "load.log", stdout=subprocess.PIPE, text=True) as clients:
        limit = threading.Timer(SECONDS_MAX, clients.child.kill)
        limit.start()
        try:
            for line in clients.child.stdout:
                if line.startswith("{"):
                    report = json.loads(line)
                elif when_settled:
                    when_settled()
        finally:
            limit.cancel()
    if report["failed"] or report["done"] != expected:
        raise Wrong(f"{report['done']} of {expected} done, {report['failed']} failed: {report['failure']}")
    return report

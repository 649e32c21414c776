"""Starts Herd and backends on free ports of this machine, and ends them again."""

import json
import os
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

from support.samples import MODEL

PROGRAMS = os.environ.get("CONFORMANCE_PROGRAMS", ".build/debug")
PATIENCE = 10


def ask(url, method="GET", body=None):
    request = urllib.request.Request(url, data=body, method=method)
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return answer.read()


def wait_until(condition, what):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"in vain waited for this: {what}")


class Fake:
    """A backend that speaks one dialect, misbehaves when told to, and tells what it saw."""

    def __init__(self, dialect):
        self.program = subprocess.Popen(
            [f"{PROGRAMS}/fake-backend", dialect], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.url = self.program.stdout.readline().decode().strip()

    @property
    def seen(self):
        return json.loads(ask(f"{self.url}/fake"))

    @property
    def inferences(self):
        """What clients asked, without Herd's own questions."""
        return [request for request in self.seen["requests"] if request["method"] == "POST"]

    def forget(self):
        ask(f"{self.url}/fake", "DELETE")

    def misbehave(self, *lines):
        """The next answers go wrong, one after the other."""
        ask(f"{self.url}/fake", "POST", "\n".join(lines).encode())

    def wait_for_departure(self):
        wait_until(lambda: self.seen["departures"] > 0, "the client leaves the backend")

    def stop(self):
        self.program.stdin.close()
        self.program.wait(PATIENCE)


class Herd:
    """The router in front of one backend."""

    def __init__(self, backend, *flags):
        self.folder = tempfile.TemporaryDirectory(prefix="herd-conformance-")
        self.log = open(f"{self.folder.name}/log", "w+b")
        self.program = subprocess.Popen(
            [
                f"{PROGRAMS}/herd", "serve", "--host", "127.0.0.1", "--port", "0", "--backend", backend,
                "--data-dir", self.folder.name, "--log-format", "json", *flags,
            ],
            # What the user has set for a Herd of their own means nothing here.
            env={name: value for name, value in os.environ.items() if not name.startswith("HERD_")},
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        self.url = wait_until(self.find_address, "Herd says where it listens")
        wait_until(self.knows_models, "Herd has looked at its backend")

    def find_address(self):
        if self.program.poll() is not None:
            raise AssertionError(f"herd ended: {self.said}")
        for line in self.said.splitlines():
            if '"listening"' in line:
                return json.loads(line)["address"]
        return None

    def knows_models(self):
        try:
            return MODEL.encode() in ask(f"{self.url}/fleet/nodes")
        except urllib.error.URLError:
            return False

    @property
    def said(self):
        with open(self.log.name, "rb") as log:
            return log.read().decode()

    def stop(self):
        self.program.terminate()
        try:
            self.program.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.program.kill()
            self.program.wait()
        self.log.close()
        self.folder.cleanup()

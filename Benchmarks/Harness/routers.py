"""The programs that are compared. Each is started alone, fresh for each measurement, in front of a backend of its own."""

import json
import os
import pathlib
import shutil
import socket
import subprocess
import threading
import time
import urllib.request

from process import Process, children, free_port

ROOT = pathlib.Path(__file__).resolve().parents[2]
CONFIG = ROOT / "Benchmarks" / "Config"
RELEASE = ROOT / ".build" / "release"
START_SECONDS_MAX = 10


class Router:
    """One way of forwarding. `name` is its column or, for another setup of herd, its row."""

    name = ""

    def __init__(self, bench):
        self.bench = bench

    def is_installed(self):
        return True

    def version(self):
        raise NotImplementedError

    def command(self, port, backend_port):
        raise NotImplementedError

    def serving_pid(self, pid):
        """The process that does the work."""
        return pid

    def start(self, backend_port):
        return Running(self, backend_port)

    def environment(self):
        return None

    def filled_in(self, file, **words):
        """A configuration file with its words filled in, in the bench's folder."""
        text = (CONFIG / file).read_text()
        for word, value in words.items():
            text = text.replace(f"@{word}@", str(value))
        path = self.bench.folder / f"{words['PORT']}-{file}"
        path.write_text(text)
        return str(path)


class Running(Process):
    """A router that has given its first answer; `start_ms` is how long that took from before it was started."""

    def __init__(self, router, backend_port):
        self.port = free_port()
        command = router.command(self.port, backend_port)
        began = time.perf_counter()
        super().__init__(
            command,
            router.bench.folder / "router.log",
            stdout=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            env=router.environment(),
        )
        try:
            self.await_answer(began)
            self.start_ms = (time.perf_counter() - began) * 1000
            self.serving = router.serving_pid(self.pid)
        except BaseException:
            self.__exit__()
            raise

    def await_answer(self, began):
        while not self.is_answered():
            if self.has_ended or time.perf_counter() - began > START_SECONDS_MAX:
                raise RuntimeError(f"{self.child.args[0]} does not answer: {self.last_words()}")
            time.sleep(0.0002)

    def make_room(self, streams):
        """How many of them it can have open at once."""
        return streams

    def is_answered(self):
        """Whether a request reaches the backend and its answer comes back."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as caller:
                caller.sendall(b"GET /api/tags HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                return caller.recv(4096).startswith(b"HTTP/1.1 200 ")
        except OSError:
            return False


class Herd(Router):
    """With one loop, to compare with one worker, or as many as it takes by itself."""

    def __init__(self, bench, loops, name):
        super().__init__(bench)
        self.loops = loops
        self.name = name

    def version(self):
        return subprocess.run([RELEASE / "herd", "--version"], capture_output=True, text=True).stdout.strip()

    def command(self, port, backend_port):
        words = {
            "host": "127.0.0.1",
            "port": port,
            "backend": f"http://127.0.0.1:{backend_port}",
            "loops": self.loops,
            # One program has a folder for itself.
            "data-dir": self.bench.folder / f"herd-{port}",
            # The default, 8,192 for each loop, is less than the streams that are measured.
            "backend-connections-max": 20_000,
        }
        return [str(RELEASE / "herd")] + [str(part) for name, value in words.items() for part in (f"--{name}", value)]

    def environment(self):
        """Without the settings of whoever runs this."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HERD_")}
        return kept | {"HOME": str(self.bench.folder), "XDG_CONFIG_HOME": str(self.bench.folder)}


class HerdPlacing(Herd):
    """Its backend is announced with the model that is asked for, so that every request is placed and not just passed on."""

    def start(self, backend_port):
        return Announced(self, backend_port)


class Announced(Running):
    """Beats as an agent would until it is ended."""

    SECONDS = 2
    #: As many requests at once as one backend is believed to serve, and backends as one node may have.
    SLOTS, BACKENDS = 256, 16

    def __init__(self, router, backend_port):
        self.is_over = threading.Event()
        self.backend = {
            "kind": "ollama",
            "address": f"http://127.0.0.1:{backend_port}",
            "slots": self.SLOTS,
            "models": [{"name": "bench", "place": "resident", "size": 1 << 30}],
        }
        self.beat = {"version": 1, "node": "bench"}
        self.announce(1)
        super().__init__(router, backend_port)
        self.thread = threading.Thread(target=self.keep_beating)
        self.thread.start()

    def announce(self, count):
        """The one backend, under so many names."""
        self.beat["backends"] = [self.backend | {"name": f"bench-{number}"} for number in range(count)]

    def make_room(self, streams):
        self.announce(self.BACKENDS)
        if not self.is_beat_taken():
            raise RuntimeError("a heartbeat was refused")
        # It learns that the backend gets slower, and believes in fewer.
        return min(streams, self.SLOTS * self.BACKENDS // 8)

    def is_answered(self):
        return self.is_beat_taken() and super().is_answered()

    def is_beat_taken(self):
        url = f"http://127.0.0.1:{self.port}/fleet/heartbeat"
        try:
            with urllib.request.urlopen(url, json.dumps(self.beat).encode(), timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def keep_beating(self):
        while not self.is_over.wait(self.SECONDS):
            self.is_beat_taken()

    def __exit__(self, *error):
        self.is_over.set()
        super().__exit__(*error)


class Rival(Router):
    """A router that the system's packages provide."""

    def is_installed(self):
        return self.path() is not None

    def path(self):
        return shutil.which(self.program, path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")


class Nginx(Rival):
    name = program = "nginx"

    def version(self):
        return subprocess.run([self.path(), "-v"], capture_output=True, text=True).stderr.split()[-1]

    def command(self, port, backend_port):
        folder, files = self.bench.folder, self.bench.descriptors
        config = self.filled_in("nginx.conf", PORT=port, BACKEND=backend_port, FOLDER=folder, FILES=files)
        return [self.path(), "-e", str(folder / "nginx-errors.log"), "-p", str(folder), "-c", config]

    def serving_pid(self, pid):
        """The worker; the master only watches over it."""
        return children(pid)[0]


class HAProxy(Rival):
    name = "HAProxy"
    program = "haproxy"

    def version(self):
        words = subprocess.run([self.path(), "-v"], capture_output=True, text=True).stdout.split()
        return f"haproxy/{words[2]}"

    def command(self, port, backend_port):
        connections = self.bench.descriptors // 2 - 100
        config = self.filled_in("haproxy.cfg", PORT=port, BACKEND=backend_port, CONNECTIONS=connections)
        return [self.path(), "-db", "-q", "-f", config]

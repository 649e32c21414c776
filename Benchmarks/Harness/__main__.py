"""Measures herd beside nginx and HAProxy and prints one table. See Benchmarks/README.md for what and why."""

import argparse
import json
import pathlib
import platform
import resource
import signal
import subprocess
import sys
import tempfile

import figures
import load
from routers import ROOT, HAProxy, Herd, Nginx
from rows import HERD
from table import Results, markdown

STREAMS = 9_000
DESCRIPTORS = 65_536
FIGURES = {
    "small": figures.Small,
    "token": figures.Token,
    "latency": figures.Latency,
    "memory": figures.Memory,
    "upload": lambda bench: figures.Upload(bench, is_model_last=False),
    "upload-last": lambda bench: figures.Upload(bench, is_model_last=True),
    "large": figures.Large,
    "start": figures.Start,
    "idle": figures.Idle,
}


class Bench:
    """What all figures share."""

    def __init__(self, folder, quick):
        self.folder = pathlib.Path(folder)
        self.quick = quick
        self.run = 0
        self.descriptors = raise_descriptor_limit()
        # A stream takes two descriptors in the router.
        self.streams = min(STREAMS, (self.descriptors - 500) // 2)
        self.herd = Herd(self, loops=1)
        self.herd_default = Herd(self, loops=0)
        self.rivals = [router for router in (Nginx(self), HAProxy(self)) if router.is_installed()]


def raise_descriptor_limit():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for wanted in ((DESCRIPTORS, max(hard, DESCRIPTORS)), (min(hard, DESCRIPTORS), hard)):
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, wanted)
            return wanted[0]
        except (ValueError, OSError):
            continue
    return soft


def measure(bench, names, runs):
    """All figures of all routers, then again: what the machine does besides hits everyone alike."""
    results = Results(runs)
    chosen = {name: FIGURES[name](bench) for name in names}
    for run in range(runs):
        bench.run = run
        for name, figure in chosen.items():
            routers = [bench.herd, *bench.rivals] + [bench.herd_default] * figure.with_default_loops
            # Nobody is always the first.
            for router in routers[run % len(routers):] + routers[: run % len(routers)]:
                show(f"run {run + 1} of {runs}: {name}, {router.name}")
                try:
                    results.put(run, router.name, figure.measure(router))
                except (load.Wrong, RuntimeError) as error:
                    results.fail(run, router.name, name, error)
    show("")
    return results


def show(progress):
    """One line at the terminal that is written over and over."""
    if sys.stderr.isatty():
        print(f"\r{progress:<60}\r", end="", file=sys.stderr, flush=True)


def surroundings(bench, runs):
    facts = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    processors = [line.split(":")[1].strip() for line in facts if line.startswith("model name")]
    commit = subprocess.run(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
    programs = ", ".join(router.version() for router in (bench.herd, *bench.rivals))
    return (
        f"{programs}; commit {commit.stdout.strip()}; {len(processors)} × {processors[0] if processors else '?'}, "
        f"Linux {platform.release()}; median (least–most) of {runs} runs"
    )


def arguments():
    parser = argparse.ArgumentParser(prog="Benchmarks/run.sh", description=__doc__)
    parser.add_argument("figures", nargs="*", metavar="FIGURE", help=f"which of: {', '.join(FIGURES)}; all by default")
    parser.add_argument("--runs", type=int, help="how often everything is measured (5, with --quick 1)")
    parser.add_argument("--quick", action="store_true", help="one run of shorter loads, within two minutes")
    parser.add_argument("--check", action="store_true", help="exit with 1 when herd misses what it must reach")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="write every value of every run there")
    given = parser.parse_args()
    unknown = [name for name in given.figures if name not in FIGURES]
    if unknown:
        parser.error(f"no such figure: {', '.join(unknown)}; there are {', '.join(FIGURES)}")
    return given


def main():
    # Ended from outside, it still ends what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    given = arguments()
    runs = given.runs or (1 if given.quick else 5)
    with tempfile.TemporaryDirectory(prefix="herd-bench-") as folder:
        # A worker of nginx gives up root's rights and must still get here.
        pathlib.Path(folder).chmod(0o755)
        bench = Bench(folder, given.quick)
        results = measure(bench, [name for name in FIGURES if name in (given.figures or FIGURES)], runs)
        print(surroundings(bench, runs), end="\n\n")
    print(markdown(results, bench.streams))
    for failure in results.failures:
        print(f"\nFAILED: {failure}")
    if given.json:
        given.json.write_text(json.dumps({"runs": results.runs, "failures": results.failures}, indent=1) + "\n")
    missed = results.missed()
    if given.check and missed:
        print("\nMISSED: " + "; ".join(missed))
    herd_failed = any(f", {HERD}" in failure for failure in results.failures)
    sys.exit(1 if herd_failed or (given.check and missed) else 0)


main()

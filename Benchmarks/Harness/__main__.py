"""Measures herd beside nginx and HAProxy and prints one table. See Benchmarks/README.md for what and why."""

import argparse
import json
import os
import pathlib
import platform
import resource
import signal
import subprocess
import sys
import tempfile
import time

import figures
import load
from routers import ROOT, HAProxy, Herd, HerdPlacing, Nginx
from rows import HERD, HERD_DEFAULT, HERD_PLACING
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

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.run = 0
        self.descriptors = raise_descriptor_limit()
        # A stream takes two descriptors in the router.
        self.streams = min(STREAMS, (self.descriptors - 500) // 2)
        self.herd = Herd(self, loops=1, name=HERD)
        self.other_setups = [Herd(self, loops=0, name=HERD_DEFAULT), HerdPlacing(self, loops=1, name=HERD_PLACING)]
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
            show(f"run {run + 1} of {runs}: {name}")
            others = [setup for setup in bench.other_setups if setup.name in figure.setups]
            routers = [bench.herd, *bench.rivals, *others]
            measured, failures = figure.run(routers)
            for router, values in measured.items():
                results.put(run, router, values)
            for router, failure in failures.items():
                results.fail(run, router, name, failure)
    show("")
    return results


def show(progress):
    """One line at the terminal that is written over and over."""
    if sys.stderr.isatty():
        print(f"\r{progress:<60}\r", end="", file=sys.stderr, flush=True)


class Bystanders:
    """What the programs that are no part of this used of the machine meanwhile; much of it makes the figures doubtful."""

    def __init__(self):
        self.began, self.busy, self.own = time.monotonic(), self.busy_seconds(), self.own_seconds()

    def percent(self):
        """To be asked when all that was started has ended."""
        others = self.busy_seconds() - self.busy - (self.own_seconds() - self.own)
        return max(0, 100 * others / (time.monotonic() - self.began) / os.cpu_count())

    @staticmethod
    def busy_seconds():
        ticks = pathlib.Path("/proc/stat").read_text().splitlines()[0].split()[1:]
        user, nice, system, _, _, interrupts, soft, *_ = map(int, ticks)
        return (user + nice + system + interrupts + soft) / os.sysconf("SC_CLK_TCK")

    @staticmethod
    def own_seconds():
        usages = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def surroundings(bench, bystanders, runs):
    facts = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    processors = [line.split(":")[1].strip() for line in facts if line.startswith("model name")]
    commit = subprocess.run(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
    programs = ", ".join(router.version() for router in (bench.herd, *bench.rivals))
    return (
        f"{programs}; commit {commit.stdout.strip()}; {len(processors)} × {processors[0] if processors else '?'}, "
        f"Linux {platform.release()}. Median (least–most) of {runs} runs; other programs used "
        f"{bystanders.percent():.0f} % of the machine meanwhile."
    )


def arguments():
    parser = argparse.ArgumentParser(prog="Benchmarks/run.sh", description=__doc__)
    parser.add_argument("figures", nargs="*", metavar="FIGURE", help=f"which of: {', '.join(FIGURES)}; all by default")
    parser.add_argument("--runs", type=int, default=5, help="how often everything is measured (5)")
    parser.add_argument("--quick", action="store_true", help="the same as --runs 1: within two minutes")
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
    runs = 1 if given.quick else given.runs
    with tempfile.TemporaryDirectory(prefix="herd-bench-") as folder:
        # A worker of nginx gives up root's rights and must still get here.
        pathlib.Path(folder).chmod(0o755)
        bench = Bench(folder)
        bystanders = Bystanders()
        results = measure(bench, [name for name in FIGURES if name in (given.figures or FIGURES)], runs)
        print(surroundings(bench, bystanders, runs), end="\n\n")
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

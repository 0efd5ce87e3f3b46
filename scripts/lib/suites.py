"""Builds chatd and runs its suites side by side, as many as there are cores. Called by scripts/test.

A suite is found, not listed: every folder of tests/ with an executable `run` or with `*.test.mjs` files for `node --test`, ctest's
unit tests, and the browser apps' own tests. The first lines of a `run` may say `needs: daemon`, `needs: web` or `needs: nothing` (default: daemon and web) and `slots: N`
(how many cores it wants for itself; default 1). A suite that counts nothing, or counts no failure and yet exits
with an error, has failed.
"""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LOGS = ROOT / "build" / "test-logs"
BUILD = ROOT / "build" / "asan"
CORES = os.cpu_count() or 2
SUITE_S_MAX = 20 * 60
LOG_LINES_SHOWN = 300
FAILURE_LINES_SHOWN = 25


@dataclass
class Job:
    name: str
    command: list[str]
    needs: set[str] = field(default_factory=set)
    slots: int = 1
    counts: bool = True  # a suite counts test cases; a build does not
    provides: str = ""


def counted(text: str) -> tuple[int, int] | None:
    """The passed and failed test cases that a runner's last words tell, or None. Several summaries add up."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", text)
    for passed, failed in (
        (r"^(?:\w+: )?(\d+) passed, \d+ failed", r"^(?:\w+: )?\d+ passed, (\d+) failed"),  # our own suites
        (r"^(?:#|ℹ) pass (\d+)$", r"^(?:#|ℹ) fail (\d+)$"),  # node --test
        (r"^ +Tests +(?:\d+ failed \| )?(\d+) passed", r"^ +Tests +(\d+) failed"),  # vitest
        (r"^ +(\d+) passed \(", r"^ +(\d+) failed$"),  # playwright
    ):
        good = re.findall(passed, text, re.M)
        bad = re.findall(failed, text, re.M)
        if good or bad:
            return sum(map(int, good)), sum(map(int, bad))
    if ctest := re.search(r"^\d+% tests passed, (\d+) tests failed out of (\d+)$", text, re.M):
        failed_n, total = map(int, ctest.groups())
        return total - failed_n, failed_n
    return None


def worth_showing(text: str) -> list[str]:
    """A log's failures, each with what follows it, and its end; a short log whole."""
    lines = text.splitlines()
    if len(lines) <= LOG_LINES_SHOWN:
        return lines
    failure = re.compile(r"^\s*not ok|\[  FAILED  \]|\*\*\*(?:Failed|Exception|Timeout)|^terminate called|^FAILED: |: error: |: Failure$|ERROR: \w+Sanitizer|runtime error:")
    shown: list[str] = []
    until = -1
    for i, line in enumerate(lines[:-40]):
        if failure.search(line):
            until = i + FAILURE_LINES_SHOWN
        elif re.match(r"\s*(ok \d|# Subtest)", line):
            until = -1
        if i <= until:
            shown.append(line)
    return [*shown[:LOG_LINES_SHOWN], "…", *lines[-40:]]


def builds() -> list[Job]:
    jobs = [Job("build", ["bash", "-c", f"cmake --preset asan && cmake --build --preset asan -- -j{CORES}"],
                counts=False, provides="daemon")]
    if (ROOT / "web" / "package-lock.json").exists():
        jobs.append(Job("build web", ["bash", "-c", "scripts/lib/npm-ci web && npm --prefix web run build"],
                        counts=False, provides="web"))
    if (ROOT / "tests" / "package-lock.json").exists():
        jobs.append(Job("install node suites", ["scripts/lib/npm-ci", "tests"], counts=False, provides="node"))
    return jobs


def suites(provided: set[str]) -> list[Job]:
    jobs = [Job("unit", ["ctest", "--test-dir", str(BUILD), "--output-on-failure", "--no-tests=error", "-j1"], {"daemon"})]
    everything = {"daemon", "web", "node"} & provided
    for folder in sorted((ROOT / "tests").iterdir()):
        run = folder / "run"
        node_tests = sorted(map(str, folder.glob("**/*.test.mjs"))) if folder.is_dir() and folder.name != "node_modules" else []
        if os.access(run, os.X_OK):
            head = "\n".join(run.read_text().splitlines()[:10])
            needs = re.search(r"needs: ([\w ]+)", head)
            slots = re.search(r"slots: (\d+)", head)
            if "by hand" in head:  # a tool that lives beside the suites, like the benchmark
                continue
            wanted = set(needs[1].split()) & provided if needs else everything
            jobs.append(Job(folder.name, [str(run)], wanted, int(slots[1]) if slots else 1))
        elif node_tests:
            jobs.append(Job(folder.name, ["node", "--test", *node_tests], everything))
    package = ROOT / "web" / "package.json"
    if package.exists() and '"test"' in package.read_text():
        jobs.append(Job("web", ["npm", "--prefix", "web", "test"], {"web"}))
    return jobs


class Runner:
    """Starts what is ready as long as slots are free. One thread waits for each job; `changed` guards everything."""

    def __init__(self, jobs: list[Job]):
        self.waiting = jobs
        self.running: dict[str, subprocess.Popen] = {}
        self.free = CORES
        self.done: set[str] = set()
        self.broken: set[str] = set()
        self.passed = self.failed = 0
        self.failing: list[str] = []
        self.changed = threading.Condition()
        self.environment = os.environ | {
            "CHATD_BIN": str(BUILD / "chatd"),
            "CHATD_BUILD": str(BUILD),
            "ASAN_OPTIONS": "detect_stack_use_after_return=1:strict_string_checks=1",
            "UBSAN_OPTIONS": "print_stacktrace=1",
            "ASAN_SYMBOLIZER_PATH": "/usr/lib/llvm-19/bin/llvm-symbolizer",
        }

    def log(self, job: Job) -> Path:
        return LOGS / (job.name.replace(" ", "-") + ".log")

    def run_all(self) -> None:
        while True:
            with self.changed:
                while not (starting := self.next_ready()) and (self.running or self.waiting):
                    if self.running:
                        self.changed.wait()
                        continue
                    for job in self.waiting:  # nothing runs and nothing can start: what is needed is missing
                        self.report(job, "not run", 0, 1, 0.0)
                    self.waiting = []
                if not starting:
                    break
                self.waiting.remove(starting)
                self.free -= min(starting.slots, CORES)
                out = self.log(starting).open("wb")
                self.running[starting.name] = subprocess.Popen(
                    starting.command, cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL, stdout=out,
                    stderr=subprocess.STDOUT, start_new_session=True)
            threading.Thread(target=self.wait, args=(starting,), daemon=True).start()

    def run(self) -> int:
        self.run_all()
        for name in self.failing:
            path = LOGS / name
            print(f"\n---- {path.relative_to(ROOT)}")
            print("\n".join(worth_showing(path.read_text(errors="replace")) if path.exists() else ["(never started)"]))
        print(f"\n{self.passed} passed, {self.failed} failed")
        return 1 if self.failed else 0

    def next_ready(self) -> Job | None:
        for job in list(self.waiting):
            if job.needs & self.broken:
                self.waiting.remove(job)
                self.report(job, "not run", 0, 1, 0.0)
            elif job.needs <= self.done and (min(job.slots, CORES) <= self.free):
                return job
        return None

    def wait(self, job: Job) -> None:
        started = time.monotonic()
        running = self.running[job.name]
        late = False
        try:
            running.wait(SUITE_S_MAX)
        except subprocess.TimeoutExpired:
            late = True
        try:
            os.killpg(running.pid, signal.SIGKILL)  # the suite itself if late, else what it left behind
        except ProcessLookupError:
            pass
        code = running.wait()
        seconds = time.monotonic() - started
        with self.changed:
            del self.running[job.name]
            self.free += min(job.slots, CORES)
            good = code == 0 and not late
            if job.provides:
                (self.done if good else self.broken).add(job.provides)
            if job.counts:
                counts = counted(self.log(job).read_text(errors="replace"))
                passed, failed = counts or (0, 0)
                word = "too late" if late else "counted nothing" if counts in (None, (0, 0)) else "ok" if good else "failed"
                if word != "ok" and failed == 0:
                    failed = 1
                self.report(job, "failed" if failed and word == "ok" else word, passed, failed, seconds)
            else:
                self.report(job, "ok" if good else "failed", 0, 0 if good else 1, seconds)
            self.changed.notify_all()

    def report(self, job: Job, word: str, passed: int, failed: int, seconds: float) -> None:
        self.passed += passed
        self.failed += failed
        if failed:
            self.failing.append(self.log(job).name)
        counts = f"{passed:5} passed {failed:3} failed" if job.counts else ""
        print(f"{job.name:22} {word:16} {seconds:6.1f} s {counts}", flush=True)


def main(chosen: list[str]) -> int:
    LOGS.mkdir(parents=True, exist_ok=True)
    for old in LOGS.glob("*.log"):
        old.unlink()
    first = builds()
    found = suites({job.provides for job in first})
    if unknown := set(chosen) - {job.name for job in found}:
        print(f"no suite {', '.join(sorted(unknown))}; there are: {', '.join(job.name for job in found)}", file=sys.stderr)
        return 2
    if chosen:
        found = [job for job in found if job.name in chosen]
        first = [job for job in first if any(job.provides in suite.needs for suite in found)]
    runner = Runner(first + found)
    try:
        return runner.run()
    except KeyboardInterrupt:
        for running in runner.running.values():
            os.killpg(running.pid, signal.SIGKILL)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

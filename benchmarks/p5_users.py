"""P5: 50, 200 and 1,000 people at work at the same time, two server processes, both databases.

Goals: 95 of 100 pages and saves within 100 ms, documents within 500 ms, no error, no acknowledged
save or draft lost. Milliseconds tell of the machine too: client, database and server share it.
What is done in the first 30 s, while all arrive at a server that has just started, is told apart.
`--seconds N` makes each run shorter, `--users 50,200` and `--only sqlite` leave runs out, and
`--threads N` gives each server process other threads than the product does.
"""

import argparse
import asyncio
import multiprocessing
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.load import town as towns
from benchmarks.load.people import THINKING, Person, Seen

LEVELS = (50, 200, 1000)
SECONDS = 60.0
WARM_UP = 30.0
GOALS = {
    **dict.fromkeys(("read", "search", "export", "autosave", "save"), 0.100),
    "issue": 0.500,
}
"""Kind -> the seconds that 95 of 100 may take."""


async def _work(port: int, town: towns.Town, people: int, seconds: float) -> Seen:
    seen = Seen()
    start = time.perf_counter()
    until = start + WARM_UP + seconds
    own = [
        Person(
            number,
            port,
            town.tokens[number],
            town.decisions[number // towns.PEOPLE_OF_A_RECORD],
            seen,
        ).work(until)
        for number in range(people)
    ]

    async def count() -> None:
        await asyncio.sleep(WARM_UP)
        seen.is_counted = True

    await asyncio.gather(count(), *own)
    return seen


def _client(told: Any, port: int, town: towns.Town, people: int, seconds: float) -> None:
    """Be the people, in a process of their own."""
    seen = asyncio.run(_work(port, town, people, seconds))
    told.send(seen)


def _run(town: towns.Town, people: int, seconds: float, threads: int | None) -> tuple[Seen, float]:
    """Return what the people saw, and the processors that the server kept busy."""
    context = multiprocessing.get_context("spawn")
    with towns.served(town, threads) as (port, pid):
        receiver, sender = context.Pipe(duplex=False)
        client = context.Process(target=_client, args=(sender, port, town, people, seconds))
        start = time.perf_counter()
        before = towns.cpu_seconds(pid)
        client.start()
        sender.close()
        seen: Seen = receiver.recv()
        client.join()
        busy = (towns.cpu_seconds(pid) - before) / (time.perf_counter() - start)
    return seen, busy


def _share(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100)[percent - 1] if len(values) > 1 else sum(values)


def _report(
    kind: str, people: int, seconds: float, seen: Seen, town: towns.Town, busy: float
) -> bool:
    """Print the figures of a run; return whether all goals are met."""
    done = sum(map(len, seen.seconds.values()))
    print(
        f"  {kind}, {people} people: {done / seconds:.1f} answers a second,"
        f" server {busy:.2f} processors"
    )
    met = True
    for name, values in seen.seconds.items():
        p50, p95, p99 = (_share(values, percent) * 1000 for percent in (50, 95, 99))
        ok = p95 <= GOALS[name] * 1000 if values else None
        met = met and bool(ok)
        print(
            f"    {name:9} {len(values):6}  p50 {p50:7.0f}  p95 {p95:7.0f}  p99 {p99:7.0f} ms"
            f"  (p95 <= {GOALS[name] * 1000:.0f}): {_said(ok)}"
        )
    p95, slowest = _share(seen.arriving, 95) * 1000, max(seen.arriving, default=0) * 1000
    print(f"    arriving  {len(seen.arriving):6}  p95 {p95:7.0f}  slowest {slowest:7.0f} ms")
    errors = sum(seen.errors.values())
    told = ", ".join(f"{what} x {times}" for what, times in seen.errors.most_common(5))
    print(f"    errors    {errors:6}  (goal 0): {_said(not errors)}{'  ' + told if told else ''}")
    saves, drafts = towns.lost(town.url, seen.saved, seen.drafted)
    print(
        f"    saves: {seen.sent['save']} sent, {seen.taken['save']} acknowledged, {saves} lost,"
        f" {seen.conflicts} conflicts shown; drafts: {seen.sent['autosave']} sent,"
        f" {seen.taken['autosave']} acknowledged, {drafts} lost  (goal 0 lost):"
        f" {_said(not saves + drafts)}"
    )
    return met and not errors + saves + drafts


def _said(is_met: bool | None) -> str:
    return "not measured" if is_met is None else "met" if is_met else "NOT met"


def _measure(kind: str, url: str, folder: Path, asked: argparse.Namespace) -> bool:
    """Make the runs on one database; return whether all goals are met."""
    town = towns.build(folder, url, max(asked.users))
    met = True
    for people in asked.users:
        seen, busy = _run(town, people, asked.seconds, asked.threads)
        met = _report(kind, people, asked.seconds, seen, town, busy) and met
    return met


def _postgresql(folder: Path, asked: argparse.Namespace) -> bool:
    """Measure on a fresh database of the cluster that the environment names, or of a new one."""
    if "PGHOST" not in os.environ:
        if shutil.which("pg_virtualenv") is None:
            print("  postgresql: not run, no pg_virtualenv (Debian package postgresql-common)")
            return True
        own = ["--only", "postgresql", "--seconds", str(asked.seconds)]
        own += ["--users", ",".join(map(str, asked.users))]
        own += [] if asked.threads is None else ["--threads", str(asked.threads)]
        kept = ["pg_virtualenv", "-t", "-o", "fsync=on", "-o", "synchronous_commit=on"]
        command = [*kept, sys.executable, "-m", "benchmarks.p5_users", *own]
        return subprocess.run(command, cwd=towns.ROOT, check=False).returncode == 0
    import psycopg
    from psycopg import sql

    name = f"eva_load_{os.getpid()}"
    with psycopg.connect(autocommit=True, dbname="postgres") as admin:
        fsync = admin.execute("SHOW fsync").fetchone()
        print(f"  postgresql: fsync {fsync[0] if fsync else '?'}")
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            return _measure("postgresql", f"postgresql:///{name}", folder, asked)
        finally:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
            admin.execute(drop.format(sql.Identifier(name)))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--users", default=",".join(map(str, LEVELS)))
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--threads", type=int)
    asked, _ = parser.parse_known_args()
    asked.users = [int(text) for text in asked.users.split(",")]
    return asked


def main() -> int:
    """Print each figure against its goal; return 1 if a goal isn't met."""
    asked = _asked()
    met = True
    print(
        f"P5  people at work, {THINKING:g} s between, {towns.WORKERS} server processes,"
        f" {asked.seconds:g} s after {WARM_UP:g} s; load of the machine before"
        f" {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors",
        flush=True,
    )
    with tempfile.TemporaryDirectory() as folder:
        if asked.only != "postgresql":
            own = Path(folder) / "sqlite"
            own.mkdir()
            met = _measure("sqlite", f"sqlite:///{own / 'eva.db'}", own, asked)
        if asked.only != "sqlite":
            own = Path(folder) / "postgresql"
            own.mkdir()
            met = _postgresql(own, asked) and met
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())

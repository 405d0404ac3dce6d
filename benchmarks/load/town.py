"""The installation that the load is put on: the demo, many decisions, many people signed in."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import socket

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2
PEOPLE_OF_A_RECORD = 4


@dataclass(frozen=True)
class Town:
    """An installation with people who are signed in."""

    folder: Path
    url: str
    tokens: list[str]
    decisions: list[int]


def environment(folder: Path, url: str) -> Mapping[str, str]:
    """Return the environment of the installation."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("EVA_")}
    return {**kept, "EVA_INSTANCE": str(folder), "EVA_DATABASE_URL": url, "EVA_DEMO": "1"}


def build(folder: Path, url: str, people: int) -> Town:
    """Load the demo, copies of its decisions, and so many people with a session each."""
    for arguments in (["upgrade"], ["demo", "load"]):
        command = [sys.executable, "-m", "eva.cli", *arguments]
        subprocess.run(
            command, cwd=ROOT, env=environment(folder, url), check=True, stdout=subprocess.DEVNULL
        )
    from eva import database
    from eva.domain.permissions import Operator, Role
    from eva.resources import shipped
    from eva.services import cases, sessions, users

    files = sorted((shipped("catalogues") / "demo").glob("*.json"))
    told = [
        text
        for text in (file.read_text("utf-8") for file in files)
        if "assessment" in json.loads(text)
    ]
    decisions, tokens = [], []
    engine = database.open_engine(url)
    with database.writing(engine) as session:
        for number in range(-(-people // PEOPLE_OF_A_RECORD)):
            case = json.loads(told[number % len(told)])
            case["decision"]["register_number"] = f"MliDno-2040-{number}"
            read = cases.read(json.dumps(case))
            decisions.append(cases.import_(session, Operator(), read).decision.id)
        for number in range(people):
            user = users.create(
                session, Operator(), f"kuorma{number}", "Kaisa Kuorma", "suunnittelija", None
            )
            users.grant(session, Operator(), user, Role.PREPARER)
            tokens.append(sessions.start(session, user.id, "kuorma"))
    engine.dispose()
    return Town(folder, url, tokens, decisions)


@contextmanager
def served(town: Town, threads: int | None = None) -> Iterator[tuple[int, int]]:
    """Serve the installation with two processes; yield the port and the parent's number.

    A process has as many threads as the product gives it, or as many as are told.

    Raises:
        RuntimeError: it doesn't answer, or it ended by itself.
    """
    with closing(socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    command = [sys.executable, "-m", "eva.cli", "serve", "--port", str(port)]
    own = [] if threads is None else ["--threads", str(threads)]
    with (town.folder / "server.log").open("ab") as log:
        process = subprocess.Popen(
            [*command, "--workers", str(WORKERS), *own],
            cwd=ROOT,
            env=environment(town.folder, town.url),
            stdout=log,
            stderr=log,
        )
    try:
        _await(port, process)
        yield port, process.pid
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
    finally:
        process.terminate()
        process.wait(timeout=60)


def _await(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server doesn't answer")


def cpu_seconds(pid: int) -> float:
    """Return the processor time that the server's processes and their children have used."""
    total = 0.0
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
        total += sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return total


def lost(
    url: str, saved: Mapping[tuple[int, str], list[str]], drafted: Mapping[str, str]
) -> tuple[int, int]:
    """Return how many acknowledged saves and drafts aren't in the database."""
    from sqlalchemy import select
    from sqlalchemy.orm import Session

    from eva import database
    from eva.models import Assessment, Draft

    engine = database.open_engine(url)
    with Session(engine) as session:
        saves = 0
        for (decision_id, name), marks in saved.items():
            statement = select(Assessment).where(Assessment.decision_id == decision_id)
            words = set((getattr(session.scalars(statement).one(), name) or "").split())
            saves += len(set(marks) - words)
        kept = {row.form_key: str(row.fields) for row in session.scalars(select(Draft))}
        drafts = sum(mark not in kept.get(key, "") for key, mark in drafted.items())
    engine.dispose()
    return saves, drafts

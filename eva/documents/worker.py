"""Work on Word files in a process of its own, with limits and without secrets.

A template or an agenda item comes from outside; whatever it makes the libraries do happens in a
child that has neither the database's address nor a key, little memory and little time. The child
stays warm, since starting Python costs more than a document does. It takes one job at a time: a
second core is better used by a second web process.

Two children are kept: one renders, one composes and checks, so that a heavy agenda item never
makes another person's document wait.
"""

from __future__ import annotations

import atexit
import dataclasses
import hashlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from eva.documents.frames import Frames, PeerGone, TooSlow
from eva.documents.rendering import Properties
from eva.domain import errors
from eva.domain.errors import DocumentRefused, EvaError, TemplateRefused, UploadRefused

JOB_SECONDS = 30.0
"""Wall clock of one job, after which the child is killed."""
MEMORY = 768 << 20
"""Bytes of address space: ten times what an ordinary job takes."""
CPU_SECONDS = 20
"""Processor time of one job."""
FILE_SIZE = 1 << 20
"""Bytes that a child may write to any file; it has no reason to write one."""
JOBS_OF_A_CHILD = 2000
"""Jobs after which a child is replaced, so that lost memory never adds up."""

_ROOT = Path(__file__).resolve().parents[2]
_TOO_HEAVY = "Tiedosto on liian raskas käsiteltäväksi."
_Refused = Callable[[str], EvaError]


class WorkerFailed(Exception):
    """The child met a fault of the program; the text is its trace."""


class Child:
    """One child process, started at its first job and again after it was lost."""

    def __init__(self, niceness: int = 0) -> None:
        """Start nothing yet; a child with more niceness gives way to the others."""
        self._niceness = niceness
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._frames: Frames | None = None
        self._owner = 0
        self._jobs = 0
        self._known: set[bytes] = set()

    @property
    def pid(self) -> int | None:
        """The number of the running process, or None."""
        return self._process.pid if self._process else None

    def run(
        self,
        job: str,
        parts: Sequence[bytes],
        *,
        refused: _Refused = DocumentRefused,
        seconds: float = JOB_SECONDS,
        template: bytes | None = None,
    ) -> bytes:
        """Return what the child makes of the parts.

        A `template` is sent the first time only; the job's first part is then its SHA-256.

        Raises:
            EvaError: What the job raised; or `refused` when it took too long or too much.
            WorkerFailed: The job met a fault of the program.
        """
        with self._lock:
            frames = self._ready()
            try:
                if template is not None:
                    parts = [self._introduce(frames, template, seconds), *parts]
                answer = frames.ask([job.encode(), *parts], seconds)
            except (TooSlow, PeerGone):
                self._kill()
                raise refused(_TOO_HEAVY) from None
            self._jobs += 1
        return _result(answer, refused)

    def close(self) -> None:
        """End the process and wait for it."""
        with self._lock:
            self._close()

    def forget(self) -> None:
        """Drop the parent's process after a fork, without touching it: it's still the parent's."""
        self._lock = threading.Lock()
        if self._process is not None:
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    pipe.close()
            # The process isn't this one's child, so there's nothing to wait for.
            self._process.returncode = 0
        self._process, self._frames = None, None

    def _ready(self) -> Frames:
        if self._owner != os.getpid() and self._process is not None:
            self.forget()
        if self._jobs >= JOBS_OF_A_CHILD:
            self._close()
        if self._process is not None and self._process.poll() is not None:
            self._kill()
        if self._frames is None:
            self._start()
        assert self._frames is not None  # noqa: S101 - told to the type checker; _start set it
        return self._frames

    def _start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-s", "-B", "-m", "eva.documents.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={"PYTHONPATH": _import_path(), "PYTHONUTF8": "1", "PYTHONHASHSEED": "0"},
            bufsize=0,
        )
        os.setpriority(os.PRIO_PROCESS, self._process.pid, self._niceness)
        self._frames = Frames(_number(self._process.stdout), _number(self._process.stdin))
        self._owner, self._jobs, self._known = os.getpid(), 0, set()

    def _introduce(self, frames: Frames, template: bytes, seconds: float) -> bytes:
        key = hashlib.sha256(template).digest()
        if key not in self._known:
            frames.ask([b"template", template], seconds)
            self._known.add(key)
        return key

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._close()

    def _close(self) -> None:
        process, self._process, self._frames = self._process, None, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        try:
            process.wait(2)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


_renderer = Child()
_composer = Child(niceness=5)


def render(
    compiled: bytes,
    report: Mapping[str, Any],
    properties: Properties,
    case: str | None = None,
    *,
    seconds: float = JOB_SECONDS,
) -> bytes:
    """Return the Word file that `CompiledTemplate.render` makes, made in the warm child.

    Raises:
        DocumentRefused: The template and the report don't fit, or the document is too heavy.
    """
    described = dataclasses.asdict(properties) | {"created": properties.created.isoformat()}
    parts = [_json(report), _json(described), _json(case)]
    return _renderer.run("render", parts, seconds=seconds, template=compiled)


def append(agenda_item: bytes, assessment: bytes, attachment: str = "") -> bytes:
    """Return the agenda item with the assessment after it, see `appending.append`.

    Raises:
        DocumentRefused: The two can't be put together, or are too heavy.
    """
    return run("append", [agenda_item, assessment, attachment.encode()])


def check(content: bytes) -> None:
    """Return only if the gate lets the uploaded file in, see `gate.check`.

    Raises:
        UploadRefused: It doesn't, or reading it takes too much.
    """
    run("check", [content], refused=UploadRefused)


def run(
    job: str,
    parts: Sequence[bytes],
    *,
    refused: _Refused = DocumentRefused,
    seconds: float = JOB_SECONDS,
) -> bytes:
    """Return what the composing child makes of the parts; see `JOBS` for the jobs.

    Raises:
        EvaError: What the job raised; or `refused` when it took too long or too much.
    """
    return _composer.run(job, parts, refused=refused, seconds=seconds)


def run_once(
    job: str,
    parts: Sequence[bytes],
    *,
    refused: _Refused,
    seconds: float = JOB_SECONDS,
) -> bytes:
    """Return what a child of its own makes of the parts, which ends with the job.

    Raises:
        EvaError: What the job raised; or `refused` when it took too long or too much.
    """
    child = Child()
    try:
        return child.run(job, parts, refused=refused, seconds=seconds)
    finally:
        child.close()


def close() -> None:
    """End the warm children."""
    _renderer.close()
    _composer.close()


def _forget() -> None:
    _renderer.forget()
    _composer.forget()


atexit.register(close)
os.register_at_fork(after_in_child=_forget)


def _json(content: object) -> bytes:
    return json.dumps(content, separators=(",", ":")).encode()


def _number(pipe: IO[bytes] | None) -> int:
    if pipe is None:
        raise WorkerFailed("the child has no pipe")
    return pipe.fileno()


def _import_path() -> str:
    """Return where the child finds its modules: just where this process found them."""
    return os.pathsep.join([str(_ROOT), *(path for path in sys.path if Path(path).is_absolute())])


def _result(answer: list[bytes], refused: _Refused) -> bytes:
    """Return the answer's content, or raise the error that it tells of."""
    outcome, content = answer
    if outcome == b"done":
        return content
    if outcome == b"heavy":
        raise refused(_TOO_HEAVY)
    if outcome == b"failed":
        raise WorkerFailed(content.decode())
    told = json.loads(content)
    kind = getattr(errors, told["kind"])
    if kind is TemplateRefused or kind is UploadRefused:
        raise kind(told["reason"], told["place"])
    raise kind(told["reason"])


if __name__ == "__main__":
    from eva.documents.jobs import serve

    serve(MEMORY, CPU_SECONDS, FILE_SIZE)

"""What the child process does: it waits for jobs, does them within its limits, and answers."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import traceback
from collections.abc import Callable
from datetime import datetime

from eva.documents.frames import Frames, PeerGone
from eva.domain.errors import EvaError

_templates: dict[bytes, bytes] = {}


def serve(memory: int, cpu_seconds: int, file_size: int) -> None:
    """Do jobs until the other side ends."""
    incoming, outgoing = os.dup(0), os.dup(1)
    # Whatever a library prints must not get between the answers.
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    frames = Frames(incoming, outgoing)
    _limit(memory, file_size)
    try:
        while True:
            job, *parts = frames.receive()
            _allow(cpu_seconds)
            frames.send(_answer(job.decode(), parts))
    except PeerGone:
        return


def _limit(memory: int, file_size: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if os.getuid():
        # Root isn't bound by it, and then it would only mislead.
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def _allow(cpu_seconds: int) -> None:
    """Let the next job have its own processor time: the limit counts from the child's start."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + cpu_seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))


def _answer(job: str, parts: list[bytes]) -> list[bytes]:
    try:
        return [b"done", JOBS[job](*parts)]
    except EvaError as error:
        told = {
            "kind": type(error).__name__,
            "reason": getattr(error, "reason", str(error)),
            "place": getattr(error, "place", getattr(error, "detail", "")),
        }
        return [b"refused", json.dumps(told).encode()]
    except (MemoryError, RecursionError):
        return [b"heavy", b""]
    except Exception:
        # A fault of the program: the other side raises it, and the child lives on.
        return [b"failed", traceback.format_exc().encode(errors="replace")]


def _template(compiled: bytes) -> bytes:
    _templates[hashlib.sha256(compiled).digest()] = compiled
    return b""


def _render(key: bytes, report: bytes, properties: bytes, case: bytes) -> bytes:
    from eva.documents.rendering import Properties, load

    described = json.loads(properties)
    described["created"] = datetime.fromisoformat(described["created"])
    template = load(_templates[key])
    return template.render(json.loads(report), Properties(**described), json.loads(case))


def _compile(content: bytes) -> bytes:
    from eva.documents.compiler import compile_template

    return compile_template(content)


def _append(agenda_item: bytes, assessment: bytes, attachment: bytes) -> bytes:
    from eva.documents.appending import append

    return append(agenda_item, assessment, attachment.decode())


def _check(content: bytes) -> bytes:
    from eva.documents.gate import check

    check(content)
    return b""


JOBS: dict[str, Callable[..., bytes]] = {
    "append": _append,
    "check": _check,
    "compile": _compile,
    "render": _render,
    "template": _template,
}
"""The jobs by name; each takes byte strings and returns one."""

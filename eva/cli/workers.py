"""Several server processes on one port: one parent that binds it, starts them and ends them.

The parent serves nothing itself. It binds the sockets once and forks; each process makes its own
application, so nothing open is shared but the sockets. A process that dies is started again; when
the parent ends, by a signal or by being killed, all end.
"""

import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Sequence

Serve = Callable[[Sequence[socket.socket]], None]
"""Serves on the sockets until SystemExit."""

_ENDING = {signal.SIGTERM, signal.SIGINT}
_HEARD = _ENDING | {signal.SIGCHLD}
_TOO_SOON = 5.0
"""Seconds: a process that lived less is started again only after a pause."""
_PAUSE = 1.0
_LAST_WORDS = 15.0
"""Seconds that the processes have for the requests they're at."""


def bound(host: str, port: int) -> list[socket.socket]:
    """Return the sockets bound to the addresses of the host.

    Raises:
        OSError: an address can't be had.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    sockets: list[socket.socket] = []
    for family, kind, protocol, _, address in dict.fromkeys(found):
        one = socket.socket(family, kind, protocol)
        sockets.append(one)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        try:
            one.bind(address)
            one.listen()
        except OSError:
            for each in sockets:
                each.close()
            raise
    return sockets


def keep(count: int, sockets: Sequence[socket.socket], serve: Serve) -> None:
    """Keep so many processes serving on the sockets until the parent is told to end."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _HEARD)
    lifeline = os.pipe()
    begun: dict[int, float] = {}
    while True:
        while len(begun) < count:
            begun[_start(sockets, serve, lifeline)] = time.monotonic()
        if signal.sigwait(_HEARD) in _ENDING:
            break
        lived = [time.monotonic() - begun.pop(pid) for pid in _ended(begun)]
        is_soon = any(seconds < _TOO_SOON for seconds in lived)
        if is_soon and signal.sigtimedwait(_ENDING, _PAUSE) is not None:
            break
    for one in sockets:
        one.close()
    _end(set(begun))


def _start(sockets: Sequence[socket.socket], serve: Serve, lifeline: tuple[int, int]) -> int:
    """Return the number of a new process; the new process itself never returns."""
    pid = os.fork()
    if pid:
        return pid
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl+C, and tells it
    signal.signal(signal.SIGTERM, _leave)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _HEARD)
    os.close(lifeline[1])
    threading.Thread(target=_leave_with_parent, args=(lifeline[0],), daemon=True).start()
    serve(sockets)
    raise SystemExit(0)


def _leave(*_: object) -> None:
    raise SystemExit(0)


def _leave_with_parent(end: int) -> None:
    """Wait until the parent's end of the pipe is closed, which only its own end does."""
    os.read(end, 1)
    os.kill(os.getpid(), signal.SIGTERM)


def _ended(known: dict[int, float]) -> list[int]:
    """Return the numbers of the processes that have ended."""
    return [pid for pid in list(known) if os.waitpid(pid, os.WNOHANG)[0] == pid]


def _end(running: set[int]) -> None:
    """End the processes: they finish what they are at, or are killed."""
    for pid in running:
        os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + _LAST_WORDS
    while running and time.monotonic() < until:
        signal.sigtimedwait({signal.SIGCHLD}, 0.2)
        running -= {pid for pid in running if os.waitpid(pid, os.WNOHANG)[0] == pid}
    for pid in running:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)

"""Lists of byte strings sent through a pair of pipes, each with its length before it."""

from __future__ import annotations

import os
import select
import struct
import time
from collections.abc import Sequence

_COUNT = struct.Struct(">I")
_LENGTH = struct.Struct(">Q")
_CHUNK = 1 << 20


class TooSlow(Exception):
    """The other side didn't answer in time."""


class PeerGone(Exception):
    """The other side has ended."""


class Frames:
    """One side of the conversation: reads from one pipe and writes into another."""

    def __init__(self, incoming: int, outgoing: int) -> None:
        """Keep the numbers of the two pipes; the one that's written to never blocks."""
        self._incoming, self._outgoing = incoming, outgoing
        os.set_blocking(outgoing, False)

    def ask(self, parts: Sequence[bytes], seconds: float) -> list[bytes]:
        """Return the other side's answer to the parts.

        Raises:
            TooSlow: There was none in that many seconds.
            PeerGone: The other side ended instead.
        """
        deadline = time.monotonic() + seconds
        self.send(parts, deadline)
        return self.receive(deadline)

    def send(self, parts: Sequence[bytes], deadline: float | None = None) -> None:
        """Write the parts.

        Raises:
            TooSlow: The other side didn't take them in time.
            PeerGone: The other side has ended.
        """
        pieces = [_COUNT.pack(len(parts))]
        for part in parts:
            pieces += (_LENGTH.pack(len(part)), part)
        left = memoryview(b"".join(pieces))
        try:
            while left:
                _wait(self._outgoing, select.POLLOUT, deadline)
                left = left[os.write(self._outgoing, left[:_CHUNK]) :]
        except BrokenPipeError:
            raise PeerGone from None

    def receive(self, deadline: float | None = None) -> list[bytes]:
        """Return the parts that the other side sends.

        Raises:
            TooSlow: It didn't send them in time.
            PeerGone: It ended instead.
        """
        (count,) = _COUNT.unpack(self._read(_COUNT.size, deadline))
        parts = []
        for _ in range(count):
            (length,) = _LENGTH.unpack(self._read(_LENGTH.size, deadline))
            parts.append(self._read(length, deadline))
        return parts

    def _read(self, size: int, deadline: float | None) -> bytes:
        pieces: list[bytes] = []
        while size:
            _wait(self._incoming, select.POLLIN, deadline)
            piece = os.read(self._incoming, min(size, _CHUNK))
            if not piece:
                raise PeerGone
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)


def _wait(pipe: int, event: int, deadline: float | None) -> None:
    """Return when the pipe can be used, or raise `TooSlow` at the deadline."""
    poll = select.poll()
    poll.register(pipe, event)
    left = None if deadline is None else max(0.0, deadline - time.monotonic()) * 1000
    if not poll.poll(left):
        raise TooSlow

"""People at their desks: each reads, writes, searches, issues and exports, and thinks between.

A person keeps one connection open as a browser does, and waits for an answer before doing the next
thing. The thinking is exponential. What was acknowledged is remembered, to be found afterwards.
"""

import asyncio
import contextlib
import html
import random
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

THINKING = 10.0
"""Seconds, on the average."""
MIX = {"read": 70, "autosave": 10, "save": 10, "search": 5, "issue": 3, "export": 2}
"""Of a hundred things done."""
PAGES = (
    *("/", "/decisions", "{record}", "{record}/screening", "{record}/assessment"),
    *("{record}/assessment/background", "{record}/assessment/effects", "{record}/check"),
)
WORDS = ("koulu", "vesimaksu", "kaava", "palvelu", "talous", "lapset", "kiinteistö", "taksa")
_FIELDS = ("present_state", "objective")
_FORM = "application/x-www-form-urlencoded"


@dataclass
class Seen:
    """What all the people saw together."""

    is_counted: bool = False
    """Whether the warm-up is over."""
    seconds: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in MIX})
    arriving: list[float] = field(default_factory=list)
    """The seconds of what was done while people arrived and the server's caches filled."""
    errors: Counter[str] = field(default_factory=Counter)
    sent: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)
    saved: dict[tuple[int, str], list[str]] = field(default_factory=dict)
    """(decision, field) -> the marks whose saving was acknowledged."""
    drafted: dict[str, str] = field(default_factory=dict)
    """Key of an opened form -> the mark of its last draft that was acknowledged."""
    conflicts: int = 0


@dataclass(frozen=True)
class Answer:
    """An answer of the server."""

    status: int
    text: str


class Connection:
    """One connection that stays open, opened again where the server closed it."""

    def __init__(self, port: int, token: str) -> None:
        """Open nothing yet."""
        self._port = port
        self._cookie = f"eva={token}"
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: str = "") -> Answer:
        """Return the answer.

        Raises:
            OSError, EOFError: the connection broke.
        """
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port, limit=1 << 20)
        reader, writer = self._streams
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {self._cookie}\r\n"
        if method == "POST":
            head += f"Content-Type: {_FORM}\r\nContent-Length: {len(body)}\r\n"
        writer.write(f"{head}\r\n{body}".encode("ascii"))
        try:
            return await self._read(reader)
        except (OSError, EOFError):
            self.close()
            raise

    async def _read(self, reader: asyncio.StreamReader) -> Answer:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        lines = head.split("\r\n")
        told = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines[1:] if line)
        }
        if told.get("transfer-encoding") == "chunked":
            content = b""
            while size := int(await reader.readline(), 16):
                content += (await reader.readexactly(size + 2))[:-2]
            await reader.readline()
        else:
            content = await reader.readexactly(int(told.get("content-length", "0")))
        if told.get("connection", "").lower() == "close":
            self.close()
        return Answer(int(lines[0].split()[1]), content.decode(errors="replace"))

    def close(self) -> None:
        """Close the connection."""
        if self._streams is not None:
            self._streams[1].close()
        self._streams = None


class Person:
    """Somebody who works on one decision."""

    def __init__(self, number: int, port: int, token: str, decision_id: int, seen: Seen) -> None:
        """Sit down; `token` is of a session that was begun."""
        self._number = number
        self._decision_id = decision_id
        self._record = f"/decisions/{decision_id}"
        self._place = f"{self._record}/assessment/background"
        self._field = _FIELDS[number % 2]
        self._connection = Connection(port, token)
        self._seen = seen
        self._random = random.Random(number)
        self._form: dict[str, str] = {}
        self._marks = 0
        self._draft = 0
        self._token = ""

    async def work(self, until: float) -> None:
        """Do one thing after another until the moment."""
        await asyncio.sleep(self._random.uniform(0, THINKING))
        while time.perf_counter() < until:
            kind = self._random.choices(list(MIX), list(MIX.values()))[0]
            with contextlib.suppress(_Failed):
                await self._do(kind)
            thinking = self._random.expovariate(1 / THINKING)
            await asyncio.sleep(min(thinking, max(until - time.perf_counter(), 0)))
        self._connection.close()

    async def _do(self, kind: str) -> None:
        if kind == "read":
            await self._timed(kind, "GET", self._random.choice(PAGES).format(record=self._record))
        elif kind == "search":
            room = self._random.choice(("decisions", "search"))
            await self._timed(kind, "GET", f"/{room}?q={quote(self._random.choice(WORDS))}")
        elif kind == "export":
            await self._timed(kind, "GET", f"{self._record}/case.json")
        elif kind == "issue":
            await self._issue()
        elif kind == "autosave":
            await self._keep_draft()
        else:
            await self._save()

    async def _timed(self, kind: str, method: str, path: str, body: str = "") -> Answer:
        """Return the answer, its time kept.

        Raises:
            _Failed: there was none, or it tells of a fault; it's counted.
        """
        is_counted, start = self._seen.is_counted, time.perf_counter()
        try:
            answer = await self._connection.ask(method, path, body)
        except (OSError, EOFError) as error:
            self._seen.errors[f"{kind}: {type(error).__name__}"] += 1
            raise _Failed from error
        took = time.perf_counter() - start
        (self._seen.seconds[kind] if is_counted else self._seen.arriving).append(took)
        if answer.status not in (200, 303) and not (kind == "save" and answer.status == 409):
            self._seen.errors[f"{kind}: {answer.status}"] += 1
            raise _Failed
        return answer

    async def _open(self) -> dict[str, str]:
        """Return the form of the background, opened if it isn't open."""
        if not self._form:
            self._form = form_on((await self._timed("read", "GET", self._place)).text)
            self._token, self._draft = self._form["csrf_token"], 0
        return self._form

    def _written(self, form: dict[str, str]) -> str:
        """Write another mark at the end of the text; return it."""
        self._marks += 1
        mark = f"m{self._number}-{self._marks}"
        form[self._field] = f"{form[self._field]} {mark}".strip()
        return mark

    async def _keep_draft(self) -> None:
        form = await self._open()
        mark = self._written(form)
        self._draft += 1
        told = {"draft_place": self._place, "draft_number": str(self._draft), "draft_title": "T"}
        self._seen.sent["autosave"] += 1
        await self._timed("autosave", "POST", "/drafts", urlencode({**form, **told}))
        self._seen.taken["autosave"] += 1
        self._seen.drafted[form["form_key"]] = mark

    async def _save(self) -> None:
        form = await self._open()
        self._form = {}
        self._written(form)
        marks = re.findall(rf"\bm{self._number}-[0-9]+\b", form[self._field])
        self._seen.sent["save"] += 1
        answer = await self._timed("save", "POST", self._place, urlencode(form))
        while answer.status == 409:
            self._seen.conflicts += 1
            asked = both(form_on(answer.text, form))
            answer = await self._timed("save", "POST", self._place, urlencode(asked))
        self._seen.taken["save"] += 1
        self._seen.drafted.pop(form["form_key"], None)
        kept = self._seen.saved.setdefault((self._decision_id, self._field), [])
        kept.extend(mark for mark in marks if mark not in kept)

    async def _issue(self) -> None:
        if not self._token:
            await self._open()
        told = {"csrf_token": self._token, "kind": "assessment", "language": "fi"}
        await self._timed("issue", "POST", f"{self._record}/documents", urlencode(told))


class _Failed(Exception):
    """A thing couldn't be done; it has been counted."""


_INPUT = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_AREA = re.compile(r'<textarea[^>]* name="([^"]+)"[^>]*>\n?(.*?)</textarea>', re.S)


def form_on(text: str, begun: dict[str, str] | None = None) -> dict[str, str]:
    """Return the fields of the page's form; read without a parser, so that the client is light."""
    page = text[text.index("<main") :]
    found = [*_INPUT.findall(page), *_AREA.findall(page)]
    told = {name: html.unescape(value).replace("\r\n", "\n") for name, value in found}
    return {**({"form_key": begun["form_key"]} if begun else {}), **told}


def both(form: dict[str, str]) -> dict[str, str]:
    """Return the form of the page that shows two texts, with both in each field asked."""
    told = dict(form)
    for name in _FIELDS:
        theirs = form.get(f"theirs.{name}")
        if theirs is not None:
            own = [word for word in form[name].split() if word not in set(theirs.split())]
            told[name] = " ".join([theirs, *own])
    return told

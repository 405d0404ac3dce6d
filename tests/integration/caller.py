"""A person with a browser's connection to a real server: reads pages, sends forms, keeps alive."""

import http.client
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.integration.visitor import Page

Fields = Mapping[str, Sequence[str]]
"""A form as it's sent."""
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class _Answer:
    """An answer as `Page` takes it."""

    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.headers = answer.headers
        self.status_code = answer.status
        self._content = answer.read()

    def get_data(self) -> bytes:
        """Return the bytes."""
        return self._content

    def close(self) -> None:
        """Do nothing: the connection goes on."""


class Caller:
    """Somebody signed in at a server."""

    def __init__(self, address: str, token: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        self._head = {"Cookie": f"eva={token}"}

    def get(self, path: str) -> Page:
        """Return the page."""
        return self._ask("GET", path, None, self._head)

    def post(self, path: str, fields: Fields) -> Page:
        """Send a form; the token is among the fields, as the page gave it."""
        return self.send(path, urlencode(fields, doseq=True).encode(), _FORM)

    def send(self, path: str, body: bytes, head: Mapping[str, str]) -> Page:
        """Send a form that is written already."""
        return self._ask("POST", path, body, {**self._head, **head})

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _ask(self, method: str, path: str, body: bytes | None, head: Mapping[str, str]) -> Page:
        self._connection.request(method, path, body, dict(head))
        answer: Any = _Answer(self._connection.getresponse())
        return Page(answer)

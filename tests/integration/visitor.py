"""A person who visits the pages without a browser: sees HTML, follows links, sends forms."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from lxml import html
from werkzeug.test import TestResponse


class Page:
    """A page as it came."""

    def __init__(self, response: TestResponse) -> None:
        self.headers = response.headers
        self.status = response.status_code
        self.location: str = response.headers.get("Location", "")
        self.content = response.get_data()
        response.close()

    @property
    def text(self) -> str:
        """The HTML."""
        return self.content.decode()

    @property
    def tree(self) -> Any:
        """The HTML as a tree."""
        return html.fromstring(self.text)

    @property
    def words(self) -> str:
        """The text that a person reads, blanks made one."""
        return " ".join(self.tree.text_content().split())

    @property
    def title(self) -> str:
        """The heading of the page."""
        return " ".join(self.tree.xpath("string(//h1)").split())

    def faults(self) -> dict[str, str]:
        """Return the list of faults: where each leads -> what it says."""
        links = self.tree.xpath("//*[contains(@class, 'govuk-error-summary')]//li//a")
        return {link.get("href").lstrip("#"): link.text_content() for link in links}

    def has_id(self, name: str) -> bool:
        """Tell whether something on the page has the id."""
        return bool(self.tree.xpath("//*[@id=$name]", name=name))

    def form(self, action: str = "") -> dict[str, list[str]]:
        """Return what the form with the action (its end; none: the page's own form) would send."""
        forms = [item for item in self.tree.forms if (item.get("action") or "").endswith(action)]
        if not action:
            # The form that goes back to its own page; small ones for removing have an address.
            forms = [item for item in forms if item.get("action") is None] or forms
        told: dict[str, list[str]] = {}
        for name, value in forms[-1].form_values():
            # A browser leaves out the line break right after <textarea>; lxml keeps it.
            told.setdefault(name, []).append(value.removeprefix("\n"))
        return told

    def links(self) -> list[str]:
        """Return where the page's links lead, on this site."""
        return [link for link in self.tree.xpath("//a/@href") if link.startswith("/")]


class Visitor:
    """Somebody with a session of their own."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self.user_id: int | None = None

    def sign_in(self, user_id: int, token: str) -> None:
        """Go on with a session of the user that was begun without the password."""
        self.user_id = user_id
        self.client.set_cookie("eva", token)

    def token(self) -> str:
        """Return a token that the visitor's session takes."""
        cookie = self.client.get_cookie("eva")
        if cookie is None:
            self.client.set_cookie("eva", "A" * 43)
        value = cookie.value if cookie else "A" * 43
        raw = hashlib.sha256(f"csrf:{value}".encode()).hexdigest()
        key = self.app.config["SECRET_KEY"]
        return str(URLSafeTimedSerializer(key, salt="wtf-csrf-token").dumps(raw))

    def get(self, path: str, **options: Any) -> Page:
        """Return the page."""
        return Page(self.client.get(path, **options))

    def post(self, path: str, data: Mapping[str, Any] | None = None, **options: Any) -> Page:
        """Send a form with a token that fits."""
        return Page(
            self.client.post(path, data={"csrf_token": self.token(), **(data or {})}, **options)
        )

    def send(self, method: str, path: str, data: Mapping[str, Any] | None = None) -> Page:
        """Get the page, or post to it."""
        return self.get(path) if method == "GET" else self.post(path, data)


def first(values: Sequence[str] | None) -> str:
    """Return the first of a form's values, an empty text for none."""
    return values[0] if values else ""

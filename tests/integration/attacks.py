"""Somebody who sends hostile values into every form that there is, found from the application.

Forms are found on the pages; what scripts send is named here. Every field of a form gets a value,
and so do the hidden ones that any form may bring.
"""

import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask, url_for
from lxml import html
from sqlalchemy import delete, select
from werkzeug.test import TestResponse

from eva.domain.permissions import Role
from eva.models import Alternative, Draft, MeasureLink, WebSession
from eva.services import sessions
from eva.web.form_keys import _signature
from tests import make
from tests.hostile import Supply
from tests.integration.kept_texts import expect_no_script
from tests.integration.town import Town
from tests.integration.visitor import Page

HIDDEN = (
    *("version", "revision", "form_key", "form_page", "seen", "question_set", "next", "back"),
    *("field", "item", "theirs.title", "draft_place", "draft_title", "draft_number", "place"),
)
"""What forms and scripts may bring besides what is typed."""
SENT_BY_SCRIPTS: Mapping[str, Sequence[str]] = {
    "drafts.keep": ("draft_place", "draft_title", "draft_number", "summary"),
    "presence.meet": ("place",),
    "history.restore": ("field",),
}
TYPED_TOO: Mapping[str, set[str]] = {
    "screenings.answer": {"reason", "refers_to", "reason_code"},
    "history.restore": {"field"},
    "documents.issue": {"language", "variant"},
}
"""What is typed by people, or chosen from what the page offers, in forms without a text field."""
PARAMETERS = (
    *("q", "term", "before", "below", "body", "view", "place", "alternative", "next", "form_key"),
    *("first", "last", "item", "changed", "kind", "type", "depth", "state", "year", "programme"),
)
"""What pages read of their address."""
CONSUMED = re.compile(r"\.remove$|^account\.end$|^drafts\.discard$|^auth\.sign_out$")
"""What is gone once it's done, and has to be made for the next time."""
LONGEST_ADDRESS = 3_000
_FILES = b"PK\x03\x04 nothing", b"\xd0\xcf\x11\xe0", b"%PDF-1.4", b"", b"\xff\xfe", b"{}"
_TEXTS = frozenset(
    "title description present_state objective summary reason said changed what how who observed"
    " mitigation areas no_links_reason single_alternative_reason preparer_title".split()
)


@dataclass
class Found:
    """A form as a page has it."""

    page: str
    target: str
    fields: dict[str, list[str]]
    names: list[str]
    texts: set[str]
    files: set[str]


@dataclass
class Told:
    """What became of the values."""

    values: int = 0
    answers: list[tuple[str, int]] = field(default_factory=list)


class Attacker:
    """Somebody of every role who knows every address."""

    def __init__(self, town: Town) -> None:
        """Sign in, with every role in the whole municipality."""
        self.town = town
        self.app: Flask = town.app
        self.app.config["WTF_CSRF_ENABLED"] = False
        self.client = self.app.test_client()
        with town.writing() as session:
            self.user_id = make.user(session, *Role, username="mestari").id
            self.bare_id = make.assessed(session).decision_id
        self.told = Told()
        self._keys = self._turns = 0
        self._sign_in()

    def _sign_in(self) -> None:
        with self.town.writing() as session:
            self.client.set_cookie("eva", sessions.start(session, self.user_id, ""))

    def endpoints(self, room: str, method: str) -> list[str]:
        """Return the room's endpoints that take the method, from the application's map."""
        return sorted(
            {
                rule.endpoint
                for rule in self.app.url_map.iter_rules()
                if rule.endpoint.partition(".")[0] == room and method in (rule.methods or ())
            }
        )

    def address(self, endpoint: str) -> str:
        """Return an address of the endpoint that leads to something, made where it's consumed."""
        if endpoint == "auth.sign_out":
            self._sign_in()
        if endpoint == "alternatives.remove":
            self._make_room()
        if endpoint == "links.remove":
            self._free_link()
        rule = next(item for item in self.app.url_map.iter_rules() if item.endpoint == endpoint)
        made = {**self.town.values(endpoint), **self._own(rule.arguments)}
        with self.app.test_request_context():
            return url_for(endpoint, **{name: made[name] for name in rule.arguments})

    def _make_room(self) -> None:
        """Take away the alternatives that were added: a record holds twelve."""
        with self.town.writing() as session:
            session.execute(
                delete(Alternative).where(
                    Alternative.assessment_id == self.town.assessment_id,
                    Alternative.code.not_in(("VE0", "VE1")),
                )
            )

    def _own(self, arguments: set[str]) -> dict[str, int]:
        made: dict[str, int] = {}
        with self.town.writing() as session:
            if "session_id" in arguments:
                token = sessions.hash_of(sessions.start(session, self.user_id, ""))
                found = select(WebSession.id).where(WebSession.token_hash == token)
                made["session_id"] = session.scalars(found).one()
            if "draft_id" in arguments:
                kept = Draft(user_id=self.user_id, place="/x", page="/", form_key="x", fields=[])
                session.execute(delete(Draft).where(Draft.place == "/x"))
                session.add(kept)
                session.flush()
                made["draft_id"] = kept.id
        return made

    def forms(self) -> dict[str, Found]:
        """Return the forms of all pages, by the endpoint that each is sent to."""
        self._sign_in()  # a second session, which the account's page lists
        found: dict[str, Found] = {}
        router = self.app.url_map.bind("localhost")
        for form in self._every_form():
            endpoint, _ = router.match(urlsplit(form.target).path, method="POST")
            if endpoint not in found or len(form.names) > len(found[endpoint].names):
                found[endpoint] = form
        found["screenings.outcome"] = replace(
            found["screenings.answer"], target=self.address("screenings.outcome")
        )
        free = f"/decisions/{self.town.decision_id}/assessment/links/new/{self.town.free_item_id}"
        found["links.add"] = replace(found["links.add"], page=free, target=free)
        return found

    def _every_form(self) -> Iterator[Found]:
        for endpoint in self.pages():
            client = self.app.test_client() if endpoint == "auth.sign_in" else self.client
            yield from _forms_on(client, self.address(endpoint))
        yield from _forms_on(self.client, f"/decisions/{self.bare_id}/assessment/links")

    def pages(self) -> list[str]:
        """Return the endpoints of all pages and files."""
        return sorted(
            rule.endpoint
            for rule in self.app.url_map.iter_rules()
            if "GET" in (rule.methods or ()) and rule.endpoint != "static"
        )

    def attack(self, endpoint: str, form: Found | None, values: int) -> None:
        """Send the values into the form, each time one in every field."""
        self._sign_in()
        supply = Supply(zlib.crc32(endpoint.encode()))
        path, number = form.target if form else self.address(endpoint), 0
        while supply.given < values:
            number += 1
            if CONSUMED.search(endpoint):
                path = self.address(endpoint)
            if form is not None and (form.texts or endpoint in TYPED_TOO) and number % 2:
                self._typed(endpoint, path, form, supply, is_stale=number % 4 == 3)
            else:
                self._anything(endpoint, path, form, supply, number)
        self.told.values += supply.given

    def _typed(self, endpoint: str, path: str, form: Found, supply: Supply, is_stale: bool) -> None:
        """Fill in the form as it's on its page, the texts hostile, and send it until it's taken."""
        with self.town.writing() as session:
            session.execute(delete(Draft).where(Draft.user_id == self.user_id))
        fresh = _same_form(self.client, form, path) or form
        told = {**fresh.fields, **self._needed(endpoint)}
        names = sorted(form.texts | TYPED_TOO.get(endpoint, set()))
        if is_stale and "version" in told:
            told["version"] = [str(int(told["version"][0]) - 1)]
            told |= {f"theirs.{name}": [supply.next()] for name in names}
            told |= {f"take.{name}": ["theirs"] for name in names[::2]}
        typed = {name: [supply.next()] for name in names}
        told["form_key"] = [self._key()]
        answer = self._post(endpoint, path, {**told, **typed})
        if answer.status == 422:
            refused = [name for name in typed if f'href="#{name}' in answer.text]
            kept = {name: told[name] for name in refused if name in told}
            told["form_key"] = [self._key()]
            self._post(endpoint, path, {**told, **typed, **kept})

    def _needed(self, endpoint: str) -> dict[str, list[str]]:
        """Return what a form needs that its page leaves open, or all is refused for that."""
        self._turns += 1
        turn, town = self._turns, self.town
        needed: dict[str, dict[str, str]] = {
            "agenda.add": {
                "body_id": str(town.body_id),
                "held_on": f"{1 + turn % 28}.{1 + turn // 28 % 12}.{2027 + turn // 336}",
            },
            "decisions.register": {
                "register_number": f"MliDno-2027-{turn}",
                "decision_type": "tariff",
                "title": "Vesimaksu",
            },
            "effects.add": {
                "alternative_id": str(town.alternative_id),
                "place": "wellbeing/household_economy",
                "direction": "positive",
            },
            "links.add": {"direction": "promotes"},
            "screenings.answer": {
                "action": "save",
                "depth": ("narrow", "full", "none", "reference")[turn % 4],
                "reason_code": "technical_or_minor",
            },
            "documents.append": {"source": "plain"},
        }
        told = {name: [text] for name, text in needed.get(endpoint, {}).items()}
        if endpoint == "links.add":
            self._free_link()
        return told

    def _free_link(self) -> None:
        """Take away the link that is about to be made again, not the town's own."""
        with self.town.writing() as session:
            session.execute(
                delete(MeasureLink).where(MeasureLink.item_id == self.town.free_item_id)
            )

    def _anything(
        self, endpoint: str, path: str, form: Found | None, supply: Supply, number: int
    ) -> None:
        """Send a hostile value in each field that the form has or could have, and one as a name."""
        names = [*(form.names if form else ()), *SENT_BY_SCRIPTS.get(endpoint, ()), *HIDDEN]
        told: dict[str, list[str]] = {name: [supply.next()] for name in dict.fromkeys(names)}
        told[supply.next()[:300]] = [supply.next()]
        if number % 5 == 0:
            told = {name: [*texts, supply.next(), ""] for name, texts in told.items()}
        if number % 4 == 0:
            told["form_key"], told["form_page"] = [self._key()], [path]
        if endpoint == "drafts.keep" and number % 4 == 0:
            told["draft_place"] = ["/decisions/1/edit"]
        if endpoint == "presence.meet" and number % 4:
            told["place"] = [f"/decisions/{self.town.decision_id}/{supply.next()[:400]}"]
        if form is not None and form.files and number % 3:
            self._send_file(endpoint, path, told, form, supply)
        else:
            self._post(endpoint, path, told)

    def _send_file(
        self,
        endpoint: str,
        path: str,
        told: Mapping[str, list[str]],
        form: Found,
        supply: Supply,
    ) -> None:
        content = self._case(supply) if endpoint == "cases.import_" else _FILES[len(told) % 6]
        parts = [
            _part(_quoted(name), text.encode(errors="surrogatepass"))
            for name, texts in told.items()
            if name not in form.files
            for text in texts
        ]
        name = _quoted(supply.next()[:300])
        parts += [_part(f'{file}"; filename="{name}', content) for file in form.files]
        body = b"".join(parts) + b"--rajaviiva--\r\n"
        self._answered(
            endpoint,
            self.client.post(
                path, data=body, content_type=f"multipart/form-data; boundary={_LINE}"
            ),
        )

    def _case(self, supply: Supply) -> bytes:
        """Return the town's case file with hostile leaves: texts, names, numbers, depth."""
        answer = self.client.get(f"/decisions/{self.town.decision_id}/case.json")
        case = json.loads(answer.get_data())
        answer.close()
        turn = supply.given
        if turn % 3 == 0:
            case["decision"]["register_number"] = f"MliDno-2026-{turn}"
        told = _with_hostile_leaves(case, supply, only=_TEXTS if turn % 2 else None)
        text = json.dumps(told)
        if turn % 7 == 0:
            numbers = iter(("NaN", "1e999999", "9" * 5_000, "-Infinity", "[" * 20_000) * 9)
            text = re.sub(r": -?[0-9.]+([,}])", lambda hit: f": {next(numbers)}{hit[1]}", text)
        return text.encode(errors="surrogatepass")

    def _key(self) -> str:
        """Return the key of a form that the attacker opened; the same ones in every run."""
        self._keys += 1
        begun = f"{self._keys:016x}.{self.user_id}"
        with self.app.app_context():
            return f"{begun}.{_signature(begun)}"

    def _post(self, endpoint: str, path: str, told: Mapping[str, Sequence[str]]) -> Page:
        pairs = [(name, text) for name, texts in told.items() for text in texts]
        body = urlencode(pairs, errors="surrogatepass")
        answer = self.client.post(path, data=body, content_type="application/x-www-form-urlencoded")
        return self._answered(endpoint, answer)

    def ask(self, endpoint: str, values: int) -> None:
        """Put the values into the address, each time one in every parameter that pages read."""
        supply = Supply(zlib.crc32(endpoint.encode()), LONGEST_ADDRESS // len(PARAMETERS))
        path = self.address(endpoint)
        while supply.given < values:
            pairs = [(name, supply.next()) for name in PARAMETERS]
            asked = urlencode(pairs, errors="surrogatepass")
            self._answered(endpoint, self.client.get(f"{path}?{asked}"))
        self.told.values += supply.given

    def _answered(self, endpoint: str, answer: TestResponse) -> Page:
        page = Page(answer)
        assert page.status < 500, (endpoint, page.status, page.words[:300])
        self.told.answers.append((endpoint, page.status))
        if page.location:
            where = urlsplit(page.location)
            assert not where.netloc, (endpoint, page.location)
            assert page.location.startswith("/"), (endpoint, page.location)
        return page

    def look_at_everything(self) -> int:
        """Open every page of the town; return how many there were.

        Each answers, and none holds a script, a handler or an address that isn't the page's own.
        """
        self._sign_in()
        seen = 0
        for endpoint in self.pages():
            with self.client.get(self.address(endpoint)) as answer:
                assert answer.status_code < 500, endpoint
                if answer.mimetype == "text/html" and answer.status_code == 200:
                    expect_no_script(html.fromstring(answer.get_data()), endpoint)
            seen += 1
        return seen


_LINE = "rajaviiva"


def _part(disposition: str, content: bytes) -> bytes:
    head = f'--{_LINE}\r\nContent-Disposition: form-data; name="{disposition}"\r\n\r\n'
    return head.encode(errors="surrogatepass") + content + b"\r\n"


def _quoted(text: str) -> str:
    """Return the name as browsers write it into the head of a part."""
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def _with_hostile_leaves(value: Any, supply: Supply, only: frozenset[str] | None) -> Any:
    if isinstance(value, dict):
        return {
            name: _leaf(name, item, supply, only)
            if isinstance(item, str)
            else _with_hostile_leaves(item, supply, only)
            for name, item in value.items()
        }
    if isinstance(value, list):
        return [_with_hostile_leaves(item, supply, only) for item in value]
    return value


def _leaf(name: str, text: str, supply: Supply, only: frozenset[str] | None) -> str:
    if only is None:
        return text if name == "format" or supply.given % 3 else supply.next()
    return supply.next()[:480] if name in only else text


def _forms_on(client: Any, path: str) -> Iterator[Found]:
    """Yield the forms of the page that change something."""
    with client.get(path) as answer:
        if answer.status_code != 200 or answer.mimetype != "text/html":
            return
        tree = html.fromstring(answer.get_data())
    for form in tree.forms:
        if (form.get("method") or "").lower() != "post":
            continue
        for target in {form.get("action") or path, *form.xpath(".//@formaction")}:
            yield _found(path, str(target), form)


def _found(page: str, target: str, form: Any) -> Found:
    fields: dict[str, list[str]] = {}
    for name, value in form.form_values():
        fields.setdefault(name, []).append(value.removeprefix("\n"))
    names = [name for name in form.fields if name and name != "csrf_token"]
    typed = form.xpath(".//textarea/@name | .//input[@type='text' or not(@type)]/@name")
    files = form.xpath(".//input[@type='file']/@name")
    fields.pop("csrf_token", None)
    return Found(page, target, fields, names, set(map(str, typed)), set(map(str, files)))


def _same_form(client: Any, form: Found, path: str) -> Found | None:
    """Return the form as its page has it now."""
    now = [found for found in _forms_on(client, form.page) if found.target == path]
    return max(now, key=lambda found: len(found.names), default=None)

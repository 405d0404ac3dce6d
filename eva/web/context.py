"""What every template may use: words, dates, the person, the way around."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, g, request, url_for
from markupsafe import Markup, escape

from eva import i18n, words
from eva.domain.assessment import sign
from eva.domain.sentence import Sentence
from eva.i18n import LANGUAGES, translate
from eva.web.access import settings

_NAVIGATION = (
    ("Työpöytä", "desk.show", "decision:read"),
    ("Asiat", "decisions.index", "decision:read"),
    ("Kokoukset", "meetings.index", "meeting:read"),
    ("Strategiset ohjelmat", "programmes.index", "programme:read"),
    ("Kattavuus", "steering.coverage", "coverage:read"),
)
_INSIDE = (
    *("agenda", "alternatives", "assessments", "cases", "checks", "documents", "effects"),
    *("hearings", "links", "matrix", "screenings"),
)
_ROOMS = {
    **dict.fromkeys(_INSIDE, "decisions"),
    "steering.matrix": "programmes",
    "steering.cell": "programmes",
}
"""The room of the menu that a page or a room outside the menu belongs to."""


def register(app: Flask) -> None:
    """Give the templates their words and filters."""
    environment: Any = app.jinja_env
    environment.install_gettext_callables(_gettext, _ngettext, newstyle=True)
    environment.filters.update(
        day=lambda day: i18n.format_date(day, language()),
        moment=lambda moment: i18n.format_moment(moment, language()),
        euros=lambda amount: i18n.format_euros(amount, language()),
        number=lambda number: i18n.format_number(number, language()),
        said=lambda texts: i18n.text_of(texts, language()),
        paragraphs=_paragraphs,
        term=lambda term: str(term).replace("-", "–"),
        word=lambda code, kind: words.word(getattr(words, kind.upper()), code, language()),
    )
    environment.globals["sign_of"] = lambda effect: sign(effect.direction, effect.significance)
    app.context_processor(_common)


def language() -> str:
    """Return the language of the request; Finnish where an error came before it was known."""
    chosen: str = g.get("language", "fi")
    return chosen if chosen in LANGUAGES else "fi"


def say(message: str, **values: Any) -> str:
    """Return a Finnish message in the language of the request, with its values filled in."""
    if isinstance(message, Sentence):
        parts = message.values.items()
        values = {key: say(part) if isinstance(part, Sentence) else part for key, part in parts}
        message = message.text
    text = translate(language(), message)
    return text % values if values else text


def _gettext(message: str) -> str:
    return translate(language(), message)


def _ngettext(singular: str, plural: str, count: int) -> str:
    return translate(language(), singular if count == 1 else plural)


def _paragraphs(text: str | None) -> Markup:
    """Return the text's lines as paragraphs of HTML, escaped."""
    lines = [line for line in (text or "").split("\n") if line.strip()]
    return Markup("").join(Markup('<p class="govuk-body">{}</p>').format(line) for line in lines)


def _common() -> dict[str, Any]:
    installed = settings()
    person = g.get("person")
    return {
        "language": language(),
        "languages": _languages(),
        "service_name": translate(language(), installed.service_name),
        "municipality": installed.municipality,
        "navigation": _navigation(person) if person else [],
        "person": person,
        "asset": _asset,
        "home_url": _fixed("desk.show"),
        "sign_out_url": _fixed("auth.sign_out"),
        "accessibility_url": _fixed("information.accessibility"),
        "escape": escape,
    }


def _languages() -> list[dict[str, str]]:
    back = request.full_path.rstrip("?") if request.method == "GET" else _fixed("desk.show")
    following = urlencode({"next": back})
    return [
        {
            "code": code,
            "title": title,
            "url": f"{_fixed('information.choose_language', code=code)}?{following}",
        }
        for code, title in LANGUAGES.items()
    ]


def _fixed(endpoint: str, **values: str) -> str:
    """Return an address that is the same on every page, made once a process and mount point."""
    return _made(request.script_root, endpoint, tuple(values.items()))


@cache
def _made(script_root: str, endpoint: str, values: tuple[tuple[str, str], ...]) -> str:
    told: dict[str, Any] = dict(values)
    return url_for(endpoint, **told)


def _navigation(person: Any) -> list[dict[str, Any]]:
    room = _ROOMS.get(
        request.endpoint or "", _ROOMS.get(request.blueprint or "", request.blueprint)
    )
    return [
        {
            "title": translate(language(), title),
            "url": _fixed(endpoint),
            "is_current": endpoint.partition(".")[0] == room,
        }
        for title, endpoint, permission in _NAVIGATION
        if person.may(permission)
    ]


def _asset(name: str) -> str:
    return _asset_url(request.script_root, current_app.static_folder or "", name)


@cache
def _asset_url(script_root: str, folder: str, name: str) -> str:
    return url_for("static", filename=f"vendor/{name}", v=_stamp(folder, name))


def _stamp(folder: str, name: str) -> str:
    return sha256((Path(folder) / "vendor" / name).read_bytes()).hexdigest()[:8]

"""What every template may use: words, dates, the person, the way around."""

from collections.abc import Callable
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, g, request, url_for
from jinja2 import pass_context
from markupsafe import Markup, escape
from werkzeug.exceptions import HTTPException

from eva import i18n, words
from eva.domain.assessment import sign
from eva.domain.sentence import Sentence
from eva.i18n import LANGUAGES, translate
from eva.services.drafts import mark_of
from eva.web.access import settings

_NAVIGATION = (
    ("Työpöytä", "desk.show", "decision:read"),
    ("Asiat", "decisions.index", "decision:read"),
    ("Haku", "search.index", "decision:read"),
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
    environment.globals["_"] = _said
    filters: dict[str, Callable[..., str]] = {
        "day": lambda day: i18n.format_date(day, language()),
        "moment": lambda moment: i18n.format_moment(moment, language()),
        "euros": lambda amount: i18n.format_euros(amount, language()),
        "number": lambda number: i18n.format_number(number, language()),
        "said": lambda texts: i18n.text_of(texts, language()),
        "paragraphs": _paragraphs,
        "term": lambda term: str(term).replace("-", "–"),
        "word": lambda code, kind: words.word(getattr(words, kind.upper()), code, language()),
    }
    environment.filters.update({name: _each_time(said) for name, said in filters.items()})
    environment.globals["sign_of"] = lambda effect: sign(effect.direction, effect.significance)
    environment.globals["lang"] = lang
    environment.globals["form_page"] = form_page
    environment.globals["draft_mark"] = draft_mark
    app.context_processor(_common)


def _each_time(said: Callable[..., str]) -> Callable[..., str]:
    """Return the filter so that Jinja asks it on each page.

    What a filter makes of a constant is else made once, in the language of the first reader.
    """

    @pass_context
    def asked(_: Any, *values: Any) -> str:
        return said(*values)

    return asked


def form_page() -> str:
    """Return the address of the form's page, also when what was posted is shown again."""
    if request.method == "POST":
        try:
            return request.form.get("form_page", request.path)
        except HTTPException:
            return request.path  # what was posted is too large to be read
    return request.full_path.rstrip("?")


def draft_mark(draft: Any) -> str:
    """Return the mark of the draft that a form goes on from, also when it was posted."""
    if draft is not None:
        return mark_of(draft)
    return request.form.get("draft_from", "") if request.method == "POST" else ""


def language() -> str:
    """Return the language of the request; the municipality's first where none was chosen."""
    chosen: str = g.get("language", "")
    return chosen if chosen in LANGUAGES else settings().languages[0]


def say(message: str, **values: Any) -> str:
    """Return a Finnish message in the language of the request, with its values filled in."""
    if isinstance(message, Sentence):
        return message.said(_gettext)
    text = translate(language(), message)
    return text % values if values else text


def _gettext(message: str) -> str:
    return translate(language(), message)


def _said(message: str, **values: Any) -> Markup:
    """Return what a template says in the language of the request, with its values escaped.

    Jinja's own way there makes the text anew for each of the hundreds of words on a page.
    """
    text = _made_safe(language(), message)
    return text % values if "%" in text else text


@lru_cache(4096)
def _made_safe(language: str, message: str) -> Markup:
    return Markup(translate(language, message))  # noqa: S704 - the program's own words


def _ngettext(singular: str, plural: str, count: int) -> str:
    return translate(language(), singular if count == 1 else plural)


def _paragraphs(text: str | None, written_in: str | None = None) -> Markup:
    """Return the text's lines as paragraphs of HTML, escaped, marked with the text's language."""
    lines = [line for line in (text or "").split("\n") if line.strip()]
    mark = lang(written_in)
    return Markup("").join(
        Markup('<p class="govuk-body"{}>{}</p>').format(mark, line) for line in lines
    )


def lang(code: str | None) -> Markup:
    """Return the attribute that marks a text in another language than the page's, or nothing."""
    is_other = code in LANGUAGES and code != language()
    return Markup(' lang="{}"').format(code) if is_other else Markup("")


def _common() -> dict[str, Any]:
    installed = settings()
    person = g.get("person")
    return {
        "language": language(),
        "languages": _languages(),
        "town_languages": installed.languages,
        "service_name": translate(language(), installed.service_name),
        "municipality": installed.municipality,
        "navigation": _navigation(person) if person else [],
        "person": person,
        "session_left": person.left_now if person else 0,
        "asset": _asset,
        "home_url": _fixed("desk.show"),
        "account_url": _fixed("account.show"),
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
        for code, title in ordered_languages().items()
    ]


def ordered_languages() -> dict[str, str]:
    """Return the languages with their names, the municipality's own in front."""
    own = settings().languages
    return {
        code: LANGUAGES[code] for code in (*own, *(code for code in LANGUAGES if code not in own))
    }


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

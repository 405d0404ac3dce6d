"""The search: one box, what it's narrowed by, and what was found with the words marked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from eva import words
from eva.database import get_session
from eva.domain.text import clean_line
from eva.i18n import text_of
from eva.queries import question_sets, search
from eva.queries.search import Filters
from eva.web.context import language, say

bp = Blueprint("search", __name__)

KINDS: Mapping[str, str] = {
    "decision": "Asiat",
    "effect": "Vaikutukset",
    "document": "Asiakirjat",
    "measure": "Toimenpiteet",
}
"""What is looked for, as the choices name it."""


@dataclass(frozen=True)
class Choice:
    """A list of the page to narrow by: its name in the address, its title and its options."""

    name: str
    title: str
    options: Mapping[str, str]
    """The words of each value."""
    chosen: str
    """The value that the hits are narrowed to, "" for none."""


@bp.get("/search")
def index() -> ResponseReturnValue:
    """Show what holds the words looked for, newest decision first."""
    session = get_session()
    query = clean_line(request.args.get("q", ""))[: search.LONGEST]
    narrowing = _choices(session)
    kinds = [kind for kind in search.KINDS if kind in request.args.getlist("kind")]
    filters = _filters(kinds, {choice.name: choice.chosen for choice in narrowing})
    before = request.args.get("before", "")
    page = search.find(session, query, filters, before)
    told = {"q": query, "kind": kinds} | {item.name: item.chosen for item in narrowing}
    return render_template(
        "search/index.html",
        query=query,
        kinds=KINDS,
        chosen_kinds=kinds,
        narrowing=narrowing,
        is_narrowed=filters.is_narrowed,
        page=page,
        is_first=not before,
        told={name: value for name, value in told.items() if value},
    )


def _choices(session: Session) -> list[Choice]:
    """Return the lists to narrow by; what the address says that isn't in them is left out."""
    offered = search.choices(session)
    types = question_sets.screening_set(question_sets.newest(session, "screening")).types
    depths = [(code, words.word(words.DEPTH, code, language())) for code in words.DEPTH]
    states = [(code, words.word(words.STATE, code, language())) for code in words.STATE]
    programmes = [(item.id, f"{item.term} {item.title}") for item in offered.programmes]
    return [
        _choice("body", say("Toimielin"), ((item.id, item.name) for item in offered.bodies)),
        _choice(
            "type",
            say("Asiatyyppi"),
            ((item.code, text_of(item.title, language())) for item in types.values()),
        ),
        _choice("depth", say("Laajuus"), depths),
        _choice("state", say("Tila"), states),
        _choice("year", say("Vuosi"), ((year, year) for year in offered.years)),
        _choice("programme", say("Strateginen ohjelma"), programmes),
    ]


def _choice(name: str, title: str, options: Iterable[tuple[Any, Any]]) -> Choice:
    told = {str(value): str(said) for value, said in options}
    asked = request.args.get(name, "")
    return Choice(name, title, told, asked if asked in told else "")


def _filters(kinds: list[str], chosen: Mapping[str, str]) -> Filters:
    numbers = {
        name: int(chosen[name]) if chosen[name] else None for name in ("body", "year", "programme")
    }
    return Filters(
        kinds=tuple(kinds),
        body_id=numbers["body"],
        decision_type=chosen["type"] or None,
        depth=chosen["depth"] or None,
        state=chosen["state"] or None,
        year=numbers["year"],
        programme_id=numbers["programme"],
    )

"""The domain's errors become pages here, once; what was typed is always shown again."""

from functools import cache
from typing import Any

from flask import Flask, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException
from wtforms.fields.core import UnboundField

from eva.database import get_session
from eva.domain.errors import EvaError, Invalid, NotFound, NotPermitted, StaleVersion
from eva.web.forms.fields import (
    DayField,
    EurosField,
    EvaForm,
    LineField,
    LinesField,
    TextField,
)

PAGES = {
    400: (
        "Pyyntöä ei voitu käsitellä",
        "Lomake oli puutteellinen tai vioittunut. Palaa edelliselle sivulle ja yritä uudelleen.",
    ),
    401: (
        "Kirjautuminen on päättynyt",
        "Kirjaudu uudelleen. Kirjoittamasi teksti on alla: kopioi se talteen ennen kirjautumista.",
    ),
    403: (
        "Tähän ei ole oikeutta",
        "Roolisi ei riitä tähän. Jos tarvitset oikeuden, ota yhteyttä pääkäyttäjään.",
    ),
    404: (
        "Sivua ei löydy",
        "Osoite on väärä, tai asia on poistettu. Etsi asia asioiden luettelosta.",
    ),
    405: ("Sivua ei voi käyttää näin", "Palaa edelliselle sivulle ja yritä uudelleen."),
    409: (
        "Joku muu ehti tallentaa",
        "Tietoa on muutettu sen jälkeen, kun avasit sivun. Kirjoittamasi on alla, se ei katoa.",
    ),
    413: (
        "Tiedosto tai teksti on liian suuri",
        "Tiedosto saa olla enintään 10 megatavua. Palaa takaisin: tekstisi säilyi siellä.",
    ),
    415: ("Tiedoston muotoa ei tueta", "Lataa Word-tiedosto (.docx)."),
    422: ("Tietoja ei voitu tallentaa", "Tarkista tiedot ja yritä uudelleen."),
    500: (
        "Jokin meni vikaan",
        "Vika on ohjelmassa. Yritä kohta uudelleen. Jos vika toistuu, kerro pääkäyttäjälle.",
    ),
    503: (
        "Palvelu on hetken varattu",
        "Yritä hetken kuluttua uudelleen. Kirjoittamasi teksti on alla.",
    ),
}
"""Title and advice of each page, by status."""


def register(app: Flask) -> None:
    """Give every error its page."""
    app.register_error_handler(CSRFError, _token)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(NotFound, lambda error: page(404))
    app.register_error_handler(NotPermitted, lambda error: page(403))
    app.register_error_handler(StaleVersion, _stale)
    app.register_error_handler(StaleDataError, lambda error: page(409))
    app.register_error_handler(Invalid, lambda error: page(422, " ".join(error.messages.values())))
    app.register_error_handler(EvaError, _domain)
    app.register_error_handler(SQLAlchemyError, _database)
    app.register_error_handler(500, lambda error: page(500))


def page(status: int, advice: str = "") -> ResponseReturnValue:
    """Return the page of a status, with whatever was typed."""
    from eva.web.context import say

    title, usual = PAGES.get(status, PAGES[500])
    kept = _typed() if status in (400, 401, 403, 409, 503) else []
    return (
        render_template(
            "errors/page.html",
            status=status,
            title=say(title),
            advice=say(advice or usual),
            kept=kept,
        ),
        status,
    )


def _http(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if 300 <= code < 400:
        return error
    return page(code if code in PAGES else 400)


def _domain(error: EvaError) -> ResponseReturnValue:
    from eva.web.sentences import sentence_for

    return page(422, sentence_for(error))


def _database(error: SQLAlchemyError) -> ResponseReturnValue:
    if isinstance(error, OperationalError):
        return page(503)
    raise error


def _token(error: CSRFError) -> ResponseReturnValue:
    """Show the form again with a fresh token: nothing was done, nothing is lost."""
    from eva.web.context import say

    title = say("Tarkista ja tallenna uudelleen")
    advice = say(
        "Istunto oli vaihtunut, joten tallennus ei onnistunut. Kirjoittamasi on tallessa tässä."
    )
    if g.get("person") is None:
        return page(401)
    return (
        render_template("errors/again.html", title=title, advice=advice, kept=_typed(), theirs={}),
        400,
    )


def _stale(error: StaleVersion) -> ResponseReturnValue:
    """Show both texts: what was typed here and what somebody else saved."""
    from eva.web.context import say

    return (
        render_template(
            "errors/again.html",
            title=say(PAGES[409][0]),
            advice=say(
                "Tietoa on muutettu sen jälkeen, kun avasit sivun. Alla ovat oma tekstisi ja toisen"
                " tallentama. Muokkaa omaasi ja tallenna, tai poistu tallentamatta."
            ),
            kept=_typed(),
            theirs=_theirs(),
        ),
        409,
    )


def _typed() -> list[dict[str, Any]]:
    """Return the fields of the posted form with their labels, all but the token."""
    if request.method != "POST" or request.is_json:
        return []
    fields = []
    for name in request.form:
        if name in ("csrf_token", "password"):
            continue
        label = _label(name)
        for value in request.form.getlist(name):
            is_text = bool(label) or "\n" in value or len(value) > 40
            fields.append(
                {"name": name, "label": label or name, "value": value, "is_text": is_text}
            )
    return fields


def _label(name: str) -> str:
    """Return the label of a field that a person types into, "" for any other."""
    from eva.web.context import say

    label = _labels().get(name, "")
    form = g.get("form")
    if label and form is not None and name in form:
        return str(form[name].label.text)
    return say(label) if label else ""


@cache
def _labels() -> dict[str, str]:
    """Return the label of every field that a person types into, by its name.

    They're told by the classes of the forms: where a token is refused, no form has been made yet.
    """
    typed = (DayField, EurosField, LineField, LinesField, TextField)
    told = {
        name: str(field.args[0])
        for form in EvaForm.__subclasses__()
        for name, field in vars(form).items()
        if isinstance(field, UnboundField) and field.field_class in typed
    }
    return told | {"refers_to": "Missä vaikutukset on arvioitu?"}


def _theirs() -> dict[str, str]:
    """Return what the fields hold now, by name, and the version that was saved last."""
    row = g.get("row")
    if row is None:
        return {}
    kind, number = row
    found = get_session().get(kind, number)
    if found is None:
        return {}
    told = {
        name: str(value)
        for name in request.form
        if (value := getattr(found, name, None)) is not None and name != "version"
    }
    return told | {"version": str(found.version)}

"""The domain's errors become pages here, once; what was typed is always shown again."""

from typing import Any

from flask import Flask, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from eva.database import is_unavailable
from eva.domain.errors import EvaError, Invalid, NotFound, NotPermitted, Repeated, StaleVersion
from eva.web.forms.fields import label_of
from eva.web.keeping import keep_posted

PAGES = {
    400: (
        "Pyyntöä ei voitu käsitellä",
        "Lomake oli puutteellinen tai vioittunut. Palaa edelliselle sivulle ja yritä uudelleen.",
    ),
    401: (
        "Kirjautuminen on päättynyt",
        "Kirjaudu uudelleen, niin voit jatkaa siitä, mihin jäit.",
    ),
    403: (
        "Tähän ei ole oikeutta",
        "Roolisi ei riitä tähän. Jos tarvitset oikeuden, ota yhteyttä pääkäyttäjään.",
    ),
    404: (
        "Sivua ei löydy",
        "Osoite on väärä, tai kohta on poistettu. Etsi asia asioiden luettelosta.",
    ),
    405: ("Sivua ei voi käyttää näin", "Palaa edelliselle sivulle ja yritä uudelleen."),
    409: (
        "Joku muu ehti tallentaa",
        "Kohtaa on muutettu tai se on poistettu sen jälkeen, kun avasit sivun.",
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
        "Yritä hetken kuluttua uudelleen. Jos kirjoitit lomakkeeseen, teksti on alla.",
    ),
}
"""Title and advice of each page, by status."""
_TYPED = frozenset({400, 401, 403, 404, 409, 422, 503})
"""The pages that show what was typed."""
_MARKS = frozenset(
    {
        *("form_key", "form_page", "draft_from", "version", "revision", "seen"),
        *("question_set", "next"),
    }
)
"""Fields that people don't write."""
_UNSEEN = frozenset({"csrf_token", "password", "old_password", "repeated"})


def register(app: Flask) -> None:
    """Give every error its page."""
    app.register_error_handler(CSRFError, _token)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(NotFound, lambda error: page(404))
    app.register_error_handler(NotPermitted, lambda error: page(403))
    app.register_error_handler(StaleVersion, lambda error: page(409))
    app.register_error_handler(StaleDataError, lambda error: page(409))
    app.register_error_handler(Repeated, _repeated)
    app.register_error_handler(Invalid, lambda error: page(422, " ".join(error.messages.values())))
    app.register_error_handler(EvaError, _domain)
    app.register_error_handler(SQLAlchemyError, _database)
    app.register_error_handler(500, lambda error: page(500))


def page(status: int, advice: str = "") -> ResponseReturnValue:
    """Return the page of a status, with whatever was typed, which is kept as a draft too."""
    from eva.web.context import say

    title, usual = PAGES.get(status, PAGES[500])
    kept = _typed() if status in _TYPED else []
    return (
        render_template(
            "errors/page.html",
            status=status,
            title=say(title),
            advice=say(advice or usual),
            kept=kept,
            draft=keep_posted() if kept else None,
            keep_drafts=status == 401,
        ),
        status,
    )


def _again(status: int, title: str, advice: str) -> ResponseReturnValue:
    """Return the page whose form holds what was typed, ready to be sent again."""
    told = {"title": title, "advice": advice, "kept": _typed()}
    return render_template("errors/again.html", **told), status


def _http(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code == 401 and _is_asked_by_script():
        return {"error": "ended"}, 401
    if 300 <= code < 400:
        return error
    return page(code if code in PAGES else 400)


def _domain(error: EvaError) -> ResponseReturnValue:
    from eva.web.sentences import sentence_for

    return page(422, sentence_for(error))


def _database(error: SQLAlchemyError) -> ResponseReturnValue:
    if is_unavailable(error):
        current_app.logger.warning("the database is unavailable: %s", type(error).__name__)
        if _is_asked_by_script():
            return {"error": "busy"}, 503
        from eva.web.context import say

        title, advice = PAGES[503]
        is_form = request.method == "POST" and request.endpoint != "auth.enter"
        return _again(503, say(title), say(advice)) if is_form else page(503)
    raise error


def _token(error: CSRFError) -> ResponseReturnValue:
    """Show the form again with a fresh token: nothing was done, nothing is lost."""
    from eva.web.context import say

    if g.get("person") is None:
        return page(401)
    if _is_asked_by_script():
        return {"error": "token"}, 403
    keep_posted()
    return _again(
        400,
        say("Tarkista ja tallenna uudelleen"),
        say(
            "Istunto oli vaihtunut, joten tallennus ei onnistunut. Kirjoittamasi on tallessa tässä."
        ),
    )


def _repeated(error: Repeated) -> ResponseReturnValue:
    """Send the person where the same form led before: it has been taken."""
    decision = g.get("decision")
    usual = (
        url_for("decisions.show", decision_id=decision.id)
        if decision is not None
        else url_for("desk.show")
    )
    return redirect(error.target or usual, 303)


def _is_asked_by_script() -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def _typed() -> list[dict[str, Any]]:
    """Return the fields of the posted form with their labels, all but the token."""
    if request.method != "POST" or request.is_json:
        return []
    fields = []
    for name in request.form:
        if name in _UNSEEN:
            continue
        label = label_of(name)
        for value in request.form.getlist(name):
            is_marked = name in _MARKS or name.startswith(("take.", "theirs."))
            is_text = bool(label) or (not is_marked and ("\n" in value or len(value) > 40))
            fields.append(
                {"name": name, "label": label or name, "value": value, "is_text": is_text}
            )
    return fields

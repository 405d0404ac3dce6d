"""A tiny application that shows every macro and every state of the page frame.

Run it by hand with `python -m tests.gallery.app` and look at it under /.
"""

from pathlib import Path

from flask import Flask, abort, flash, render_template, request, url_for
from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from eva import words
from tests.gallery.forms import EveryField, Screening

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
PAGES = {
    "tyopoyta": "Työpöytä",
    "tarveharkinta": "Tarveharkinta",
    "tulos": "Tulos",
    "vaiheet": "Vaiheet",
    "lomake": "Lomake",
    "matriisi": "Matriisi",
    "seuranta": "Seuranta",
    "tyhja": "Tyhjä",
}


class Person:
    """Somebody signed in."""

    name = "Maija Heikkinen"
    title = "suunnittelija"


def create_gallery() -> Flask:
    """Return the application of the gallery."""
    app = Flask(__name__, static_folder=str(ROOT / "static"), template_folder=None)
    app.secret_key = "gallery"
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(ROOT / "templates"), FileSystemLoader(HERE / "templates")]
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.filters["word"] = lambda code, kind: words.word(
        getattr(words, kind.upper()), code
    )
    app.context_processor(_frame)
    app.after_request(_headers)
    app.add_url_rule("/city.css", "city", city)
    app.add_url_rule("/", "index", lambda: show("tyopoyta"))
    app.add_url_rule("/<page>", "show", show, methods=["GET", "POST"])
    return app


def show(page: str) -> str:
    """Return one page of the gallery; `?virheet=1` shows it with the faults of an empty form."""
    if page == "outcome":
        return render_template("outcome_fragment.html", answers=request.form)
    if page not in PAGES:
        abort(404)
    has_errors = "virheet" in request.args or request.method == "POST"
    if page == "vaiheet":
        flash("Vaihe Vaihtoehdot on tallennettu.", "success")
    return render_template(f"{page}.html", **_forms(has_errors))


def city() -> Response:
    """Return another city's colours: two properties, and nothing else, change."""
    colours = ":root{--govuk-brand-colour:#1f4d33;--govuk-link-colour:#1b6b3f}"
    return Response(colours, mimetype="text/css")


def _forms(has_errors: bool) -> dict[str, object]:
    data = (
        MultiDict({"cost_eur": "12 000 euroa", "alternatives-0-name": ""}) if has_errors else None
    )
    every, screening = EveryField(data), Screening(MultiDict({"children": "yes"}))
    if has_errors:
        every.validate()
        screening.validate()
    else:
        every.depth.data = "reference"
        every.title.data = 'Rouhialan koulun "lakkauttaminen" & siirto'
    return {"form": every, "screening": screening, "answers": {"children": "yes"}}


def _frame() -> dict[str, object]:
    current = request.path.strip("/") or "tyopoyta"
    return {
        "language": "fi",
        "city_stylesheet": "/city.css" if "kaupunki" in request.args else None,
        "languages": [
            {"code": "fi", "title": "Suomi", "url": "/"},
            {"code": "sv", "title": "Svenska", "url": "/?kieli=sv"},
            {"code": "en", "title": "English", "url": "/?kieli=en"},
        ],
        "service_name": "Vaikutusten ennakkoarviointi",
        "municipality": "Mikkeli",
        "navigation": [
            {"title": title, "url": f"/{page}", "is_current": page == current}
            for page, title in list(PAGES.items())[:7]
        ],
        "person": Person(),
        "csrf_token": lambda: "token",
        "asset": lambda name: url_for("static", filename=f"vendor/{name}"),
        "sign_out_url": "/tyopoyta",
        "accessibility_url": "/tyhja",
        "page_link": lambda number: f"?sivu={number}",
    }


def _headers(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    return response


if __name__ == "__main__":
    create_gallery().run(port=5099)

"""One clear sentence for whatever a person got wrong."""

import errno
from collections.abc import Mapping

from eva.cli.speech import say
from eva.domain.errors import (
    DocumentRefused,
    EvaError,
    Invalid,
    NotFound,
    NotPermitted,
    StaleVersion,
    TemplateRefused,
    UploadRefused,
)

DOCUMENT = {
    "not_screened": "Asian tarveharkintaa ei ole tehty, joten asiakirjaa ei voi vielä antaa.",
    "no_assessment": (
        "Asiasta ei tehdä arviointia. Anna tarveharkinnan asiakirja (--kind screening)."
    ),
    "no_template": "Asiakirjapohjaa ei ole julkaistu. Aja ensin eva upgrade.",
    "incomplete": (
        "Asiakirjasta puuttuisi tekstiä, joten sitä ei annettu. Tarkista asiakirjapohja."
    ),
}
"""What a refused document means, by its reason."""
SYSTEM: Mapping[int, str] = {
    errno.ENOENT: "tiedostoa tai kansiota ei ole",
    errno.EACCES: "käyttöoikeus puuttuu",
    errno.EPERM: "käyttöoikeus puuttuu",
    errno.EISDIR: "kohde on kansio",
    errno.ENOTDIR: "polussa on tiedosto, jonka pitäisi olla kansio",
    errno.EEXIST: "samanniminen tiedosto on jo olemassa",
    errno.ENOSPC: "levy on täynnä",
    errno.EROFS: "levylle ei voi kirjoittaa",
    errno.EADDRINUSE: "osoite on jo käytössä",
    errno.EADDRNOTAVAIL: "osoitetta ei ole tällä koneella",
}
"""What the system's errors mean; it speaks a language of its own."""


def sentence_for(error: EvaError) -> str:
    """Return what to tell of the error: what is wrong, where, and how to mend it."""
    match error:
        case Invalid():
            return " ".join(say(message) for message in error.messages.values())
        case UploadRefused():
            from eva.documents.gate import MESSAGES

            known = {str(reason): text for reason, text in MESSAGES.items()}
            return say(known.get(error.reason, "Tiedostoa ei voi ottaa vastaan."))
        case DocumentRefused():
            head, _, detail = error.reason.partition(": ")
            said = say(DOCUMENT.get(head, f"{head}." if detail else head))
            return f"{said} ({detail})" if detail else said
        case TemplateRefused():
            place = f" ({error.place})" if error.place else ""
            return say("Asiakirjapohjaa ei voi käyttää.") + f" {say(error.reason)}{place}"
        case NotFound():
            what = error.args[0] if error.args else ""
            shown = say(what) if isinstance(what, str) else what
            return say("Ei löydy: %(what)s", what=shown)
        case NotPermitted():
            return say("Tähän ei ole oikeutta.")
        case StaleVersion():
            return say("Joku muu tallensi samaan aikaan. Yritä uudelleen.")
        case _:
            return say(error.args[0]) if error.args else ""


def reason_of(error: OSError) -> str:
    """Return what the system found wrong."""
    known = SYSTEM.get(error.errno or 0)
    return say(known) if known else error.strerror or str(error)


def sentence_of_database(error: Exception) -> str | None:
    """Return what to tell of an error of the database, or None if it's another kind of error."""
    from sqlalchemy.exc import ArgumentError, OperationalError, ProgrammingError

    if isinstance(error, ArgumentError):
        return say("EVA_DATABASE_URL ei ole tietokannan osoite.")
    if not isinstance(error, OperationalError | ProgrammingError):
        return None
    said = str(error.orig).lower()
    if "no such table" in said or ("does not exist" in said and "relation" in said):
        return say("Tietokantaa ei ole vielä luotu. Aja ensin eva upgrade.")
    if "locked" in said:
        return say("Tietokanta on varattu. Yritä hetken kuluttua uudelleen.")
    reason = str(error.orig).splitlines()[0]
    return say("Tietokantaan ei saada yhteyttä: %(reason)s", reason=reason)

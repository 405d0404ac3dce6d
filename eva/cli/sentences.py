"""One clear sentence for whatever a person got wrong."""

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


def sentence_for(error: EvaError) -> str:
    """Return what to tell of the error: what is wrong, where, and how to mend it."""
    match error:
        case Invalid():
            return " ".join(error.messages.values())
        case UploadRefused():
            from eva.documents.gate import MESSAGES

            return MESSAGES.get(error.reason, "Tiedostoa ei voi ottaa vastaan.")
        case DocumentRefused():
            return DOCUMENT.get(error.reason, error.reason)
        case TemplateRefused():
            return f"Asiakirjapohjaa ei voi käyttää: {error}"
        case NotFound():
            return f"Ei löydy: {error}"
        case NotPermitted():
            return "Tähän ei ole oikeutta."
        case StaleVersion():
            return "Joku muu tallensi samaan aikaan. Yritä uudelleen."
        case _:
            return str(error)


def sentence_of_database(error: Exception) -> str | None:
    """Return what to tell of an error of the database, or None if it's another kind of error."""
    from sqlalchemy.exc import ArgumentError, OperationalError, ProgrammingError

    if isinstance(error, ArgumentError):
        return "EVA_DATABASE_URL ei ole tietokannan osoite."
    if not isinstance(error, OperationalError | ProgrammingError):
        return None
    said = str(error.orig).lower()
    if "no such table" in said or ("does not exist" in said and "relation" in said):
        return "Tietokantaa ei ole vielä luotu. Aja ensin eva upgrade."
    if "locked" in said:
        return "Tietokanta on varattu. Yritä hetken kuluttua uudelleen."
    return f"Tietokantaan ei saada yhteyttä: {str(error.orig).splitlines()[0]}"

"""What a page says of a refused file or document."""

from eva.domain.errors import CaseRefused, DocumentRefused, EvaError, UploadRefused
from eva.web.context import say

DOCUMENT = {
    "not_screened": "Tee ensin tarveharkinta. Asiakirjan voi antaa sen jälkeen.",
    "no_assessment": "Asiasta ei tehdä arviointia. Anna tarveharkinnan asiakirja.",
    "no_template": "Asiakirjapohjaa ei ole julkaistu. Ilmoita pääkäyttäjälle.",
    "incomplete": "Siitä olisi puuttunut tekstiä, joten se jäi antamatta. Kerro pääkäyttäjälle.",
}


def sentence_for(error: EvaError) -> str:
    """Return one clear sentence in the language of the request."""
    if isinstance(error, UploadRefused):
        from eva.documents.gate import MESSAGES

        known = {str(reason): text for reason, text in MESSAGES.items()}
        return say(known.get(error.reason, "Tiedostoa ei voi ottaa vastaan."))
    if isinstance(error, DocumentRefused):
        head, _, detail = error.reason.partition(": ")
        said = say(DOCUMENT.get(head, f"{head}." if detail else head))
        return f"{said} ({detail})" if detail else said
    if isinstance(error, CaseRefused) and error.args:
        return say(error.args[0])
    return say("Tietoja ei voitu tallentaa.")

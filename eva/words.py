"""The words of the codes that records hold, in Finnish; `word` gives them in any language."""

from collections.abc import Mapping

from eva.i18n import translate

DIRECTION: Mapping[str, str] = {
    "positive": "Myönteinen",
    "negative": "Kielteinen",
    "both": "Sekä myönteinen että kielteinen",
    "neutral": "Ei vaikutusta",
    "unknown": "Ei vielä tiedossa",
    "none": "Ei arvioitu",
}
LINK: Mapping[str, str] = {
    "promotes": "Edistää",
    "hinders": "Heikentää",
    "neutral": "Ei vaikuta",
}
SIGNIFICANCE: Mapping[str, str] = {
    "small": "Vähäinen",
    "moderate": "Kohtalainen",
    "large": "Merkittävä",
}
HORIZON: Mapping[str, str] = {
    "budget_year": "Talousarviovuosi",
    "council_term": "Valtuustokausi",
    "beyond": "Valtuustokautta pidempi aika",
}
CERTAINTY: Mapping[str, str] = {"low": "Epävarma", "medium": "Melko varma", "high": "Varma"}
ANSWER: Mapping[str, str] = {"yes": "Kyllä", "no": "Ei", "unknown": "En tiedä"}
DEPTH: Mapping[str, str] = {
    "none": "Arviointia ei tarvita",
    "reference": "Viittaus muuhun arviointiin",
    "narrow": "Suppea arviointi",
    "full": "Laaja arviointi",
}
ROLE: Mapping[str, str] = {
    "preparer": "Valmistelija",
    "presenter": "Esittelijä",
    "secretary": "Sihteeri",
    "steering": "Ohjausryhmän jäsen",
    "viewer": "Katselija",
    "admin": "Pääkäyttäjä",
}
STATE: Mapping[str, str] = {
    "unscreened": "Tarveharkinta tekemättä",
    "none": "Arviointia ei tarvita",
    "preparing": "Arviointi kesken",
    "issued": "Asiakirja annettu",
    "outdated": "Asiakirja vanhentunut",
}
TAG: Mapping[str, str] = {
    **STATE,
    **DEPTH,
    "not_begun": "Aloittamatta",
    "begun": "Kesken",
    "done": "Valmis",
    "incomplete": "Puutteita",
    "optional": "Vapaaehtoinen",
    "blocked": "Ei voi vielä aloittaa",
    "missing": "Puuttuu",
    "draft": "Luonnos",
    "secret": "Salassa pidettävä",
}
"""What the tag of a state says."""
KIND: Mapping[str, str] = {
    "assessment": "Vaikutusten ennakkoarviointi",
    "screening": "Tarveharkinta",
    "agenda_item": "Esityslistateksti liitteineen",
}
LEVEL: Mapping[str, str] = {
    "focus_area": "Painopiste",
    "measure": "Toimenpide",
    "action": "Toimi",
}


def word(words: Mapping[str, str], code: str | None, language: str = "fi") -> str:
    """Return the word of the code in the language; an empty text for no code."""
    return translate(language, words[code]) if code else ""

"""Registering a decision and putting it on an agenda."""

from wtforms.validators import Regexp

from eva.web.forms.fields import (
    DayField,
    EurosField,
    EvaForm,
    LineField,
    MenuField,
    Needed,
    TextField,
    VersionField,
)

_NUMBER = "Kirjoita diaarinumero ilman välilyöntejä, esimerkiksi MliDno-2026-123."


class DecisionForm(EvaForm):
    """What is told of a decision."""

    register_number = LineField(
        "Diaarinumero",
        [Needed("Kirjoita diaarinumero."), Regexp(r"^\S{3,64}$", message=_NUMBER)],
        limit=64,
        description="Asianhallinnan numero, esimerkiksi MliDno-2026-123.",
    )
    title = LineField(
        "Asian otsikko",
        [Needed("Kirjoita asian otsikko.")],
        description="Sama otsikko kuin esityslistalla.",
    )
    decision_type = MenuField("Asiatyyppi", [Needed("Valitse asiatyyppi.")])
    body_id = MenuField("Valmisteleva toimielin")
    description = TextField(
        "Kuvaus", description="Mistä päätetään? Muutama lause riittää. Kuvaus tulee asiakirjaan."
    )
    cost_eur = EurosField(
        "Kokonaiskustannus ilman arvonlisäveroa",
        description="Jätä tyhjäksi, jos kustannus ei ole tiedossa.",
    )
    preparer_title = LineField(
        "Valmistelijan virkanimike",
        description="Asiakirjaan tulee nimike, ei nimeä (kuntalaki 140 §).",
    )
    presenter_title = LineField("Esittelijän virkanimike")
    parent_register_number = LineField(
        "Aiempi asia, jonka arviointia tämä jatkaa",
        limit=64,
        description="Diaarinumero, jos vaikutuksia on arvioitu jo aiemmassa vaiheessa.",
    )
    version = VersionField("Versio")


class AgendaForm(EvaForm):
    """A meeting that treats the decision."""

    body_id = MenuField("Toimielin", [Needed("Valitse toimielin.")])
    held_on = DayField("Kokouspäivä", [Needed("Kirjoita kokouspäivä muodossa 13.11.2023.")])
    section = LineField("Pykälä", limit=16, description="Jos pykälä on jo tiedossa.")


class AgendaNumbersForm(EvaForm):
    """The numbers that the secretary gives."""

    section = LineField("Pykälä", limit=16)
    attachment = LineField("Liitteen numero", limit=16, description="Esimerkiksi Liite 2.")
    version = VersionField("Versio")

"""The forms of the gallery: one field of each kind, as a page would have them."""

from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FileField,
    Form,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional, Regexp

ANSWERS = [
    SelectChoice("yes", "Kyllä"),
    SelectChoice("no", "Ei"),
    SelectChoice("unknown", "En tiedä"),
]


class Alternative(Form):
    """One alternative, a form inside a form."""

    name = StringField("Vaihtoehdon nimi", [InputRequired("Anna vaihtoehdon nimi")])


class EveryField(Form):
    """A field of each kind, with hints."""

    title = StringField(
        "Päätösesityksen nimi",
        [InputRequired("Anna päätösesityksen nimi")],
        description="Käytä samaa nimeä kuin esityslistalla.",
    )
    register_number = StringField(
        "Asianumero", [Optional()], description="Esimerkiksi MliDno-2023-3192."
    )
    meeting_on = DateField(
        "Kokouspäivä",
        [InputRequired("Anna kokouspäivä muodossa 13.11.2023")],
        format=["%d.%m.%Y", "%Y-%m-%d"],
    )
    cost_eur = StringField(
        "Kustannus vuodessa",
        [Regexp(r"-?[0-9 ]+(,[0-9]+)?$", message="Anna kustannus numeroina, esimerkiksi 12 000")],
    )
    body = SelectField(
        "Toimielin",
        [InputRequired("Valitse toimielin")],
        choices=[
            SelectChoice("", "Valitse"),
            SelectChoice("kh", "Kaupunginhallitus", optgroup="Koko kaupunki"),
            SelectChoice("kv", "Kaupunginvaltuusto", optgroup="Koko kaupunki"),
            SelectChoice("kasla", "Kasvatus- ja opetuslautakunta", optgroup="Lautakunnat"),
        ],
    )
    depth = RadioField(
        "Miten vaikutukset arvioidaan?",
        [InputRequired("Valitse, miten vaikutukset arvioidaan")],
        description="Suppea arviointi riittää, kun vaikutuksia on yhteen tai kahteen ryhmään.",
        choices=[
            SelectChoice("narrow", "Suppea arviointi", render_kw={"hint": "Noin puoli tuntia."}),
            SelectChoice("full", "Laaja arviointi", render_kw={"hint": "Vaihtoehdot rinnakkain."}),
            SelectChoice("reference", "Viittaus muuhun arviointiin"),
        ],
    )
    where = StringField("Missä vaikutukset on arvioitu?", [Optional()])
    groups = SelectMultipleField(
        "Mihin väestöryhmiin päätös vaikuttaa?",
        [InputRequired("Valitse vähintään yksi ryhmä")],
        choices=[
            SelectChoice("children", "Lapset ja nuoret"),
            SelectChoice("older", "Ikääntyneet"),
            SelectChoice("disabled", "Vammaiset henkilöt"),
        ],
    )
    description = TextAreaField(
        "Kuvaa vaikutukset",
        [InputRequired("Kuvaa vaikutukset"), Length(max=500)],
        description="Älä kirjoita henkilötietoja tai salassa pidettäviä tietoja.",
    )
    is_secret = BooleanField(
        "Osa tiedoista on salassa pidettäviä",
        description="Julkinen asiakirja kertoo, että osa on jätetty pois.",
    )
    attachment = FileField(
        "Liitteenä oleva selvitys", [Optional()], description="Word tai PDF, enintään 10 Mt."
    )
    alternatives = FieldList(FormField(Alternative), min_entries=1)


class Screening(Form):
    """Three questions of a screening: short ones, answered in a row of big targets."""

    residents = RadioField(
        "Muuttaako päätös asukkaiden palveluja?",
        [InputRequired("Vastaa, muuttaako päätös asukkaiden palveluja")],
        description="Esimerkiksi aukioloaika, maksu, matka tai tapa asioida.",
        choices=ANSWERS,
    )
    children = RadioField(
        "Vaikuttaako päätös lapsiin tai nuoriin?",
        [InputRequired("Vastaa, vaikuttaako päätös lapsiin tai nuoriin")],
        description="Suoraan tai vanhempien, koulun tai ympäristön kautta.",
        choices=ANSWERS,
    )
    environment = RadioField(
        "Vaikuttaako päätös luontoon, ilmastoon tai rakennettuun ympäristöön?",
        [InputRequired("Vastaa, vaikuttaako päätös ympäristöön")],
        choices=ANSWERS,
    )
    business = RadioField(
        "Vaikuttaako päätös yrityksiin?",
        [InputRequired("Vastaa, vaikuttaako päätös yrityksiin")],
        choices=ANSWERS,
    )

"""The forms of the assessment's sections."""

from wtforms import BooleanField

from eva import words
from eva.domain.text import SUMMARY_LIMIT
from eva.web.forms.fields import (
    BoxesField,
    ChoiceField,
    DayField,
    EurosField,
    EvaForm,
    LineField,
    LinesField,
    MenuField,
    Needed,
    TextField,
    VersionField,
    choices,
)


class BackgroundForm(EvaForm):
    """The present state and the objective."""

    present_state = TextField("Nykytila ja tarve")
    objective = TextField("Tavoite")
    version = VersionField("Versio")


class SummaryForm(EvaForm):
    """The summary, which goes into the agenda item's own text."""

    summary = TextField("Tiivistelmä", limit=SUMMARY_LIMIT)
    version = VersionField("Versio")


class AlternativeForm(EvaForm):
    """One alternative."""

    title = LineField(
        "Vaihtoehdon nimi",
        [Needed("Kirjoita vaihtoehdon nimi.")],
        description="Lyhyesti, mitä tehdään.",
    )
    description = TextField("Kuvaus", description="Mitä vaihtoehto tarkoittaa käytännössä?")
    is_zero = BooleanField("Tämä on nollavaihtoehto (VE0): mitään ei muuteta")
    is_proposed = BooleanField("Tätä ehdotetaan päätettäväksi")
    version = VersionField("Versio")


class SingleReasonForm(EvaForm):
    """Why there is only one alternative."""

    single_alternative_reason = TextField("Miksi muita vaihtoehtoja ei ole?")
    version = VersionField("Versio")


class EffectForm(EvaForm):
    """One effect of one alternative."""

    alternative_id = ChoiceField("Vaihtoehto", [Needed("Valitse vaihtoehto.")])
    place = MenuField("Mihin vaikuttaa?", [Needed("Valitse, mihin päätös vaikuttaa.")])
    direction = ChoiceField("Vaikutuksen suunta", [Needed("Valitse vaikutuksen suunta.")])
    description = TextField(
        "Mitä tapahtuu ja kenelle?",
        [Needed("Kuvaa vaikutus.")],
        description="Kirjoita niin, että asiaa tuntematon ymmärtää.",
    )
    mitigation = TextField(
        "Miten haittaa lievennetään?",
        description="Kielteisestä kirjataan, mitä tehdään tai miksi mitään ei voi tehdä.",
    )
    significance = ChoiceField("Merkittävyys")
    horizons = BoxesField("Milloin vaikutus näkyy?")
    certainty = ChoiceField("Kuinka varma arvio on?")
    groups = BoxesField("Väestöryhmät, joihin vaikutus kohdistuu")
    areas = LinesField("Alueet", description="Yksi alue riville, esimerkiksi Rouhiala.")
    amount_eur_per_year = EurosField(
        "Euroa vuodessa",
        signed=True,
        description="Säästö tai tulo plussana, kustannus tai menetetty tulo miinuksena.",
    )
    sources = LinesField("Tietolähteet", description="Yksi lähde riville.")
    is_secret = BooleanField("Vaikutus on salassa pidettävä")
    secrecy_basis = LineField(
        "Salassapidon peruste", description="Esimerkiksi JulkL 24 § 1 mom. 17 k."
    )
    version = VersionField("Versio")

    def offer(self) -> None:
        """Offer the words of the closed lists."""
        self.direction.choices = choices(
            {code: text for code, text in words.DIRECTION.items() if code != "none"}
        )
        self.significance.choices = choices(words.SIGNIFICANCE)
        self.certainty.choices = choices(words.CERTAINTY)
        self.horizons.choices = choices(words.HORIZON)


class LinkForm(EvaForm):
    """A link to a measure."""

    direction = ChoiceField("Mitä päätös tekee toimenpiteelle?", [Needed("Valitse suunta.")])
    reason = TextField(
        "Perustelu", [Needed("Perustele, miten päätös edistää tai heikentää toimenpidettä.")]
    )
    alternative_id = ChoiceField(
        "Koskeeko yhteys tiettyä vaihtoehtoa?", description="Valitse vain, jos vaihtoehdot eroavat."
    )
    version = VersionField("Versio")


class NoLinksForm(EvaForm):
    """Why the decision touches no measure."""

    no_links_reason = TextField("Päätös ei liity strategisiin ohjelmiin, koska")
    version = VersionField("Versio")


class HearingDutyForm(EvaForm):
    """The check of the duty to hear."""

    hearing_duty_checked = ChoiceField("Onko kuulemisvelvollisuus tarkistettu?")
    version = VersionField("Versio")


class ParticipationForm(EvaForm):
    """One line of the participation log."""

    who = LineField("Ketä kuultiin tai kuka osallistui?", [Needed("Kirjoita, ketä kuultiin.")])
    how = LineField(
        "Miten?",
        [Needed("Kirjoita, miten kuultiin.")],
        description="Esimerkiksi asukasilta, kysely, lausunto.",
    )
    held_on = DayField("Milloin?", description="Jos päivä on tiedossa.")
    said = TextField("Mitä sanottiin?", description="Älä kirjoita henkilötietoja.")
    changed = TextField("Mikä muuttui kuulemisen vuoksi?")
    version = VersionField("Versio")


class FollowUpForm(EvaForm):
    """One thing to look at afterwards."""

    what = LineField("Mitä seurataan?", [Needed("Kirjoita, mitä seurataan.")])
    responsible_title = LineField(
        "Kuka vastaa?",
        [Needed("Kirjoita vastuuhenkilön virkanimike.")],
        description="Virkanimike, ei nimeä.",
    )
    due_on = DayField("Mihin mennessä?", [Needed("Kirjoita päivä muodossa 13.11.2023.")])
    observed = TextField("Mitä havaittiin?", description="Täytetään, kun seuranta on tehty.")
    version = VersionField("Versio")

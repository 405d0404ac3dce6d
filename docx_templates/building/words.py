"""All words that the templates print, in the three languages side by side.

Finnish is that of a Finnish municipality's documents, Swedish that of Finland's municipalities
(föredragande, nämnd, diarienummer), English British. Some hold placeholders of the report.
"""

from collections.abc import Mapping
from types import MappingProxyType

LANGUAGES = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}
"""Language code of the file name, and the same as Word writes it."""

_ORDER = ("fi", "sv", "en")

_COVER = {
    "assessment_name": (
        "Vaikutusten ennakkoarviointi (EVA)",
        "Förhandsbedömning av konsekvenser (EVA)",
        "Ex-ante impact assessment (EVA)",
    ),
    "screening_name": (
        "Vaikutusten ennakkoarvioinnin tarveharkinta",
        "Prövning av behovet av förhandsbedömning",
        "Screening for ex-ante impact assessment",
    ),
    "agenda_name": ("Esityslistan asia", "Ärende på föredragningslistan", "Agenda item"),
    "untitled": ("Asian otsikko puuttuu", "Ärendets rubrik saknas", "The title is missing"),
    "draft": ("LUONNOS", "UTKAST", "DRAFT"),
    "draft_notice": (
        "Asiakirjaa ei ole hyväksytty, ja sen tiedot voivat vielä muuttua.",
        "Dokumentet har inte godkänts och uppgifterna kan ännu ändras.",
        "This document has not been approved, and its contents may still change.",
    ),
    "secret": ("SALASSA PIDETTÄVÄ", "SEKRETESSBELAGD", "CONFIDENTIAL"),
    "secret_notice": (
        ("Asiakirja sisältää salassa pidettäviä tietoja. Niiden kohdalla on mainittu salassapidon "
        "peruste."),
        "Dokumentet innehåller sekretessbelagda uppgifter. Sekretessgrunden anges vid uppgifterna.",
        "This document contains confidential information. The grounds are given beside it.",
    ),
    "omitted_one": (
        ("Tästä julkisesta asiakirjasta on jätetty pois yksi salassa pidettävä vaikutus "
        "(julkisuuslaki 621/1999, 24 §)."),
        ("Från detta offentliga dokument har en sekretessbelagd konsekvens utelämnats "
        "(offentlighetslagen 621/1999, 24 §)."),
        ("One confidential effect has been left out of this public document "
        "(Act on the Openness of Government Activities 621/1999, section 24)."),
    ),
    "omitted_many": (
        ("Tästä julkisesta asiakirjasta on jätetty pois {{ omitted_secret }} salassa pidettävää "
        "vaikutusta (julkisuuslaki 621/1999, 24 §)."),
        ("Från detta offentliga dokument har {{ omitted_secret }} sekretessbelagda konsekvenser "
        "utelämnats (offentlighetslagen 621/1999, 24 §)."),
        ("{{ omitted_secret }} confidential effects have been left out of this public document "
        "(Act on the Openness of Government Activities 621/1999, section 24)."),
    ),
    "facts_head": ("Asian tiedot", "Uppgifter om ärendet", "About the matter"),
    "facts_value": ("Sisältö", "Innehåll", "Details"),
    "facts_description": (
        "Käsittely, diaarinumero, asiatyyppi, kustannus, valmistelija, esittelijä ja versio.",
        "Behandling, diarienummer, ärendetyp, kostnad, beredare, föredragande och version.",
        "Meetings, register number, type of decision, cost, preparer, presenting officer, version.",
    ),
    "handling": ("Käsittely", "Behandling", "Considered by"),
    "register_number": ("Diaarinumero", "Diarienummer", "Register number"),
    "builds_on": ("perustuu asiaan", "bygger på ärendet", "builds on"),
    "decision_type": ("Asiatyyppi", "Ärendetyp", "Type of decision"),
    "cost": ("Kustannus", "Kostnad", "Cost"),
    "type_and_cost": ("Asiatyyppi ja kustannus", "Ärendetyp och kostnad", "Type and cost"),
    "preparer": ("Valmistelija", "Beredare", "Preparer"),
    "presenter": ("Esittelijä", "Föredragande", "Presenting officer"),
    "version_and_publicity": ("Versio ja julkisuus", "Version och offentlighet",
                              "Version and publicity"),
    "version_small": ("versio", "version", "version"),
    "page": ("Sivu", "Sida", "Page"),
}  # fmt: skip

_FRONT = {
    "summary": ("Tiivistelmä", "Sammandrag", "Summary"),
    "no_summary": (
        "Tiivistelmää ei ole kirjoitettu.",
        "Inget sammandrag har skrivits.",
        "No summary has been written.",
    ),
    "proposed": ("Mitä ehdotetaan:", "Vad som föreslås:", "What is proposed:"),
    "no_proposed": (
        "Ehdotettavaa vaihtoehtoa ei ole merkitty.",
        "Inget alternativ har angetts som förslag.",
        "No alternative has been marked as the proposal.",
    ),
    "highlights": (
        "Ehdotuksen keskeiset vaikutukset",
        "Förslagets viktigaste konsekvenser",
        "Main effects of the proposal",
    ),
    "no_highlights": (
        "Ehdotuksen vaikutuksia ei ole kirjattu.",
        "Inga konsekvenser av förslaget har antecknats.",
        "No effects of the proposal have been recorded.",
    ),
    "highlights_description": (
        "Ehdotetun vaihtoehdon merkittävimmät vaikutukset: suunta, vaikutus ja kohderyhmät.",
        "De mest betydande konsekvenserna av förslaget: riktning, konsekvens och målgrupper.",
        "The most significant effects of the proposal: direction, effect and groups affected.",
    ),
    "groups_hit": ("Keihin päätös vaikuttaa:", "Vem beslutet berör:", "Whom it affects:"),
    "no_groups": (
        "Väestöryhmiä ei ole kirjattu.",
        "Inga befolkningsgrupper har antecknats.",
        "No population groups have been recorded.",
    ),
    "measures": (
        "Strategian toimenpiteet, joihin päätös vaikuttaa",
        "Strategiska åtgärder som beslutet påverkar",
        "Strategic measures it affects",
    ),
    "no_measures": (
        "Vaikutuksia strategian toimenpiteisiin ei ole kirjattu.",
        "Inga konsekvenser för strategiska åtgärder har antecknats.",
        "No effects on strategic measures have been recorded.",
    ),
    "no_assessment": (
        "Varsinaista vaikutusten ennakkoarviointia ei ole tehty.",
        "Någon egentlig förhandsbedömning av konsekvenserna har inte gjorts.",
        "No ex-ante impact assessment has been made.",
    ),
}

_BACKGROUND = {
    "background": ("Asia, nykytila ja tavoite", "Ärendet, nuläge och mål",
                   "The matter, present state and objective"),
    "description": ("Päätettävä asia", "Ärendet som ska avgöras", "The matter to be decided"),
    "present_state": ("Nykytila", "Nuläge", "Present state"),
    "objective": ("Tavoite", "Mål", "Objective"),
    "screening": ("Arvioinnin tarveharkinta", "Behovsprövning", "Screening"),
    "no_screening": (
        "Tarveharkintaa ei ole tehty.",
        "Behovsprövning har inte gjorts.",
        "No screening has been made.",
    ),
    "outcome": ("Tulos", "Resultat", "Outcome"),
    "outcome_heading": ("Tarveharkinnan tulos", "Behovsprövningens resultat",
                        "Outcome of the screening"),
    "rule": ("Mihin tulos perustuu", "Vad resultatet grundar sig på", "Rule that decided"),
    "reason_code": ("Perusteen laji", "Typ av grund", "Kind of reason"),
    "reason": ("Perustelu", "Motivering", "Reason"),
    "refers_to": ("Mihin arviointiin viitataan", "Bedömning som hänvisas till", "Refers to"),
    "overruled": ("Poikkeaminen säännöstä", "Avvikelse från regeln", "Departure from the rule"),
    "screened_on": ("Tarveharkinta tehty", "Behovsprövningen gjord", "Screened"),
    "outcome_description": (
        "Tarveharkinnan tulos ja sen perusteet.",
        "Behovsprövningens resultat och grunderna för det.",
        "The outcome of the screening and the grounds for it.",
    ),
    "answers": ("Tarveharkinnan vastaukset", "Svaren i behovsprövningen", "Screening answers"),
    "answers_description": (
        "Tarveharkinnan kysymykset ja niihin annetut vastaukset.",
        "Frågorna i behovsprövningen och svaren på dem.",
        "The questions of the screening and the answers given.",
    ),
    "no_answers": (
        "Vastauksia ei ole kirjattu.",
        "Inga svar har antecknats.",
        "No answers have been recorded.",
    ),
    "question": ("Kysymys", "Fråga", "Question"),
    "answer": ("Vastaus", "Svar", "Answer"),
    "screening_question": (
        ("Harkittavana on, tehdäänkö tästä päätöksestä vaikutusten ennakkoarviointi ja kuinka "
        "laajana."),
        ("Frågan är om en förhandsbedömning av konsekvenserna ska göras för detta beslut och i "
        "vilken omfattning."),
        ("The question is whether an ex-ante impact assessment is made of this decision, and how "
        "thorough it is."),
    ),
    "unknown_counts": (
        "”En tiedä” tulkitaan kyllä-vastaukseksi, kunnes asia on selvitetty.",
        "”Vet inte” räknas som ja tills saken har utretts.",
        "“I don’t know” counts as yes until the matter has been looked into.",
    ),
}  # fmt: skip

_REASONS = {
    "reason_individual_matter": ("yksilöä koskeva asia", "ärende som gäller en enskild person",
                                 "matter concerning an individual"),
    "reason_claim": ("oikaisuvaatimus", "begäran om omprövning", "claim for a revised decision"),
    "reason_appointment": ("henkilövalinta", "personval", "appointment"),
    "reason_information": ("ilmoitusasia", "anmälningsärende", "matter for information"),
    "reason_meeting_formality": ("kokouksen järjestäytyminen", "mötesformalia",
                                 "formality of the meeting"),
    "reason_implementation": ("aiemman päätöksen täytäntöönpano",
                              "verkställighet av ett tidigare beslut",
                              "implementation of an earlier decision"),
    "reason_technical_or_minor": ("tekninen tai vähäinen asia", "teknisk eller obetydlig fråga",
                                  "technical or minor matter"),
    "reason_assessed_elsewhere": ("arvioitu muualla", "bedömts i annat sammanhang",
                                  "assessed elsewhere"),
    "reason_other": ("muu perusteltu syy", "annat motiverat skäl", "other justified reason"),
}  # fmt: skip

_ASSESSMENT = {
    "alternatives": ("Vaihtoehdot", "Alternativ", "Alternatives"),
    "no_alternatives": (
        "Vaihtoehtoja ei ole kirjattu.",
        "Inga alternativ har antecknats.",
        "No alternatives have been recorded.",
    ),
    "proposal_mark": ("ehdotus", "förslag", "proposal"),
    "zero_mark": ("nollavaihtoehto", "nollalternativ", "zero alternative"),
    "single_reason": (
        "Miksi muita vaihtoehtoja ei ole",
        "Varför det inte finns fler alternativ",
        "Why there are no other alternatives",
    ),
    "comparison": ("Vaihtoehtojen vertailu", "Jämförelse av alternativen",
                   "Comparison of the alternatives"),
    "comparison_description": (
        "Rivillä vaikutus näkökulmittain, sarakkeessa vaihtoehto, solussa suunnan merkki ja sana.",
        "Konsekvenserna på raderna per perspektiv, alternativen i kolumnerna, riktningen i cellen.",
        "Rows are effects by perspective, columns alternatives; cells give the sign and the word.",
    ),
    "no_comparison": (
        "Vertailtavia vaikutuksia ei ole kirjattu.",
        "Inga konsekvenser att jämföra har antecknats.",
        "No effects to compare have been recorded.",
    ),
    "effect": ("Vaikutus", "Konsekvens", "Effect"),
    "direction": ("Suunta", "Riktning", "Direction"),
    "alternative": ("Vaihtoehto", "Alternativ", "Alternative"),
    "groups": ("Väestöryhmät", "Befolkningsgrupper", "Population groups"),
    "comparison_note": (
        ("”Ei arvioitu” ei tarkoita, ettei vaikutusta ole. Merkkejä ei lasketa yhteen: "
         "vaihtoehtojen punninta on päättäjien tehtävä."),
        ("”Inte bedömd” betyder inte att konsekvenser saknas. Tecknen räknas inte ihop: det är "
        "beslutsfattarna som väger alternativen."),
        ("“Not assessed” does not mean that there is no effect. The signs are not added up: "
         "weighing the alternatives is for those who decide."),
    ),
    "effects": ("Vaikutukset näkökulmittain", "Konsekvenser per perspektiv",
                "Effects by perspective"),
    "no_effects": (
        "Vaikutuksia ei ole kirjattu.",
        "Inga konsekvenser har antecknats.",
        "No effects have been recorded.",
    ),
    "significance": ("Merkittävyys", "Betydelse", "Significance"),
    "horizons": ("Aikaväli", "Tidsspann", "Time span"),
    "certainty": ("Varmuus", "Säkerhet", "Certainty"),
    "groups_short": ("Ryhmät", "Grupper", "Groups"),
    "areas": ("Alueet", "Områden", "Areas"),
    "amount": ("Euroina", "I euro", "In euros"),
    "amounts": ("Vaikutukset euroina", "Konsekvenser i euro", "Effects in euros"),
    "amounts_description": (
        "Näkökulman vaikutukset, joille on arvioitu euromäärä, vaihtoehdoittain.",
        "Perspektivets konsekvenser med en uppskattning i euro, per alternativ.",
        "Effects of the perspective that have an estimate in euros, by alternative.",
    ),
    "mitigation": ("Haittojen lieventäminen:", "Lindring av olägenheter:", "Mitigation:"),
    "effect_sources": ("Lähteet:", "Källor:", "Sources:"),
    "secret_effect": ("Salassa pidettävä", "Sekretessbelagd", "Confidential"),
    "populations": ("Vaikutukset väestöryhmittäin", "Konsekvenser per befolkningsgrupp",
                    "Effects by population group"),
    "populations_description": (
        "Kuhunkin väestöryhmään kohdistuvat vaikutukset vaihtoehdoittain.",
        "Konsekvenserna för varje befolkningsgrupp per alternativ.",
        "Effects on each population group, by alternative.",
    ),
    "population": ("Väestöryhmä", "Befolkningsgrupp", "Population group"),
}  # fmt: skip

_FOLLOWING = {
    "links": ("Yhteys strategiaan", "Koppling till strategin", "Links to the strategy"),
    "links_description": (
        "Strategian toimenpiteet, vaikutuksen suunta ja perustelu vaihtoehdoittain.",
        "Strategiska åtgärder, konsekvensens riktning och motivering per alternativ.",
        "Strategic measures, direction of the effect and reason, by alternative.",
    ),
    "measure": ("Toimenpide", "Åtgärd", "Measure"),
    "no_links": (
        "Yhteyksiä strategian toimenpiteisiin ei ole kirjattu.",
        "Inga kopplingar till strategiska åtgärder har antecknats.",
        "No links to strategic measures have been recorded.",
    ),
    "participation": ("Osallistuminen ja kuuleminen", "Delaktighet och hörande",
                      "Participation and hearing"),
    "hearing_duty": (
        "Vaikuttamismahdollisuuksien varaaminen (hallintolaki 434/2003, 41 §):",
        "Möjligheter att påverka (förvaltningslagen 434/2003, 41 §):",
        "Opportunity to influence (Administrative Procedure Act 434/2003, section 41):",
    ),
    "hearing_missing": ("Ei kirjattu", "Inte antecknat", "Not recorded"),
    "participation_description": (
        "Keitä on kuultu, miten ja milloin, mitä he sanoivat ja mikä sen vuoksi muuttui.",
        "Vilka som har hörts, hur och när, vad de sade och vad som ändrades till följd av det.",
        "Who was heard, how and when, what they said and what changed because of it.",
    ),
    "who": ("Keitä kuultiin", "Vem som hördes", "Who was heard"),
    "how": ("Miten ja milloin", "Hur och när", "How and when"),
    "said": ("Mitä sanottiin", "Vad som sades", "What was said"),
    "changed": ("Mikä muuttui", "Vad som ändrades", "What changed"),
    "no_participation": (
        "Kuulemisia ei ole kirjattu.",
        "Inga höranden har antecknats.",
        "No hearings have been recorded.",
    ),
    "not_recorded": ("Ei kirjattu", "Inte antecknat", "Not recorded"),
    "follow_up": ("Seuranta", "Uppföljning", "Follow-up"),
    "follow_up_description": (
        "Mitä päätöksen jälkeen seurataan, kuka vastaa, mihin mennessä ja mitä on havaittu.",
        "Vad som följs upp efter beslutet, vem som ansvarar, när och vad som har observerats.",
        "What is followed after the decision, who is responsible, by when, and what was observed.",
    ),
    "what": ("Mitä seurataan", "Vad som följs upp", "What is followed"),
    "responsible": ("Vastuutaho", "Ansvarig", "Responsible"),
    "due_on": ("Määräaika", "Senast", "By"),
    "observed": ("Toteutunut", "Utfall", "Observed"),
    "not_observed": ("Ei vielä havaintoja", "Inga iakttagelser ännu", "Nothing observed yet"),
    "no_follow_up": (
        "Seurantaa ei ole suunniteltu.",
        "Ingen uppföljning har planerats.",
        "No follow-up has been planned.",
    ),
    "sources": ("Lähteet", "Källor", "Sources"),
    "no_sources": (
        "Lähteitä ei ole kirjattu.",
        "Inga källor har antecknats.",
        "No sources have been recorded.",
    ),
    "colophon": ("Asiakirjan synty", "Om dokumentet", "About this document"),
    "colophon_description": (
        "Tietue, kysymyssarjat, asiakirjamalli, ohjelma ja sisällön tarkistussumma.",
        "Posten, frågeuppsättningarna, dokumentmallen, programmet och innehållets kontrollsumma.",
        "Record, question sets, template, program and checksum of the contents.",
    ),
    "colophon_item": ("Tieto", "Uppgift", "Item"),
    "record": ("Tietue", "Post", "Record"),
    "question_sets": ("Kysymyssarjat", "Frågeuppsättningar", "Question sets"),
    "template": ("Asiakirjamalli", "Dokumentmall", "Template"),
    "generator": ("Ohjelma", "Program", "Program"),
    "checksum": ("Tarkistussumma (SHA-256)", "Kontrollsumma (SHA-256)", "Checksum (SHA-256)"),
}  # fmt: skip

_AGENDA = {
    "agenda_preparer": ("Valmistelija", "Beredare", "Preparer"),
    "agenda_description": ("Kuvaus", "Beskrivning", "Description"),
    "agenda_effects": ("Vaikutusten ennakkoarviointi", "Förhandsbedömning av konsekvenserna",
                       "Ex-ante impact assessment"),
    "agenda_attached": (
        "Vaikutusten ennakkoarviointi on asian liitteenä",
        "Förhandsbedömningen av konsekvenserna finns som bilaga till ärendet",
        "The ex-ante impact assessment is attached to this item",
    ),
    "agenda_none": (
        "Asiasta ei ole tehty vaikutusten ennakkoarviointia.",
        "Någon förhandsbedömning av konsekvenserna har inte gjorts.",
        "No ex-ante impact assessment has been made of this item.",
    ),
    "agenda_proposal": ("Päätösehdotus", "Beslutsförslag", "Draft decision"),
    "agenda_blank": (
        "Päätösehdotus kirjoitetaan tähän.",
        "Beslutsförslaget skrivs här.",
        "The draft decision is written here.",
    ),
    "no_description": (
        "Kuvausta ei ole kirjoitettu.",
        "Ingen beskrivning har skrivits.",
        "No description has been written.",
    ),
}  # fmt: skip

_ALL = _COVER | _FRONT | _BACKGROUND | _REASONS | _ASSESSMENT | _FOLLOWING | _AGENDA


def words(language: str) -> Mapping[str, str]:
    """Return the words of a language (fi, sv or en) by key."""
    position = _ORDER.index(language)
    return MappingProxyType({key: versions[position] for key, versions in _ALL.items()})

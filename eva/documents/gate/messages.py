"""Why a file isn't taken, each reason with a sentence that says how to mend it."""

from __future__ import annotations

from typing import Literal

Reason = Literal[
    "empty",
    "too_large",
    "not_docx",
    "old_doc",
    "rtf",
    "pdf",
    "odt",
    "encrypted",
    "broken_zip",
    "too_many_parts",
    "duplicate_parts",
    "path",
    "part_kind",
    "part_too_large",
    "uncompressed_size",
    "compression_ratio",
    "not_word",
    "template_file",
    "strict_format",
    "macro",
    "active_content",
    "signed",
    "dtd",
    "encoding",
    "malformed_xml",
    "too_deep",
    "too_many_elements",
    "external_relationship",
    "attached_template",
    "dangling_relationship",
    "field",
]
"""The closed set of reasons."""

_SAVE_AGAIN = "Avaa se Wordissa, tallenna uudelleen .docx-muotoon ja lataa tallennettu tiedosto."

MESSAGES: dict[str, str] = {
    "empty": "Tiedosto on tyhjä. Tarkista, että valitsit oikean tiedoston.",
    "too_large": (
        "Tiedosto on suurempi kuin 10 Mt. Pienennä kuvat Wordissa (Kuvan muotoilu > Pakkaa kuvat) "
        "ja lataa uudelleen."
    ),
    "not_docx": "Tiedosto ei ole Word-tiedosto. Tallenna asiakohta .docx-muotoon ja lataa se.",
    "old_doc": (
        "Tiedosto on vanhaa .doc-muotoa. Tallenna se Wordissa .docx-muotoon ja lataa uudelleen."
    ),
    "rtf": "Tiedosto on RTF-muotoa. Tallenna se Wordissa .docx-muotoon ja lataa uudelleen.",
    "pdf": "Tiedosto on PDF. Lataa asiakohdan alkuperäinen Word-tiedosto (.docx).",
    "odt": "Tiedosto on OpenDocument-muotoa. Tallenna se .docx-muotoon ja lataa uudelleen.",
    "encrypted": (
        "Tiedosto on suojattu salasanalla. Poista salasana Wordissa "
        "(Tiedosto > Tiedot > Suojaa asiakirja) ja lataa uudelleen."
    ),
    "broken_zip": f"Tiedosto on vioittunut. {_SAVE_AGAIN}",
    "too_many_parts": f"Tiedostossa on yli 2 000 osaa, eikä sitä voi käsitellä. {_SAVE_AGAIN}",
    "duplicate_parts": f"Tiedostossa on sama osa kahteen kertaan. {_SAVE_AGAIN}",
    "path": f"Tiedoston osan nimi on virheellinen. {_SAVE_AGAIN}",
    "part_kind": (
        "Tiedostossa on osa, jollaista asiakohdassa ei voi olla (esimerkiksi video tai "
        "3D-malli). Poista se tai vaihda se kuvaan ja lataa uudelleen."
    ),
    "part_too_large": (
        "Tiedoston yksi osa on purettuna suurempi kuin 30 Mt. Pienennä suurinta kuvaa Wordissa "
        "ja lataa uudelleen."
    ),
    "uncompressed_size": (
        "Tiedosto on purettuna suurempi kuin 100 Mt. Pienennä kuvat Wordissa ja lataa uudelleen."
    ),
    "compression_ratio": (
        "Tiedosto on pakattu poikkeuksellisen tiiviisti, eikä sitä voi avata turvallisesti. "
        f"{_SAVE_AGAIN}"
    ),
    "not_word": (
        "Tiedosto ei ole Word-asiakirja, vaikka sen rakenne muistuttaa sitä. "
        "Tallenna asiakohta Wordissa .docx-muotoon ja lataa se."
    ),
    "template_file": (
        "Tiedosto on asiakirjamalli (.dotx). Tallenna se Word-asiakirjana (.docx) ja lataa "
        "uudelleen."
    ),
    "strict_format": (
        "Tiedosto on Strict Open XML -muotoa. Valitse Wordissa Tallenna nimellä > "
        "Word-asiakirja (.docx) ja lataa uudelleen."
    ),
    "macro": (
        "Tiedostossa on makroja. Tallenna se makrottomana Word-asiakirjana (.docx) ja lataa "
        "uudelleen."
    ),
    "active_content": (
        "Tiedostossa on upotettu ohjelma tai toinen tiedosto (OLE-objekti, ActiveX, apuohjelma). "
        "Poista se tai liitä se kuvana ja lataa uudelleen."
    ),
    "signed": (
        "Tiedosto on allekirjoitettu sähköisesti, eikä siihen voi lisätä mitään rikkomatta "
        "allekirjoitusta. Lataa allekirjoittamaton tiedosto."
    ),
    "dtd": f"Tiedoston XML-osassa on kielletty dokumenttityypin määrittely (DTD). {_SAVE_AGAIN}",
    "encoding": f"Tiedoston XML-osan merkistöä ei tunneta. {_SAVE_AGAIN}",
    "malformed_xml": f"Tiedoston sisältö on vioittunut. {_SAVE_AGAIN}",
    "too_deep": (
        "Tiedostossa on liian monta sisäkkäistä taulukkoa tai muuta rakennetta. "
        "Yksinkertaista rakennetta ja lataa uudelleen."
    ),
    "too_many_elements": (
        "Tiedosto on liian pitkä käsiteltäväksi. Jaa se useampaan tiedostoon ja lataa se, johon "
        "arviointi liitetään."
    ),
    "external_relationship": (
        "Tiedosto hakee sisältöä tai linkittää muualle kuin verkkosivulle (esimerkiksi "
        "verkkolevylle). Upota kuva tiedostoon tai poista linkki ja lataa uudelleen."
    ),
    "attached_template": (
        "Tiedosto on kytketty verkossa olevaan asiakirjamalliin. Irrota malli Wordissa "
        "(Kehitystyökalut > Asiakirjamalli > Normal.dotm) ja lataa uudelleen."
    ),
    "dangling_relationship": f"Tiedosto viittaa osaan, jota siinä ei ole. {_SAVE_AGAIN}",
    "field": (
        "Tiedostossa on kenttä, joka hakee tietoa muualta tai käynnistää jotain. Muuta kenttä "
        "tekstiksi Wordissa (Ctrl+Shift+F9) ja lataa uudelleen."
    ),
}

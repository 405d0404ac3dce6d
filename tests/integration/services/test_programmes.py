"""Catalogues of programmes in and out; old assessments keep their measures."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eva.domain.errors import CatalogueRefused
from eva.models import Indicator, MeasureLink, Programme, ProgrammeItem
from eva.queries import programmes as queries
from eva.services import programmes
from tests import make
from tests.conftest import CATALOGUE

TERM = "2018-2021"


def without_nothing(value: Any) -> Any:
    """Leave out what says nothing, so that a file and an export can be compared."""
    if isinstance(value, list):
        return [without_nothing(item) for item in value]
    if isinstance(value, dict):
        told = {key: without_nothing(item) for key, item in value.items()}
        return {key: item for key, item in told.items() if item not in (None, "", [])}
    return value


def in_file() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))
    return content


def test_the_export_says_what_the_file_says(session: Session) -> None:
    told, exported = without_nothing(in_file()), without_nothing(queries.export(session, TERM))
    for key in set(told) - set(exported):
        del told[key]  # what the file says of itself, such as its source
    assert exported == told


def counts(session: Session) -> list[int | None]:
    return [
        session.scalar(select(func.count(kind.id)))
        for kind in (Programme, ProgrammeItem, Indicator)
    ]


def test_taking_the_export_in_changes_nothing(session: Session, tmp_path: Path) -> None:
    before, there = counts(session), queries.export(session, TERM)
    ids = dict(session.execute(select(ProgrammeItem.code, ProgrammeItem.id)).all())
    file = tmp_path / "ohjelmat.json"
    file.write_text(programmes.to_json(there), encoding="utf-8")
    programmes.import_(session, make.OPERATOR, programmes.read(file))
    session.expire_all()
    assert queries.export(session, TERM) == there
    assert counts(session) == before
    assert dict(session.execute(select(ProgrammeItem.code, ProgrammeItem.id)).all()) == ids


def test_a_new_term_stands_beside_the_old_and_old_links_stay(session: Session) -> None:
    make.imported(session, "06")
    links = session.scalars(select(MeasureLink.item_id)).all()
    newer = queries.export(session, TERM) | {"term": "2022-2025"}
    newer["programmes"] = newer["programmes"][:1]
    programmes.import_(session, make.OPERATOR, newer)
    assert queries.terms(session) == ["2022-2025", TERM]
    assert session.scalars(select(MeasureLink.item_id)).all() == links


def test_an_item_that_a_new_catalogue_lacks_stays_while_it_is_linked(session: Session) -> None:
    make.imported(session, "06")
    linked = session.scalars(select(MeasureLink.item_id)).all()
    told = queries.export(session, TERM)
    told["programmes"][0]["focus_areas"] = told["programmes"][0]["focus_areas"][:1]
    programmes.import_(session, make.OPERATOR, told)
    there = session.scalars(select(ProgrammeItem.id).where(ProgrammeItem.id.in_(linked))).all()
    assert set(there) == set(linked)


BAD = [
    ("ei ole", "avain–arvo"),
    ("term: [", "YAMLia"),
    ("term: '2018-2021'\nterm: '2018-2021'\n", "kahdesti"),
    ('{"term": "2018-2021", "programmes": [{"code": 1}]}', "ohjelmat"),
    ('{"programmes": []}', "'term' puuttuu"),
    ('{"term": NaN}', "ei ole luku"),
    ("!!python/object/apply:os.system ['true']", "YAMLia"),
]


@pytest.mark.parametrize(("text", "said"), BAD)
def test_a_bad_catalogue_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "ohjelmat.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueRefused, match=said):
        programmes.read(file)


def test_the_search_finds_a_part_of_a_compound(session: Session) -> None:
    found = queries.search(queries.tree(session, TERM), "koulu")
    assert any("Lähikouluperiaate" in f"{item.title} {item.summary}" for item, _ in found)


def test_the_search_finds_a_code_and_what_is_under_it(session: Session) -> None:
    found = [item.code for item, _ in queries.search(queries.tree(session, TERM), "2.1")]
    assert "2.1" in found
    assert all(code == "2.1" or code.startswith("2.1.") for code in found)


def test_the_search_for_nothing_there_finds_nothing(session: Session) -> None:
    assert queries.search(queries.tree(session, TERM), "xyzzy") == []


def test_the_export_is_json_with_finnish_letters(session: Session) -> None:
    text = programmes.to_json(queries.export(session, TERM))
    assert json.loads(text)["term"] == TERM
    assert "ä" in text

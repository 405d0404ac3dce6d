"""Publishing question sets: into the database once, and never changed after."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy.orm import Session

from eva.domain.errors import QuestionSetRefused
from eva.domain.permissions import Actor
from eva.domain.sentence import Sentence
from eva.models import QuestionSetVersion
from eva.queries import question_sets
from eva.services import audit_trail, files


def publish(session: Session, actor: Actor, file: Path) -> tuple[QuestionSetVersion, bool]:
    """Publish the file's version; return it and whether it is new.

    Publishing the same content again changes nothing.

    Raises:
        QuestionSetRefused: the file isn't a question set, its name says another kind or version,
            or a version of that name is published with other content.
    """
    where = f"{file.parent.name}/{file.name}"
    try:
        content = files.read_mapping(file)
    except ValueError as error:
        raise QuestionSetRefused(files.in_file(where, error.args[0])) from error
    fault = files.fault_of(content, "forms", "question_set.schema.json")
    if fault:
        raise QuestionSetRefused(files.in_file(where, fault))
    kind, number = str(content["kind"]), str(content["version"])
    if (kind, number) != (file.parent.name, file.stem):
        said = Sentence("tiedoston nimi ja sisältö (%(name)s) eroavat", name=f"{kind}/{number}")
        raise QuestionSetRefused(files.in_file(where, said))
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    there = question_sets.find(session, f"{kind}/{number}")
    if there is not None:
        if there.sha256 != sha256:
            said = Sentence(
                "versio on jo julkaistu toisella sisällöllä; anna muutokselle uusi numero"
            )
            raise QuestionSetRefused(files.in_file(where, said))
        return there, False
    version = QuestionSetVersion(kind=kind, number=number, content=text, sha256=sha256)
    session.add(version)
    audit_trail.record(
        session,
        actor,
        "question_set:published",
        "question_set_version",
        None,
        name=version.name,
        sha256=sha256,
    )
    return version, True


def shipped_files(folders: Iterable[Path]) -> list[Path]:
    """Return the question sets' files in the folders, the installation's own in front."""
    return sorted(file for folder in folders for file in folder.glob("*/*.yaml"))

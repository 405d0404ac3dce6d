"""The effects' matrix: many directions at once; rows sub-questions, columns alternatives."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eva import words
from eva.database import get_session
from eva.domain.assessment import Direction, sign
from eva.i18n import text_of
from eva.models import Draft
from eva.services import drafts
from eva.services import effects as services
from eva.services.effects import Cell
from eva.web import keeping, record
from eva.web.context import language, say
from eva.web.form_keys import new_key
from eva.web.keeping import saving
from eva.web.person import me

bp = Blueprint("matrix", __name__, url_prefix="/decisions/<int:decision_id>/assessment/matrix")


@dataclass(frozen=True)
class MatrixCell:
    """A cell on the page."""

    name: str
    label: str
    value: str
    count: int
    """How many effects it stands for; more than one is changed on their own pages."""
    url: str
    """Where its effect is written, "" for none."""


def _name(perspective: str, question: str, alternative_id: int) -> str:
    return f"c.{perspective}.{question}.{alternative_id}"


@dataclass(frozen=True)
class Kept:
    """What the page's form needs so that a draft of it can be kept."""

    form_key: str
    draft: Draft | None = None
    other_drafts: Sequence[Draft] = ()


def _rows(page: record.Record, typed: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the rows by perspective, each cell as it is or as the person's draft has it."""
    there: dict[str, list[Any]] = {}
    for effect in page.assessment.effects:
        key = _name(effect.perspective, effect.question or "", effect.alternative_id)
        there.setdefault(key, []).append(effect)
    groups = []
    for perspective in page.questions.perspectives:
        rows = []
        for question in perspective.questions:
            label = text_of(question.label, language())
            cells = [
                _cell(page, there, typed, (perspective.code, question.code), label, alternative)
                for alternative in page.assessment.alternatives
            ]
            rows.append(
                {"label": label, "hint": text_of(question.text, language()), "cells": cells}
            )
        groups.append(
            {
                "title": text_of(perspective.title, language()),
                "rows": rows,
                "code": perspective.code,
            }
        )
    return groups


def _cell(
    page: record.Record,
    there: dict[str, list[Any]],
    typed: Mapping[str, str],
    place: tuple[str, str],
    label: str,
    alternative: Any,
) -> MatrixCell:
    name = _name(*place, alternative.id)
    found = there.get(name, [])
    url = ""
    if found:
        url = url_for("effects.edit", decision_id=page.decision.id, effect_id=found[0].id)
    value = typed.get(name, found[0].direction if len(found) == 1 else "")
    return MatrixCell(name, f"{label}, {alternative.code}", value, len(found), url)


@bp.get("")
def edit(decision_id: int) -> ResponseReturnValue:
    """Show the matrix."""
    page = record.load_with_effects()
    options = [
        (item.value, sign(item), say(words.DIRECTION[item]))
        for item in (
            Direction.POSITIVE,
            Direction.NEGATIVE,
            Direction.BOTH,
            Direction.NEUTRAL,
            Direction.UNKNOWN,
        )
    ]
    form = Kept(new_key())
    kept = drafts.at_place(get_session(), me().id, request.path)
    if kept:
        form = Kept(new_key(), kept[0], kept[1:])
    groups = _rows(page, dict(keeping.fields_of(kept[0])) if kept else {})
    seen = keeping.fields_of(kept[0]).get("seen", "{}") if kept else _shown(groups)
    return render_template(
        "matrix/edit.html", page=page, groups=groups, options=options, seen=seen, form=form
    )


def _shown(groups: list[dict[str, Any]]) -> str:
    """Return the directions on the page as JSON, so that it can be told which were changed."""
    cells = [cell for group in groups for row in group["rows"] for cell in row["cells"]]
    return json.dumps({cell.name: cell.value for cell in cells if cell.value})


def _seen() -> dict[str, Any]:
    """Return the directions that the page showed; nothing if the field isn't what was sent."""
    try:
        seen = json.loads(request.form.get("seen", "{}")[:100_000])
    except (ValueError, RecursionError):
        return {}
    return seen if isinstance(seen, dict) else {}


@bp.post("")
def fill(decision_id: int) -> ResponseReturnValue:
    """Keep the directions that were chosen."""
    page = record.load_with_effects()
    cells, seen = [], _seen()
    for perspective in page.questions.perspectives:
        for question in perspective.questions:
            for alternative in page.assessment.alternatives:
                name = _name(perspective.code, question.code, alternative.id)
                value, shown = request.form.get(name), str(seen.get(name, ""))
                is_known = value == "" or value in tuple(Direction)
                if value is not None and is_known and value != shown:
                    cells.append(
                        Cell(perspective.code, question.code, alternative.id, value, shown)
                    )
    target = url_for("effects.index", decision_id=decision_id)
    with saving(target) as session:
        filled = services.fill(session, me(), decision_id, cells)
    flash(say("Tallennettu, muutoksia %(count)s.", count=filled.changed), "success")
    if filled.conflicts:
        flash(
            say(
                "Joku muu oli muuttanut %(count)s kohdan samaan aikaan. Se jätettiin ennalleen:"
                " tarkista se taulukosta."
                if filled.conflicts == 1
                else "Joku muu oli muuttanut %(count)s kohtaa samaan aikaan. Ne jätettiin"
                " ennalleen: tarkista ne taulukosta.",
                count=filled.conflicts,
            ),
            "warning",
        )
    return redirect(target, 303)

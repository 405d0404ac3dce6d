"""The effects of a report: compared, told one by one, by population group, the main ones first."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal as Amount
from typing import Any

from eva import words
from eva.domain.assessment import combined, sign
from eva.domain.question_set import AssessmentSet
from eva.domain.text import paragraphs
from eva.i18n import format_euros, text_of, translate
from eva.words import word

Report = dict[str, Any]
_MOST_HIGHLIGHTS = 8
_WEIGHT = {"large": 0, "moderate": 1, "small": 2, None: 3}


class EffectWriter:
    """Writes what is printed of the effects of one case, in one language."""

    def __init__(
        self, assessment: Mapping[str, Any], questions: AssessmentSet | None, language: str
    ) -> None:
        """Take the assessment of a case file and the question set that it answers."""
        self.effects: Sequence[Mapping[str, Any]] = assessment.get("effects", [])
        self.alternatives: Sequence[Mapping[str, Any]] = assessment.get("alternatives", [])
        self.questions = questions
        self.language = language

    def _word(self, kind: Mapping[str, str], code: str | None) -> str:
        return word(kind, code, self.language)

    def _label(self, effect: Mapping[str, Any]) -> str:
        perspective, code = effect["perspective"], effect.get("question")
        questions = self.questions
        question = questions.question(perspective, code) if questions else None
        if question:
            return text_of(question.label, self.language)
        return code or self._perspective_title(perspective)

    def _perspective_title(self, code: str) -> str:
        found = self.questions.perspective(code) if self.questions else None
        return text_of(found.title, self.language) if found else code

    def _perspective_codes(self) -> list[str]:
        told = unique(item["perspective"] for item in self.effects)
        known = (
            [item.code for item in self.questions.perspectives] if told and self.questions else []
        )
        return [code for code in known if code in told] + [
            code for code in told if code not in known
        ]

    def _ordered_rows(self) -> list[tuple[str, str | None]]:
        """Return perspective and sub-question of each row, in the order of the question set."""
        rows: list[tuple[str, str | None]] = []
        for code in self._perspective_codes():
            found = self.questions.perspective(code) if self.questions else None
            order = [item.code for item in found.questions] if found else []
            told = unique(
                item.get("question") for item in self.effects if item["perspective"] == code
            )
            known = [question for question in order if question in told]
            rows += [(code, question) for question in known]
            rows += [(code, question) for question in told if question not in known]
        return rows

    def comparison(self) -> Report:
        """Return the comparison: rows are sub-questions, columns alternatives."""
        columns = self.alternatives
        rows: list[Report] = []
        earlier = None
        for perspective, question in self._ordered_rows():
            found = [
                item
                for item in self.effects
                if item["perspective"] == perspective and item.get("question") == question
            ]
            rows.append(
                {
                    "perspective": self._perspective_title(perspective),
                    "starts_perspective": perspective != earlier,
                    "label": self._label(found[0]),
                    "cells": [self._cell(found, column["code"]) for column in columns],
                }
            )
            earlier = perspective
        return {
            "columns": [
                {
                    "code": item["code"],
                    "title": item["title"],
                    "is_proposed": bool(item.get("proposed")),
                }
                for item in columns
            ],
            "rows": rows,
        }

    def _cell(self, effects: Sequence[Mapping[str, Any]], code: str) -> Report:
        found = [item for item in effects if item["alternative"] == code]
        direction = combined(item["direction"] for item in found)
        large = any(item.get("significance") == "large" for item in found)
        return {
            "sign": "–" if direction == "none" else sign(direction, "large" if large else None),
            "word": self._word(words.DIRECTION, direction),
            "direction": direction,
        }

    def perspectives(self) -> list[Report]:
        """Return the effects in detail, perspective by perspective."""
        order = self._ordered_rows()
        result = []
        for code in self._perspective_codes():
            found = [item for item in self.effects if item["perspective"] == code]
            found.sort(key=lambda item: order.index((item["perspective"], item.get("question"))))
            result.append(
                {
                    "title": self._perspective_title(code),
                    "effects": [self._effect(item) for item in found],
                }
            )
        return result

    def _effect(self, item: Mapping[str, Any]) -> Report:
        horizons = [self._word(words.HORIZON, code) for code in item.get("horizons", [])]
        euros_per_year = item.get("amount_eur_per_year")
        per_year = translate(self.language, "/v")
        euros = format_euros(amount(euros_per_year), self.language, plus=True)
        return {
            "label": self._label(item),
            "alternative": item["alternative"],
            "sign": sign(item["direction"], item.get("significance")),
            "word": self._word(words.DIRECTION, item["direction"]),
            "significance": self._word(words.SIGNIFICANCE, item.get("significance")),
            "horizons": _sentence(horizons),
            "certainty": self._word(words.CERTAINTY, item.get("certainty")),
            "groups": ", ".join(self._group(code) for code in item.get("groups", [])),
            "areas": ", ".join(item.get("areas", [])),
            "amount": euros + per_year if euros else "",
            "description": paragraphs(item["description"]),
            "mitigation": paragraphs(item.get("mitigation")),
            "sources": list(item.get("sources", [])),
            "is_secret": bool(item.get("secret")),
            "secrecy_basis": item.get("secrecy_basis", "") if item.get("secret") else "",
        }

    def _group(self, code: str) -> str:
        groups = self.questions.groups if self.questions else {}
        return text_of(groups[code], self.language) if code in groups else code

    def groups(self) -> Report:
        """Return the population groups that the effects hit (612/2021 6 §)."""
        codes = unique(code for item in self.effects for code in item.get("groups", []))
        known = list(self.questions.groups) if self.questions else []
        codes.sort(key=lambda code: known.index(code) if code in known else len(known))
        return {
            "groups_hit": ", ".join(self._group(code) for code in codes),
            "population_groups": [self._group_row(code) for code in codes],
        }

    def _group_row(self, code: str) -> Report:
        hits = [
            {
                "alternative": item["alternative"],
                "label": self._label(item),
                "sign": sign(item["direction"], item.get("significance")),
                "word": self._word(words.DIRECTION, item["direction"]),
            }
            for item in self.effects
            if code in item.get("groups", [])
        ]
        line = "; ".join(
            f"{hit['alternative']} {hit['label']} {hit['sign']} {hit['word'].lower()}"
            for hit in hits
        )
        title = self._group(code)
        return {"title": title[:1].upper() + title[1:], "effects": hits, "line": line}

    def highlights(self) -> list[Report]:
        """Return the main effects of what is proposed, the most significant first."""
        proposed = {item["code"] for item in self.alternatives if item.get("proposed")}
        found = [
            item
            for item in self.effects
            if (not proposed or item["alternative"] in proposed) and item["direction"] != "neutral"
        ]
        found.sort(key=lambda item: _WEIGHT[item.get("significance")])
        return [
            {
                "sign": sign(item["direction"], item.get("significance")),
                "word": self._word(words.DIRECTION, item["direction"]),
                "strength": item.get("significance", ""),
                "perspective": self._perspective_title(item["perspective"]),
                "label": self._label(item),
                "alternative": item["alternative"],
                "groups": ", ".join(self._group(code) for code in item.get("groups", [])),
            }
            for item in found[:_MOST_HIGHLIGHTS]
        ]


def amount(number: int | float | None) -> Amount | None:
    """Return a number of a case file as an exact amount."""
    return None if number is None else Amount(str(number))


def unique(items: Iterable[Any]) -> list[Any]:
    """Return the items without repeats, in the order they came."""
    return list(dict.fromkeys(items))


def _sentence(parts: Sequence[str]) -> str:
    """Return the words as one list in running text: the first as it is, the rest in lower case."""
    return ", ".join(part if place == 0 else part.lower() for place, part in enumerate(parts))

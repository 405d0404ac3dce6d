"""All that a Word template may print, as plain data in the language of the document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from eva import words
from eva.domain.assessment import needs_single_reason, sign
from eva.domain.question_set import AssessmentSet, ScreeningSet
from eva.domain.text import paragraphs
from eva.i18n import format_date, format_euros, local_day, text_of, translate
from eva.models import Decision
from eva.queries import cases, question_sets
from eva.queries.effect_report import EffectWriter, amount, unique
from eva.words import word

Report = dict[str, Any]


@dataclass(frozen=True)
class Issue:
    """What isn't in the record but is printed: of this document and of this installation."""

    municipality: str
    number: int
    issued_on: date
    is_draft: bool
    is_secret: bool
    language: str
    template: str
    generator: str
    attachment: str = ""


@dataclass(frozen=True)
class Sources:
    """What the words of a report come from."""

    screening: ScreeningSet | None
    assessment: AssessmentSet | None
    items: Mapping[tuple[str, str], tuple[str, str]]
    """Council term and code of an item -> its title and its programme's."""


def load(session: Session, decision: Decision, issue: Issue) -> tuple[Report, cases.Case]:
    """Return the report of a record loaded by `decisions.load_record`, and the case it shows.

    The public variant's case and report hold nothing of the secret effects but their number.
    """
    case = cases.export(decision)
    omitted = 0
    if not issue.is_secret:
        case, omitted = cases.without_secret(case)
    sources = _sources(session, decision)
    screening = decision.screening
    extra = {
        "screened_on": format_date(local_day(screening.screened_at), issue.language)
        if screening
        else "",
        "rule": screening.rule if screening else "",
        "proposed_depth": screening.proposed_depth if screening else "",
        "no_links_reason": decision.assessment.no_links_reason if decision.assessment else None,
        "revision": decision.revision,
        "omitted": omitted,
    }
    return _Writer(case, issue, sources, extra).report(), case


def _sources(session: Session, decision: Decision) -> Sources:
    screening, assessment = decision.screening, decision.assessment
    links = assessment.measure_links if assessment else []
    return Sources(
        question_sets.screening_set(
            screening.question_set_version
            if screening
            else question_sets.newest(session, "screening")
        ),
        question_sets.assessment_set(assessment.question_set_version) if assessment else None,
        {
            (link.item.term, link.item.code): (link.item.title, link.item.programme.title)
            for link in links
        },
    )


class _Writer:
    """Writes the report of one case in one language, part by part."""

    def __init__(
        self, case: cases.Case, issue: Issue, sources: Sources, extra: Mapping[str, Any]
    ) -> None:
        self.case = case
        self.issue = issue
        self.sources = sources
        self.extra = extra
        self.language = issue.language
        depth = case.get("screening", {}).get("depth")
        hidden = depth in (None, "none")
        self.assessment: Mapping[str, Any] = {} if hidden else case.get("assessment", {})
        self.effects = EffectWriter(self.assessment, sources.assessment, self.language)

    def report(self) -> Report:
        return {
            **self._cover(),
            "screening": self._screening(),
            "has_assessment": bool(self.assessment),
            "present_state": paragraphs(self.assessment.get("present_state")),
            "objective": paragraphs(self.assessment.get("objective")),
            "summary": paragraphs(self.assessment.get("summary")),
            **self._alternatives(),
            "comparison": self.effects.comparison(),
            "perspectives": self.effects.perspectives(),
            **self.effects.groups(),
            **self._links(),
            **self._hearing(),
            "sources": unique(
                source for item in self.effects.effects for source in item.get("sources", [])
            ),
            "highlights": self.effects.highlights(),
            "colophon": self._colophon(),
        }

    def _word(self, kind: Mapping[str, str], code: str | None) -> str:
        return word(kind, code, self.language)

    def _cover(self) -> Report:
        told, issue = self.case["decision"], self.issue
        kind = (
            self.sources.screening.types[told["decision_type"]] if self.sources.screening else None
        )
        cost = told.get("cost_eur")
        secret = [item for item in self.effects.effects if item.get("secret")]
        return {
            "language": self.language,
            "is_draft": issue.is_draft,
            "is_public": not issue.is_secret,
            "omitted_secret": self.extra["omitted"],
            "contains_secret": bool(secret),
            "municipality": issue.municipality,
            "title": told["title"],
            "register_number": told["register_number"],
            "decision_type": text_of(kind.title, self.language) if kind else "",
            "cost": format_euros(amount(cost), self.language),
            "parent_register_number": told.get("parent_register_number", ""),
            "preparer_title": told.get("preparer_title", ""),
            "presenter_title": told.get("presenter_title", ""),
            "agenda_items": [self._agenda_item(item) for item in told.get("agenda_items", [])],
            "version": str(issue.number),
            "issued_on": format_date(issue.issued_on, self.language),
            "publicity": self._publicity(secret),
            "attachment": issue.attachment,
            "description": paragraphs(told.get("description")),
        }

    def _publicity(self, secret: Sequence[Mapping[str, Any]]) -> str:
        if not secret:
            return translate(self.language, "Julkinen")
        bases = unique(item.get("secrecy_basis", "") for item in secret)
        secrecy = translate(self.language, "Salassa pidettävä")
        return f"{secrecy} ({', '.join(basis for basis in bases if basis)})"

    def _agenda_item(self, item: Mapping[str, Any]) -> Report:
        day = format_date(date.fromisoformat(item["meeting_on"]), self.language)
        section = item.get("section", "")
        line = f"{item['body']} {day}" + (f" § {section}" if section else "")
        return {"body": item["body"], "meeting_on": day, "section": section, "line": line}

    def _screening(self) -> Report:
        told = self.case.get("screening", {})
        questions = self.sources.screening
        depth = told.get("depth", "")
        rule = self.extra["rule"]
        kind = questions.types[self.case["decision"]["decision_type"]] if questions else None
        exclusion = questions.exclusions.get(told.get("reason_code", "")) if questions else None
        rule_text = text_of(questions.rules[rule], self.language) if questions and rule else ""
        return {
            "is_done": bool(told),
            "depth": depth,
            "depth_word": self._word(words.DEPTH, depth),
            "rule": rule_text.replace("{type}", text_of(kind.title, self.language) if kind else ""),
            "reason_code": text_of(exclusion.title, self.language) if exclusion else "",
            "reason": paragraphs(told.get("reason")),
            "refers_to": paragraphs(told.get("refers_to")),
            "overruled": self._overruled(depth),
            "answers": [
                self._answer(code, answer)
                for code, answer in told.get("answers", {}).items()
                if self._is_asked(code)
            ],
            "question_set": told.get("question_set", ""),
            "screened_on": self.extra["screened_on"],
        }

    def _overruled(self, depth: str) -> str:
        proposed = self.extra["proposed_depth"]
        if not depth or not proposed or depth == proposed:
            return ""
        by_rule = translate(self.language, "säännön mukaan tulos olisi ollut")
        return f"{by_rule} {self._word(words.DEPTH, proposed).lower()}"

    def _is_asked(self, code: str) -> bool:
        """Tell whether the type is asked the question: an answer to another one is hidden."""
        questions = self.sources.screening
        if questions is None or questions.question(code) is None:
            return True
        asked = questions.asked_of(self.case["decision"]["decision_type"])
        return any(item.code == code for item in asked)

    def _answer(self, code: str, answer: Any) -> Report:
        question = self.sources.screening.question(code) if self.sources.screening else None
        known = isinstance(answer, str) and answer in words.ANSWER
        shown = answer if isinstance(answer, list) else [answer]
        return {
            "question": text_of(question.text, self.language) if question else code,
            "answer": self._word(words.ANSWER, answer) if known else ", ".join(map(str, shown)),
        }

    def _alternatives(self) -> Report:
        told = self.assessment.get("alternatives", [])
        proposed = [item for item in told if item.get("proposed")]
        needed = needs_single_reason(item["code"] for item in told)
        reason = self.assessment.get("single_alternative_reason") if needed else None
        return {
            "alternatives": [
                {
                    "code": item["code"],
                    "title": item["title"],
                    "description": paragraphs(item.get("description")),
                    "is_proposed": bool(item.get("proposed")),
                    "is_zero": item["code"] == "VE0",
                }
                for item in told
            ],
            "proposed": "; ".join(f"{item['code']} {item['title']}" for item in proposed),
            "single_alternative_reason": paragraphs(reason),
        }

    def _links(self) -> Report:
        links = [self._link(item) for item in self.assessment.get("measure_links", [])]
        return {
            "links": links,
            "no_links_reason": paragraphs(None if links else self.extra["no_links_reason"]),
            "measures_touched": [
                {key: link[key] for key in ("code", "title", "sign", "word")} for link in links
            ],
        }

    def _link(self, item: Mapping[str, Any]) -> Report:
        code = item["measure"]
        term = item.get("programme_term")
        title, programme = next(
            (
                titles
                for (its_term, its_code), titles in self.sources.items.items()
                if its_code == code and term in (None, its_term)
            ),
            ("", ""),
        )
        return {
            "code": code,
            "title": title,
            "programme": programme,
            "alternative": item.get("alternative", ""),
            "sign": sign(item["direction"]),
            "word": self._word(words.LINK, item["direction"]),
            "reason": paragraphs(item["reason"]),
        }

    def _hearing(self) -> Report:
        checked = self.assessment.get("hearing_duty_checked")
        duty = translate(self.language, "Tarkistettu" if checked else "Ei tarkistettu")
        return {
            "hearing_duty": duty if checked is not None else "",
            "participation": [
                {
                    "who": item["who"],
                    "how": item["how"],
                    "on": self._day(item.get("on")),
                    "said": paragraphs(item.get("said")),
                    "changed": paragraphs(item.get("changed")),
                }
                for item in self.assessment.get("participation", [])
            ],
            "follow_up": [
                {
                    "what": item["what"],
                    "responsible_title": item["responsible_title"],
                    "due_on": self._day(item["due_on"]),
                    "observed": paragraphs(item.get("observed")),
                }
                for item in self.assessment.get("follow_up", [])
            ],
        }

    def _day(self, iso: str | None) -> str:
        return format_date(date.fromisoformat(iso), self.language) if iso else ""

    def _colophon(self) -> Report:
        number = self.case["decision"]["register_number"]
        state = translate(self.language, "tietueen tila")
        names = [
            part["question_set"] for part in (self.case.get("screening"), self.assessment) if part
        ]
        return {
            "record": f"{number}, {state} {self.extra['revision']}",
            "question_sets": ", ".join(names),
            "template": self.issue.template,
            "content_sha256": cases.fingerprint(self.case),
            "generator": self.issue.generator,
        }

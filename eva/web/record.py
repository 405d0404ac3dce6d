"""What the assessment's pages share: the record, its sections, the way through them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import g, url_for
from markupsafe import Markup

from eva.database import get_session
from eva.domain import progress
from eva.domain.errors import NotFound
from eva.domain.question_set import AssessmentSet
from eva.i18n import text_of
from eva.models import Assessment, Decision
from eva.queries import cases, decisions, effects, outline, question_sets
from eva.web import precedents
from eva.web.context import language
from eva.web.question_html import perspectives_html

PAGES = {
    "background": "assessments.background",
    "alternatives": "alternatives.index",
    "effects": "effects.index",
    "links": "links.index",
    "participation": "hearings.participation",
    "follow_up": "hearings.follow_up",
    "summary": "assessments.summary",
}
"""The page of each section."""


@dataclass
class Record:
    """A decision's assessment as the pages of its sections need it."""

    decision: Decision
    assessment: Assessment
    questions: AssessmentSet
    depth: str

    @cached_property
    def told(self) -> dict[str, Any]:
        """The assessment's outline, which its progress is told from; read when it's asked for."""
        return outline.load(get_session(), self.assessment)

    @cached_property
    def sections(self) -> list[progress.SectionState]:
        """Where each section stands."""
        return progress.sections(self.told, self.questions, self.depth)

    def page_of(self, section: str) -> str:
        """Return the address of a section's page."""
        return url_for(PAGES[section], decision_id=self.decision.id)

    def after(self, section: str) -> str:
        """Return the address of the next section that the depth requires, or of the check."""
        codes = [item.code for item in self.questions.sections]
        for item in self.questions.sections[codes.index(section) + 1 :]:
            if self.depth in item.required_in:
                return self.page_of(item.code)
        return url_for("checks.show", decision_id=self.decision.id)

    def steps(self, current: str) -> list[dict[str, Any]]:
        """Return the sections for the column that tells where one is."""
        return [
            {
                "title": text_of(self.questions.section(item.code).title, language()),
                "url": self.page_of(item.code),
                "is_done": item.state == "done",
                "is_current": item.code == current,
            }
            for item in self.sections
            if item.is_required or item.state != "not_begun" or item.code == current
        ]

    @property
    def perspectives_html(self) -> Markup:
        """All that may be asked of an effect."""
        return perspectives_html(self.questions)

    def precedents(self, section: str) -> list[precedents.Shown]:
        """Return earlier decisions of the same type with what they say in the section."""
        return precedents.of_section(self.decision, section)


def load() -> Record:
    """Return the record of the decision in the address; its lists are read when they're asked for.

    Raises:
        NotFound: the decision has no assessment, or its depth is none.
    """
    decision: Decision = g.decision
    screening, assessment = decision.screening, decision.assessment
    if assessment is None or screening is None or screening.depth == "none":
        raise NotFound(decision.id)
    questions = question_sets.assessment_set(assessment.question_set_version)
    return Record(decision, assessment, questions, screening.depth)


def load_with_effects() -> Record:
    """Return the record with its effects, their groups, areas and sources, and its alternatives."""
    page = load()
    effects.load(get_session(), page.assessment)
    return page


def load_whole() -> Record:
    """Return the record with all its parts, to be printed and checked."""
    decision = decisions.load_record(get_session(), g.decision.id)
    page = load()
    page.told = cases.export(decision)["assessment"]
    page.told["no_links_reason"] = page.assessment.no_links_reason
    return page

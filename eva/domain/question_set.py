"""What a question set says: data of the municipality, published once and never changed after."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from eva.domain.errors import NotFound

Texts = Mapping[str, str]
"""One text in all languages: language code (fi, sv, en) -> words."""


@dataclass(frozen=True)
class ScreeningQuestion:
    """A question of the screening, answered yes, no or unknown."""

    code: str
    is_core: bool
    raises_to: str
    """assessment (the type's own depth, narrow at least), narrow, full or reference."""
    label: Texts
    text: Texts
    hint: Texts
    example: Texts
    basis: Texts


@dataclass(frozen=True)
class DecisionType:
    """A type of decision (fi: asiatyyppi) and what the screening asks of it."""

    code: str
    title: Texts
    hint: Texts
    default_depth: str
    helpers: tuple[str, ...]
    reason_code: str


@dataclass(frozen=True)
class Exclusion:
    """A reason for "no assessment needed" (fi: perusteltu syy)."""

    code: str
    title: Texts
    reason: Texts
    """Ready-made words for the record; empty where the person has to write."""


class ScreeningSet:
    """The questions, types, reasons and rules of one version of the screening."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        """Read the content of a published version, as it was checked at publication."""
        self.name = f"{content['kind']}/{content['version']}"
        self.title: Texts = content["title"]
        self.cost_threshold_eur = int(content["cost_threshold_eur"])
        self.questions = tuple(_screening_question(item) for item in content["questions"])
        self.types = {item["code"]: _type(item) for item in content["decision_types"]}
        self.exclusions = {item["code"]: _exclusion(item) for item in content["exclusions"]}
        self.rules: Mapping[str, Texts] = {item["code"]: item["text"] for item in content["rules"]}

    @cached_property
    def core(self) -> tuple[ScreeningQuestion, ...]:
        """The four core questions: wellbeing, environment, business, vitality."""
        return tuple(question for question in self.questions if question.is_core)

    def question(self, code: str) -> ScreeningQuestion | None:
        """Return the question with the code, or None."""
        return next((question for question in self.questions if question.code == code), None)

    def asked_of(self, decision_type: str) -> tuple[ScreeningQuestion, ...]:
        """Return the questions that can matter for the type: the core ones and its helpers."""
        helpers = self.types[decision_type].helpers
        return tuple(item for item in self.questions if item.is_core or item.code in helpers)


@dataclass(frozen=True)
class SubQuestion:
    """A sub-question of a perspective; an effect answers one."""

    code: str
    perspective: str
    label: Texts
    text: Texts
    hint: Texts
    example: Texts
    basis: Texts


@dataclass(frozen=True)
class Perspective:
    """A perspective (fi: näkökulma) with its sub-questions."""

    code: str
    title: Texts
    hint: Texts
    basis: Texts
    questions: tuple[SubQuestion, ...]


@dataclass(frozen=True)
class Section:
    """A section of the assessment and the depths that require it."""

    code: str
    title: Texts
    hint: Texts
    example: Texts
    basis: Texts
    required_in: tuple[str, ...]


@dataclass(frozen=True)
class Prompt:
    """What is asked beside a field of the record that belongs to no perspective."""

    code: str
    text: Texts
    hint: Texts
    example: Texts
    basis: Texts


class AssessmentSet:
    """The sections, perspectives, groups and prompts of one version of the assessment."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        """Read the content of a published version."""
        self.name = f"{content['kind']}/{content['version']}"
        self.title: Texts = content["title"]
        self.sections = tuple(_section(item) for item in content["sections"])
        self.perspectives = tuple(_perspective(item) for item in content["perspectives"])
        self.groups: Mapping[str, Texts] = {
            item["code"]: item["title"] for item in content["population_groups"]
        }
        self.prompts = {item.code: item for item in map(_prompt, _prompts(content["prompts"]))}

    def perspective(self, code: str) -> Perspective | None:
        """Return the perspective with the code, or None."""
        return next((item for item in self.perspectives if item.code == code), None)

    def question(self, perspective: str, code: str | None) -> SubQuestion | None:
        """Return the sub-question of the perspective, or None."""
        found = self.perspective(perspective)
        return (
            next((item for item in found.questions if item.code == code), None) if found else None
        )

    def section(self, code: str) -> Section:
        """Return the section with the code.

        Raises:
            NotFound: the set has no such section.
        """
        for item in self.sections:
            if item.code == code:
                return item
        raise NotFound(code)


@dataclass(frozen=True)
class ViewSet:
    """A view of the same record from one angle: children (LAVA) or business (YRVA)."""

    name: str
    title: Texts
    hint: Texts
    basis: Texts
    groups: tuple[str, ...]
    questions: tuple[SubQuestion, ...]


def view_set(content: Mapping[str, Any]) -> ViewSet:
    """Return the view that a published version describes."""
    return ViewSet(
        f"{content['kind']}/{content['version']}",
        content["title"],
        content.get("hint", {}),
        content.get("basis", {}),
        tuple(content["groups"]),
        tuple(
            SubQuestion(item["code"], item["perspective"], item["text"], item["text"], {}, {}, {})
            for item in content["questions"]
        ),
    )


def _screening_question(item: Mapping[str, Any]) -> ScreeningQuestion:
    return ScreeningQuestion(
        item["code"],
        item["is_core"] == "yes",
        item["raises_to"],
        item["label"],
        item["text"],
        item.get("hint", {}),
        item.get("example", {}),
        item.get("basis", {}),
    )


def _type(item: Mapping[str, Any]) -> DecisionType:
    return DecisionType(
        item["code"],
        item["title"],
        item.get("hint", {}),
        item["default_depth"],
        tuple(item.get("helpers") or ()),
        item.get("reason_code", ""),
    )


def _exclusion(item: Mapping[str, Any]) -> Exclusion:
    return Exclusion(item["code"], item["title"], item.get("reason", {}))


def _section(item: Mapping[str, Any]) -> Section:
    required = tuple(item.get("required_in") or ())
    return Section(
        item["code"],
        item["title"],
        item.get("hint", {}),
        item.get("example", {}),
        item.get("basis", {}),
        required,
    )


def _perspective(item: Mapping[str, Any]) -> Perspective:
    questions = tuple(
        SubQuestion(
            question["code"],
            item["code"],
            question["label"],
            question["text"],
            question.get("hint", {}),
            question.get("example", {}),
            question.get("basis", {}),
        )
        for question in item["questions"]
    )
    return Perspective(
        item["code"], item["title"], item.get("hint", {}), item.get("basis", {}), questions
    )


def _prompts(prompts: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(prompts, Mapping):
        return ({"code": code, **prompt} for code, prompt in prompts.items())
    return iter(prompts)


def _prompt(item: Mapping[str, Any]) -> Prompt:
    return Prompt(
        item["code"],
        item["text"],
        item.get("hint", {}),
        item.get("example", {}),
        item.get("basis", {}),
    )

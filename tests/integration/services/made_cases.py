"""Case files as hypothesis makes them: all fields of the schema, with texts of every kind."""

from typing import Any

from hypothesis import strategies as st

from eva.domain.text import clean_text

FIELDS = st.fixed_dictionaries
MEASURES = ("1.1.1", "1.1.2", "2.1.1", "3.1.1")
TYPES = ("tariff", "service_network", "land_use_plan", "procurement", "claim", "other")
GROUPS = ("children", "older_people", "entrepreneurs", "own_group")


def cleaned(text: str) -> str:
    """Return the text as it's kept, so that it can be compared."""
    return clean_text(text)


SIGNS = st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t")
TEXT = st.text(SIGNS, max_size=80).map(cleaned)
LINE = st.text(SIGNS, min_size=1, max_size=40).map(cleaned).filter(bool)
CODE = st.from_regex(r"[a-z0-9][a-z0-9_.-]{0,20}", fullmatch=True)
DAY = st.dates().map(lambda day: day.isoformat())
CENTS = st.integers(-(10**13), 10**13).map(lambda cents: cents / 100)


def some(strategy: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[list[Any]]:
    """Return lists that hold something; an empty list is the same as none."""
    return st.lists(strategy, min_size=1, max_size=most)


def different(strategy: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[list[Any]]:
    """Return lists whose items differ."""
    return st.lists(strategy, min_size=1, max_size=most, unique=True)


AGENDA_ITEM = FIELDS(
    {"body": LINE, "meeting_on": DAY}, optional={"section": st.text(SIGNS, max_size=8).map(cleaned)}
)
DECISION = FIELDS(
    {"title": LINE, "decision_type": st.sampled_from(TYPES)},
    optional={
        "description": TEXT,
        "cost_eur": CENTS.map(abs),
        "preparer_title": LINE,
        "presenter_title": LINE,
        "parent_register_number": st.just("MliDno-2020-1"),
        "agenda_items": some(AGENDA_ITEM),
    },
)
ANSWER = st.one_of(
    st.sampled_from(["yes", "no", "unknown"]),
    TEXT,
    st.integers(-5, 10**6),
    st.lists(TEXT, max_size=2),
)
SCREENING = FIELDS(
    {
        "question_set": st.just("screening/2026-1"),
        "answers": st.dictionaries(st.sampled_from(["wellbeing", "business", "own"]), ANSWER),
        "depth": st.sampled_from(["none", "narrow", "full", "reference"]),
    },
    optional={
        "reason_code": st.sampled_from(["claim", "other", "assessed_elsewhere"]),
        "reason": TEXT,
        "refers_to": TEXT,
    },
)


def effect(codes: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Return effects of the alternatives."""
    return FIELDS(
        {
            "perspective": st.one_of(st.just("wellbeing"), CODE),
            "alternative": st.sampled_from(codes),
            "direction": st.sampled_from(["positive", "negative", "both", "neutral", "unknown"]),
            "description": TEXT,
        },
        optional={
            "question": st.one_of(st.just("health"), CODE),
            "significance": st.sampled_from(["small", "moderate", "large"]),
            "horizons": different(st.sampled_from(["budget_year", "council_term", "beyond"])),
            "certainty": st.sampled_from(["low", "medium", "high"]),
            "groups": different(st.sampled_from(GROUPS)),
            "areas": different(LINE),
            "mitigation": TEXT,
            "amount_eur_per_year": CENTS,
            "sources": some(LINE),
            "secret": st.booleans(),
            "secrecy_basis": LINE,
        },
    )


def link(codes: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Return links of the decision or of its alternatives."""
    return FIELDS(
        {
            "measure": st.sampled_from(MEASURES),
            "direction": st.sampled_from(["promotes", "hinders", "neutral"]),
            "reason": TEXT,
        },
        optional={"programme_term": st.just("2018-2021"), "alternative": st.sampled_from(codes)},
    )


PARTICIPATION = FIELDS(
    {"who": LINE, "how": LINE}, optional={"on": DAY, "said": TEXT, "changed": TEXT}
)
FOLLOW_UP = FIELDS(
    {"what": LINE, "responsible_title": LINE, "due_on": DAY}, optional={"observed": TEXT}
)


def _assessment(codes: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    alternatives = st.tuples(
        *[
            FIELDS(
                {"code": st.just(code), "title": LINE},
                optional={"description": TEXT, "proposed": st.booleans()},
            )
            for code in codes
        ]
    ).map(list)
    return FIELDS(
        {"question_set": st.just("full/2026-1"), "alternatives": alternatives},
        optional={
            "present_state": TEXT,
            "objective": TEXT,
            "single_alternative_reason": TEXT,
            "effects": some(effect(codes), 4),
            "measure_links": some(link(codes)),
            "participation": some(PARTICIPATION),
            "hearing_duty_checked": st.booleans(),
            "follow_up": some(FOLLOW_UP),
            "summary": TEXT,
        },
    )


CODES = st.lists(
    st.sampled_from(["VE0", "VE1", "VE2", "VE7", "VE00", "VE10"]),
    min_size=1,
    max_size=4,
    unique=True,
)
CASES = FIELDS(
    {
        "format": st.just("eva-case"),
        "format_version": st.just("1.0"),
        "decision": DECISION,
    },
    optional={
        "language": st.sampled_from(["fi", "sv", "en"]),
        "screening": SCREENING,
        "assessment": CODES.flatmap(_assessment),
    },
)

"""Coverage: the parts add up to the whole, and each decision counts once."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eva.domain.coverage import Told, count

TOLD = st.builds(
    Told,
    decision_id=st.integers(1, 10_000),
    body=st.sampled_from(["Kaupunginhallitus", "Lautakunta", "–"]),
    day=st.dates(date(2023, 1, 1), date(2024, 12, 31)),
    depth=st.sampled_from([None, "none", "reference", "narrow", "full"]),
    reason_code=st.sampled_from([None, "claim", "appointment"]),
    is_issued=st.booleans(),
)


@given(st.lists(TOLD, max_size=40))
def test_the_parts_add_up_to_the_whole(told: list[Told]) -> None:
    found = count(told)
    for name in ("registered", "screened", "unscreened", "assessed", "skipped", "issued"):
        assert getattr(found.total, name) == sum(
            getattr(part, name) for part in found.parts.values()
        )
    assert found.total.registered == len(told)
    assert found.total.screened == found.total.assessed + found.total.skipped
    assert found.total.reasons.total() == found.total.skipped


@pytest.mark.parametrize(
    ("month", "quarter"), [(1, 1), (3, 1), (4, 2), (6, 2), (7, 3), (9, 3), (10, 4), (12, 4)]
)
def test_a_day_is_in_its_quarter(month: int, quarter: int) -> None:
    told = Told(1, "Lautakunta", date(2023, month, 28), None, None, False)
    assert told.quarter == f"2023/{quarter}"


def test_a_reason_that_was_not_coded_counts_as_other() -> None:
    told = Told(1, "Lautakunta", date(2023, 1, 1), "none", None, False)
    assert count([told]).total.reasons == {"other": 1}


def test_what_was_not_screened_is_neither_assessed_nor_skipped() -> None:
    figures = count([Told(1, "Lautakunta", date(2023, 1, 1), None, None, False)]).total
    assert (figures.registered, figures.screened, figures.unscreened) == (1, 0, 1)
    assert (figures.assessed, figures.skipped) == (0, 0)

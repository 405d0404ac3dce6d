"""Merging two forms that began from the same one."""

from hypothesis import given
from hypothesis import strategies as st

from eva.domain.merging import merge

texts = st.lists(st.sampled_from(["", "a", "b", "c"]), max_size=2)
forms = st.fixed_dictionaries(dict.fromkeys(("x", "y", "z"), texts))


def test_what_only_one_changed_is_kept_of_both() -> None:
    base = {"x": ["1"], "y": ["1"]}
    merged = merge(base, {"x": ["2"], "y": ["1"]}, {"x": ["1"], "y": ["3"]})
    assert merged.values == {"x": ["2"], "y": ["3"]}
    assert merged.conflicts == ()
    assert merged.taken == ("y",)


def test_what_both_changed_to_the_same_is_no_conflict() -> None:
    merged = merge({"x": ["1"]}, {"x": ["2"]}, {"x": ["2"]})
    assert (merged.values, merged.conflicts, merged.taken) == ({"x": ["2"]}, (), ())


def test_what_both_changed_differently_is_asked_and_the_own_is_first() -> None:
    merged = merge({"x": ["1"]}, {"x": ["2"]}, {"x": ["3"]})
    assert (merged.values, merged.conflicts) == ({"x": ["2"]}, ("x",))


def test_without_a_base_all_that_differs_is_asked() -> None:
    merged = merge(None, {"x": ["1"], "y": ["5"]}, {"x": ["2"], "y": ["5"]})
    assert merged.conflicts == ("x",)


def test_an_emptied_field_is_a_change_too() -> None:
    assert merge({"x": ["1"]}, {"x": []}, {"x": ["1"]}).values == {"x": []}
    assert merge({"x": ["1"]}, {"x": ["1"]}, {"x": []}).values == {"x": []}


@given(forms, forms, forms)
def test_no_change_of_either_is_lost(base: dict, mine: dict, theirs: dict) -> None:
    merged = merge(base, mine, theirs)
    for name in base:
        if name in merged.conflicts:
            assert mine[name] != theirs[name]
            assert base[name] not in (mine[name], theirs[name])
            continue
        if mine[name] != base[name]:
            assert merged.values[name] == mine[name]
        if theirs[name] != base[name]:
            assert merged.values[name] == theirs[name]

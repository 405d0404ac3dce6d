"""What a password must be."""

import pytest

from eva.domain.passwords import fault_of


@pytest.mark.parametrize(
    "password", ["mikkeli-kokeilu-2026", "pitkä mutta helppo muistaa", "äöåÄÖÅ" * 3]
)
def test_a_long_password_is_taken_whatever_it_is_made_of(password: str) -> None:
    assert fault_of(password, "vilma") is None


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("lyhyt salasana", "vähintään 15"),
        ("x" * 129, "enintään 128"),
        ("aaaaaaaaaaaaaaaaaaaa", "liian helppo"),
        ("tämä on Vilman salasana", "käyttäjätunnusta"),
    ],
)
def test_a_poor_password_is_refused_with_its_fault(password: str, said: str) -> None:
    assert said in (fault_of(password, "vilma") or "")

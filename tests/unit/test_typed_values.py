"""Amounts and days are understood as they are typed, and shown in the form of the language."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask, g
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from eva.i18n import format_euros
from eva.settings import Settings
from eva.web.forms.fields import DayField, EurosField, EvaForm

SPACES = ("", " ", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}")
CENTS = st.integers(0, 99_999_999_999_999).map(lambda cents: Decimal(cents) / 100)
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


class Typed(EvaForm):
    """A form of an amount and a day."""

    amount = EurosField("Summa", signed=True)
    day = DayField("Päivä")


@pytest.fixture(scope="module", autouse=True)
def _request(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    app = Flask("typed")
    folder = tmp_path_factory.mktemp("typed")
    app.extensions["eva_settings"] = Settings(folder, "", "", "", "", is_demo=False, https=False)
    with app.test_request_context():
        yield


def read(**told: str) -> Typed:
    form = Typed(formdata=MultiDict(told))
    form.validate()
    return form


def shown(language: str, **values: Any) -> Typed:
    g.language = language
    return Typed(formdata=None, data=values)


def grouped(amount: Decimal, between: str, point: str) -> str:
    return f"{amount:,f}".replace(".", "p").replace(",", between).replace("p", point)


@given(
    CENTS, st.sampled_from(SPACES), st.sampled_from([",", "."]), st.sampled_from(["", "€", " €"])
)
def test_an_amount_is_understood_with_comma_or_point_and_any_space(
    amount: Decimal, between: str, point: str, sign: str
) -> None:
    form = read(amount=grouped(amount, between, point) + sign)
    assert (form.amount.data, form.amount.errors) == (amount, [])


@given(CENTS, st.sampled_from([(".", ","), (",", ".")]))
def test_thousands_may_be_separated_by_the_other_sign(
    amount: Decimal, signs: tuple[str, str]
) -> None:
    assert read(amount=grouped(amount, *signs)).amount.data == amount


@given(CENTS, st.sampled_from(["-", "\N{MINUS SIGN}"]))
def test_a_saving_is_understood_with_either_minus(amount: Decimal, minus: str) -> None:
    assert read(amount=f"{minus}{grouped(amount, ' ', ',')}").amount.data == -amount


@given(st.sampled_from(["fi", "sv", "en"]), CENTS, st.booleans())
def test_an_amount_that_is_shown_is_understood(language: str, amount: Decimal, saves: bool) -> None:
    told = -amount if saves else amount
    assert read(amount=shown(language, amount=told).amount._value()).amount.data == told


@pytest.mark.parametrize(
    ("language", "amount", "text"),
    [
        ("fi", "350000.00", "350\N{NO-BREAK SPACE}000"),
        ("sv", "1250.5", "1\N{NO-BREAK SPACE}250,50"),
        ("en", "1250.50", "1,250.50"),
        ("fi", "-0.05", "−0,05"),
    ],
)
def test_an_amount_is_shown_in_the_form_of_the_language(
    language: str, amount: str, text: str
) -> None:
    assert shown(language, amount=Decimal(amount)).amount._value() == text
    assert format_euros(Decimal(amount), language) == f"{text}\N{NO-BREAK SPACE}€"


@pytest.mark.parametrize(
    "typed", ["paljon", "1.250.50", "0,125", "1,2,3", "1e5", "--1", "1 000 000 000 000 000", "½"]
)
def test_what_is_no_amount_is_refused_and_stays_in_the_field(typed: str) -> None:
    form = read(amount=typed)
    assert form.amount.data is None
    assert form.amount.errors
    assert form.amount._value() == typed


@given(DAYS)
def test_a_day_is_understood_in_each_of_its_forms(day: date) -> None:
    for typed in (
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day:02}.{day.month:02}.{day.year}",
        f"{day.day}. {day.month}. {day.year}",
        day.isoformat(),
    ):
        form = read(day=typed)
        assert (form.day.data, form.day.errors) == (day, [])


@given(st.sampled_from(["fi", "sv", "en"]), DAYS)
def test_a_day_that_is_shown_is_understood(language: str, day: date) -> None:
    field = shown(language, day=day).day
    assert field._value() == f"{day.day}.{day.month}.{day.year}"
    assert read(day=field._value()).day.data == day


@pytest.mark.parametrize(
    "typed", ["31.2.2023", "9/10/2023", "pian", "2023-13-01", "9.10.", "1.1.1899"]
)
def test_what_is_no_day_is_refused_and_stays_in_the_field(typed: str) -> None:
    form = read(day=typed)
    assert form.day.data is None
    assert form.day.errors
    assert form.day._value() == typed

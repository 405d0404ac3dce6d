"""Fields that take what officials type: clean texts, euros with a comma, days as 13.11.2023."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from flask import g
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.fields.core import UnboundField
from wtforms.validators import StopValidation, ValidationError

from eva.domain.text import LINE_LIMIT, TEXT_LIMIT, clean_line, clean_text
from eva.i18n import format_amount
from eva.models import Draft
from eva.web.context import language, say
from eva.web.form_keys import new_key, posted_key

MOST_EUROS = Decimal("999999999999.99")


class EvaForm(FlaskForm):
    """The base of the forms; the token is checked at the door, for all of them at once."""

    class Meta(FlaskForm.Meta):
        """No token of its own: the application's CSRFProtect asks for it on every POST."""

        csrf = False
        locales = ("fi",)

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Return what was posted; where the merge page asked, the texts that were chosen."""
            return chosen(super().wrap_formdata(form, formdata))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Remember the form, so that an error page can show what was typed in it."""
        super().__init__(*args, **kwargs)
        self.form_errors: list[str] = []
        self.form_key = posted_key() or new_key()
        self.draft: Draft | None = None
        self.other_drafts: Sequence[Draft] = ()
        for field in self:
            field.label.text = say(field.label.text)
            field.description = say(field.description) if field.description else ""
        g.form = self

    def refuse(self, messages: dict[str, str]) -> None:
        """Show what a service found wrong at the fields that it names."""
        for name, message in messages.items():
            if name in self:
                self[name].errors = [*self[name].errors, say(message)]
            else:
                self.form_errors = [*self.form_errors, say(message)]


class Needed:
    """The field has to be filled in; the message says what to do."""

    def __init__(self, message: str) -> None:
        """Keep the message."""
        self.message = message
        self.field_flags: dict[str, Any] = {}

    def __call__(self, form: Any, field: Any) -> None:
        """Stop at an empty field."""
        is_empty = field.data is None or field.data == "" or field.data == []
        if is_empty and not field.errors:
            raise StopValidation(say(self.message))


class AtMost:
    """The text has at most so many signs; the message says how many are too many."""

    def __init__(self, limit: int) -> None:
        """Keep the limit."""
        self.limit = limit

    def __call__(self, form: Any, field: Any) -> None:
        """Refuse a longer text, which stays in the field."""
        length = len(field.data or "")
        if length > self.limit:
            raise ValidationError(
                say(
                    "Lyhennä tekstiä: siinä on %(length)s merkkiä, enintään %(limit)s mahtuu.",
                    length=length,
                    limit=self.limit,
                )
            )


class LineField(StringField):
    """A text of one line; an empty one is None."""

    def __init__(
        self, label: str, validators: Sequence[Any] = (), limit: int = LINE_LIMIT, **options: Any
    ) -> None:
        """Take at most `limit` signs."""
        super().__init__(label, [*validators, AtMost(limit)], **options)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the cleaned line."""
        self.data = clean_line(valuelist[0]) or None if valuelist else None


class TextField(TextAreaField):
    """A text of paragraphs; an empty one is None."""

    def __init__(
        self, label: str, validators: Sequence[Any] = (), limit: int = TEXT_LIMIT, **options: Any
    ) -> None:
        """Take at most `limit` signs."""
        super().__init__(label, [*validators, AtMost(limit)], **options)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the cleaned text without blanks around it."""
        self.data = clean_text(valuelist[0]).strip() or None if valuelist else None


class LinesField(TextAreaField):
    """A list of short texts, one a line."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the cleaned lines that aren't empty."""
        text = clean_text(valuelist[0]) if valuelist else ""
        self.data = [line for line in map(clean_line, text.split("\n")) if line]

    def _value(self) -> str:
        return "\n".join(self.data or [])

    def pre_validate(self, form: Any) -> None:
        """Refuse a line that is too long."""
        if any(len(line) > LINE_LIMIT for line in self.data or []):
            raise ValidationError(say("Rivillä saa olla enintään 500 merkkiä."))


class VersionField(StringField):
    """The version of the row that the person saw; whatever isn't a number is no version of any."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the number, 0 for none."""
        typed = valuelist[0] if valuelist else ""
        self.data = int(typed) if re.fullmatch("[0-9]{1,9}", typed) else 0


class EurosField(StringField):
    """An amount of euros, typed with comma or point, with or without spaces and the sign.

    A comma or a point before three digits stands between thousands, since cents are two digits.
    """

    _FORM = re.compile(r"[+-]?[0-9]{1,12}([.,][0-9]{1,2})?")
    _THOUSANDS = re.compile(
        r"(?<![0-9])[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+(?![0-9,])|(?:\.[0-9]{3})+(?![0-9.]))"
    )

    def __init__(
        self, label: str, validators: Sequence[Any] = (), signed: bool = False, **options: Any
    ) -> None:
        """Take negative amounts only where they're `signed`."""
        super().__init__(label, validators, **options)
        self.signed = signed
        self.fault = False

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the amount, or remember that it isn't one."""
        typed = clean_line(valuelist[0]) if valuelist else ""
        plain = re.sub(r"[\s\u00a0\u202f€]", "", typed).replace("\N{MINUS SIGN}", "-")
        plain = self._THOUSANDS.sub(lambda found: re.sub("[.,]", "", found[0]), plain, count=1)
        self.data = None
        self.fault = False
        if not plain:
            return
        if not self._FORM.fullmatch(plain) or (plain.startswith("-") and not self.signed):
            self.fault = True
            return
        try:
            self.data = Decimal(plain.replace(",", "."))
        except InvalidOperation:
            self.fault = True

    def pre_validate(self, form: Any) -> None:
        """Refuse what isn't an amount."""
        if self.fault:
            raise StopValidation(say("Kirjoita summa numeroin, esimerkiksi 350 000 tai 1 250,50."))

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else self.canonical()

    def canonical(self) -> str:
        """Return the amount as it's shown, however it was typed."""
        return "" if self.data is None else format_amount(self.data, language())


class DayField(StringField):
    """A day typed as 13.11.2023 or 2023-11-13."""

    _FORMS = ("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y")

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the day, or remember that it isn't one."""
        typed = clean_line(valuelist[0]).replace(" ", "") if valuelist else ""
        self.data = None
        self.fault = bool(typed)
        for form in self._FORMS:
            try:
                day = datetime.strptime(typed, form).date()
            except ValueError:
                continue
            if 1900 <= day.year <= 2200:
                self.data = day
                self.fault = False
            return

    def pre_validate(self, form: Any) -> None:
        """Refuse what isn't a day."""
        if getattr(self, "fault", False):
            raise StopValidation(say("Kirjoita päivä muodossa 13.11.2023."))

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else self.canonical()

    def canonical(self) -> str:
        """Return the day as it's shown, however it was typed."""
        day: date | None = self.data
        return f"{day.day}.{day.month}.{day.year}" if day else ""


def choices(words: Any, empty: str | None = None) -> list[SelectChoice]:
    """Return the choices of a mapping of codes to Finnish words, in the request's language."""
    listed = [SelectChoice(code, say(word)) for code, word in words.items()]
    return [SelectChoice("", say(empty)), *listed] if empty is not None else listed


class ChoiceField(RadioField):
    """One of some choices; nothing chosen is None, and a code that isn't offered is refused."""

    def __init__(self, label: str, validators: Sequence[Any] = (), **options: Any) -> None:
        """Let nothing be chosen, unless a validator asks for it."""
        super().__init__(label, validators, validate_choice=False, coerce=_code, **options)

    def pre_validate(self, form: Any) -> None:
        """Refuse a code that isn't offered."""
        if self.data is not None and self.data not in {item.value for item in self.iter_choices()}:
            raise StopValidation(say("Valitse jokin vaihtoehdoista."))


class MenuField(SelectField):
    """One of many choices in a menu; the empty one is None."""

    def __init__(self, label: str, validators: Sequence[Any] = (), **options: Any) -> None:
        """Let the empty one be chosen, unless a validator asks for another."""
        super().__init__(label, validators, validate_choice=False, coerce=_code, **options)

    def pre_validate(self, form: Any) -> None:
        """Refuse a code that isn't offered."""
        if self.data is not None and self.data not in {item.value for item in self.iter_choices()}:
            raise StopValidation(say("Valitse jokin vaihtoehdoista."))


class BoxesField(SelectMultipleField):
    """Any of some choices."""

    def pre_validate(self, form: Any) -> None:
        """Refuse a code that isn't offered."""
        offered = {item.value for item in self.iter_choices()}
        if not set(self.data or ()) <= offered:
            raise StopValidation(say("Valitse jokin vaihtoehdoista."))


def raw_values(field: Any) -> list[str]:
    """Return the field's value as a browser sends it, however it was typed: any number of texts."""
    if isinstance(field, BooleanField):
        return ["y"] if field.data else []
    if isinstance(field, SelectMultipleField):
        return list(field.data or ())
    if isinstance(field, LinesField):
        return ["\n".join(field.data or ())]
    if isinstance(field, EurosField | DayField):
        return [field.canonical()]
    return ["" if field.data is None else str(field.data)]


def shown_values(field: Any) -> str:
    """Return the field's value in words."""
    if isinstance(field, BooleanField):
        return say("Kyllä") if field.data else say("Ei")
    texts = raw_values(field)
    if isinstance(field, SelectField | SelectMultipleField):
        labels = {choice.value: str(choice.label) for choice in field.iter_choices()}
        return ", ".join(labels.get(text, text) for text in texts if text)
    return "\n".join(texts)


def chosen(formdata: Any) -> Any:
    """Return the posted fields with the other's text where the merge page chose it."""
    taken = [
        name.removeprefix("take.")
        for name in formdata or ()
        if name.startswith("take.") and formdata[name] == "theirs"
    ]
    if not taken:
        return formdata
    fields = MultiDict(formdata)
    for name in taken:
        fields.setlist(name, formdata.getlist(f"theirs.{name}"))
    return fields


@cache
def _labels() -> dict[str, str]:
    """Return the label of every field that a person types into, by its name."""
    typed = (DayField, EurosField, LineField, LinesField, TextField)
    told = {
        name: str(field.args[0])
        for form in EvaForm.__subclasses__()
        for name, field in vars(form).items()
        if isinstance(field, UnboundField) and field.field_class in typed
    }
    return told | {"refers_to": "Missä vaikutukset on arvioitu?"}


def label_of(name: str) -> str:
    """Return the label of a field that a person types into, "" for any other.

    It's told by the classes of the forms: where a token is refused, no form has been made yet.
    """
    form = g.get("form")
    if name in _labels() and form is not None and name in form:
        return str(form[name].label.text)
    return say(_labels()[name]) if name in _labels() else ""


def _code(value: Any) -> str | None:
    return str(value) if value not in (None, "", "None") else None

"""Languages: the program's words, dates and numbers.

The words in the source are Finnish, since the product is thought in Finnish (decision record
0008); the catalogues translate them into Swedish and English.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

from eva.resources import shipped

LANGUAGES: Mapping[str, str] = {"fi": "Suomi", "sv": "Svenska", "en": "English"}
NO_BREAK = "\N{NO-BREAK SPACE}"
_CENT = Decimal("0.01")
_HERE = ZoneInfo("Europe/Helsinki")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Return the words of a language by their Finnish words; Finnish needs none."""
    file = shipped("translations") / f"{language}.po"
    if language == "fi" or not file.exists():
        return {}
    from babel.messages.pofile import read_po

    with file.open("rb") as opened:
        messages = read_po(opened, locale=language)
    return {
        str(message.id): str(message.string)
        for message in messages
        if message.id and message.string and not message.fuzzy
    }


def translate(language: str, message: str) -> str:
    """Return the Finnish message in the language; itself where no translation is there."""
    return catalogue(language).get(message, message)


def text_of(texts: Mapping[str, str], language: str) -> str:
    """Return the words of a question set in the language, in Finnish where it has none."""
    return texts.get(language) or texts.get("fi", "")


def format_date(day: date | None, language: str = "fi") -> str:
    """Return the day as officials write it: 9.10.2023, in English 9 October 2023."""
    if day is None:
        return ""
    if language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day.day}.{day.month}.{day.year}"


def local_day(moment: datetime) -> date:
    """Return the day in Finland at the moment."""
    return moment.astimezone(_HERE).date()


def local_year(year: int) -> tuple[datetime, datetime]:
    """Return when the year begins in Finland, and when the next one does."""
    return datetime(year, 1, 1, tzinfo=_HERE), datetime(year + 1, 1, 1, tzinfo=_HERE)


def format_moment(moment: datetime, language: str = "fi") -> str:
    """Return the moment in Finland's time: 9.10.2023 klo 12.03."""
    here = moment.astimezone(_HERE)
    between = {"fi": " klo ", "sv": " kl. ", "en": " at "}[language]
    point = ":" if language == "en" else "."
    return f"{format_date(here.date(), language)}{between}{here.hour}{point}{here.minute:02}"


def format_time(moment: datetime, language: str = "fi") -> str:
    """Return the time of the day in Finland: 12.03."""
    here = moment.astimezone(_HERE)
    return f"{here.hour}{':' if language == 'en' else '.'}{here.minute:02}"


def format_number(number: Decimal | int, language: str = "fi", plus: bool = False) -> str:
    """Return the number with a no-break space between thousands and a comma (point in English)."""
    value = Decimal(number)
    value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value
    text = f"{abs(value):,f}"
    digits = text if language == "en" else text.replace(",", NO_BREAK).replace(".", ",")
    mark = "−" if value < 0 else "+" if plus and value > 0 else ""
    return mark + digits


def format_euros(amount: Decimal | None, language: str = "fi", plus: bool = False) -> str:
    """Return the amount with the sign of the euro after it; an empty text for none."""
    return "" if amount is None else f"{format_amount(amount, language, plus)}{NO_BREAK}€"


def format_amount(amount: Decimal, language: str = "fi", plus: bool = False) -> str:
    """Return the amount of euros without their sign: whole euros, or with both cents."""
    is_whole = amount == amount.to_integral_value()
    return format_number(amount if is_whole else amount.quantize(_CENT), language, plus)

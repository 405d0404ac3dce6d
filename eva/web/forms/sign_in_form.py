"""Signing in with a name and a password."""

from typing import Any

from wtforms import PasswordField
from wtforms.validators import ValidationError

from eva.web.context import say
from eva.web.forms.fields import EvaForm, LineField, Needed


class SignInForm(EvaForm):
    """Name and password."""

    username = LineField("Käyttäjätunnus", [Needed("Kirjoita käyttäjätunnus.")], limit=150)
    password = PasswordField("Salasana", [Needed("Kirjoita salasana.")])


class PasswordForm(EvaForm):
    """The person's own new password."""

    old_password = PasswordField("Nykyinen salasana", [Needed("Kirjoita nykyinen salasana.")])
    password = PasswordField(
        "Uusi salasana",
        [Needed("Kirjoita uusi salasana.")],
        description="Vähintään 15 merkkiä. Muutama sana peräkkäin on hyvä salasana.",
    )
    repeated = PasswordField(
        "Uusi salasana uudelleen", [Needed("Kirjoita uusi salasana uudelleen.")]
    )

    def validate_repeated(self, field: Any) -> None:
        """Refuse a password that was typed in two ways."""
        if field.data != self.password.data:
            raise ValidationError(say("Salasanat eivät ole samat."))

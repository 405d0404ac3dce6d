"""Signing in with a name and a password."""

from wtforms import PasswordField

from eva.web.forms.fields import EvaForm, LineField, Needed


class SignInForm(EvaForm):
    """Name and password."""

    username = LineField("Käyttäjätunnus", [Needed("Kirjoita käyttäjätunnus.")], limit=150)
    password = PasswordField("Salasana", [Needed("Kirjoita salasana.")])

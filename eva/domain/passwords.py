"""What a password must be (NIST SP 800-63B: long, not common; no rules of composition)."""

from eva.domain.sentence import Sentence

SHORTEST = 15
LONGEST = 128


def fault_of(password: str, username: str) -> Sentence | None:
    """Return what is wrong with a new password, or None."""
    if len(password) < SHORTEST:
        return Sentence("Salasanassa pitää olla vähintään %(least)s merkkiä.", least=SHORTEST)
    if len(password) > LONGEST:
        return Sentence("Salasanassa saa olla enintään %(most)s merkkiä.", most=LONGEST)
    if username and username.casefold() in password.casefold():
        return Sentence("Salasana ei saa sisältää käyttäjätunnusta.")
    if len(set(password)) < 5:
        return Sentence("Salasana on liian helppo arvata.")
    return None

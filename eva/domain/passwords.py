"""What a password must be (NIST SP 800-63B: long, not common; no rules of composition)."""

SHORTEST = 15
LONGEST = 128


def fault_of(password: str, username: str) -> str | None:
    """Return what is wrong with a new password, or None."""
    if len(password) < SHORTEST:
        return f"Salasanassa pitää olla vähintään {SHORTEST} merkkiä."
    if len(password) > LONGEST:
        return f"Salasanassa saa olla enintään {LONGEST} merkkiä."
    if username and username.casefold() in password.casefold():
        return "Salasana ei saa sisältää käyttäjätunnusta."
    if len(set(password)) < 5:
        return "Salasana on liian helppo arvata."
    return None

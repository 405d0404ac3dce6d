"""The key of an opened form: it tells two windows apart, and whose text a form holds.

The key is signed, so that what somebody typed can be kept for the same person when the session has
ended in the meantime, and for nobody else.
"""

import hmac
import re
import secrets
from collections.abc import Mapping

from flask import g, request

from eva.domain.text import clean_text
from eva.web.access import settings

LONGEST_ADDRESS = 2_000
"""Signs of an address that people are led back to; longer ones don't pass every server."""
_KEY = re.compile(r"[0-9a-f]{16}\.([0-9]{1,9})\.[0-9a-f]{32}")


def new_key() -> str:
    """Return a key for a form that the person of the request opens; "" for a stranger."""
    person = g.get("person")
    if person is None:
        return ""
    begun = f"{secrets.token_hex(8)}.{person.id}"
    return f"{begun}.{_signature(begun)}"


def posted_key() -> str:
    """Return the key that came with the form, "" if it has none or what came isn't a key."""
    return key_in(request.form)


def key_in(fields: Mapping[str, str]) -> str:
    """Return the key among the fields, "" if there's none or what came isn't a key."""
    key = fields.get("form_key", "")
    return key if _KEY.fullmatch(key) else ""


def owner_of(key: str) -> int | None:
    """Return the number of the person who opened the form, None if the key wasn't made here."""
    found = _KEY.fullmatch(key)
    begun, _, signature = key.rpartition(".")
    if found is None or not hmac.compare_digest(signature, _signature(begun)):
        return None
    return int(found.group(1))


def own_page(address: str, longest: int = 300) -> str:
    """Return the address if it's a page of this site, else an empty text.

    No blank or control character is let through: browsers and Werkzeug leave some of them out, and
    what was one of our pages (/, tab, /elsewhere) would lead off the site.
    """
    is_own = address.startswith("/") and address[1:2] not in ("/", "\\")
    is_short = len(address) <= longest and not any(ord(sign) < 33 for sign in address)
    is_plain = is_short and clean_text(address) == address
    return address if is_own and is_plain else ""


def _signature(begun: str) -> str:
    key = settings().secret_key.encode()
    return hmac.new(key, f"form:{begun}".encode(), "sha256").hexdigest()[:32]

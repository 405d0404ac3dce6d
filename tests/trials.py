"""How many times a test tries: all of them with `./run test --full`, else a tenth.

A test that tries many times says `N trials, 0 …`; the lines stand at the end of the run.
"""

import os

IS_FULL = os.environ.get("EVA_FULL") == "1"


def share_of(full: int) -> int:
    """Return how many of the full number of trials this run makes: all, or a tenth rounded up."""
    return full if IS_FULL else -(-full // 10)

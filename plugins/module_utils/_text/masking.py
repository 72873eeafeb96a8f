# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows what is secret in a task, and puts a mask in its place, however a server has written it: pure. Private to longops.oracle."""

from __future__ import annotations

import base64
import collections
import html
import json
import re
import threading
from typing import Any, Iterable, Optional
from urllib.parse import quote, quote_plus, unquote

from .sanitize import clean

#: What stands in the place of a secret within a text, and of a value that is nothing else: the marks of AnsibleModule.
MASK = "********"
WHOLE = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
#: A secret of fewer characters is masked only where a value is nothing else: it would be in every other word.
SHORTEST = 3
#: A number is masked from this length of a secret on: shorter ones are in every status and percentage.
SHORTEST_NUMBER = 6
#: Characters of a secret that are masked where a text was cut behind them.
BEGINNING = 8
#: The latest signatures that are known. OCI accepts none after 5 minutes (docs.oracle.com, "Request Signatures").
SIGNATURES = 5000
#: The first characters of a signature, by which it is found; in a longer run of such characters it may begin anywhere.
KNOWN_BY, LONG_RUN = 24, 100

#: Base64 in each of its alphabets, and percent-encoded.
_RUN = re.compile(rf"[A-Za-z0-9+/_%-]{{{KNOWN_BY},}}={{0,2}}")
#: The same, too short for that, where a message has cut it: in a URL each character can be three, and so can a quote before them.
_CUT_RUN = re.compile(rf"(?:(?<![A-Za-z0-9+/_%-])|(?<=%22))[A-Za-z0-9+/_%-]{{{BEGINNING},{2 * LONG_RUN}}}(?=\.\.\.)")
#: Between two words of base64, once they are decoded; and the code of a character that was cut.
_BETWEEN, _CUT_CODE = re.compile(r"[^A-Za-z0-9+/]+"), re.compile(r"%[0-9A-Fa-f]?\Z")
_ALPHABET = str.maketrans("-_", "+/")
#: Names of headers that authenticate.
_SECRET_HEADER = re.compile(r"authorization|token", re.IGNORECASE)
#: The parameters of a signed request that are secret (draft-cavage-http-signatures, section 2.1).
_KEY_ID, _SIGNATURE = re.compile(r'\bkeyId="([^"]+)"'), re.compile(r'\bsignature="([^"]+)"')
#: How a key id of OCI begins that is a token.
_OF_SESSION = "ST$"
#: Tokens of sessions that are known: a day of those that are valid for an hour.
SESSIONS = 24


class Secrets:
    """All that is secret in a task. Options, files and environment add to it, and so does each request that is sent."""

    def __init__(self, secrets: Iterable[Optional[str]] = ()) -> None:
        self._lock = threading.Lock()
        self._known: set[str] = set()
        self._forms: tuple[str, ...] = ()  # the longest first, since a shorter one may be a part of it
        self._public: set[str] = set()  # forms whose beginnings are no secrets
        self._marks: tuple[str, ...] = ()  # what is in each JSON that has one of the forms in it, or its beginning
        self._signatures: collections.OrderedDict[str, None] = collections.OrderedDict()
        self._sessions: collections.OrderedDict[str, None] = collections.OrderedDict()
        self.add(secrets)

    def add(self, secrets: Iterable[Optional[str]]) -> None:
        """From now on these are secret. What is empty is not."""
        new = {secret for secret in secrets if secret} - self._known
        if new:
            with self._lock:
                self._known |= new
                forms = {form for secret in self._known for form in forms_of(secret)}
                self._forms = tuple(sorted(forms, key=lambda form: (-len(form), form)))
                self._marks = tuple({_mark(form, form in self._public) for form in forms})

    def add_sent(self, name: str, value: Any) -> None:
        """Take note of a header that was sent: what it authenticates with is secret, of a signed request its key id and signature."""
        if not _SECRET_HEADER.search(name):
            return
        text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
        signature, key_id = _SIGNATURE.search(text), _KEY_ID.search(text)
        if signature and key_id:
            if key_id[1].startswith(_OF_SESSION):
                self._add_session(key_id[1])
            elif key_id[1] not in self._known:  # the ids of tenancy and user are no secrets by themselves
                self._public |= forms_of(key_id[1])
                self.add([key_id[1]])
            with self._lock:
                self._signatures[signature[1][:KNOWN_BY]] = None
                if len(self._signatures) > SIGNATURES:
                    self._signatures.popitem(last=False)
        else:
            self.add([text.partition(" ")[2].strip() or text])

    def _add_session(self, key_id: str) -> None:
        """Take note of a token that is a key id. A process that lasts for weeks has thousands, of which the old ones have expired."""
        if key_id in self._sessions:
            return
        with self._lock:
            self._sessions[key_id] = None
            if len(self._sessions) > SESSIONS:
                old = self._sessions.popitem(last=False)[0]
                self._known -= {old, old[len(_OF_SESSION) :]}
        self.add([key_id, key_id[len(_OF_SESSION) :]])

    def may_be_in(self, text: str) -> bool:
        """Whether it is worth to mask() the texts in this JSON, which is found out in a fraction of the time."""
        if any(mark in text for mark in self._marks):
            return True
        return bool(self._signatures) and (
            any(map(self._is_signature, _RUN.findall(text))) or any(map(self._begins_signature, _CUT_RUN.findall(text)))
        )

    def mask(self, text: str) -> str:
        """The text without secrets, also where one was cut by "..."."""
        if text in self._forms:
            return WHOLE
        for form in self._forms:
            if len(form) >= SHORTEST and form in text:
                text = text.replace(form, MASK)
            if len(form) > BEGINNING and form[:BEGINNING] in text and form not in self._public:
                text = _without_beginnings(text, form)
        if not self._signatures:
            return text
        text = _RUN.sub(lambda run: MASK if self._is_signature(run[0]) else run[0], text)
        return _CUT_RUN.sub(lambda run: MASK if self._begins_signature(run[0]) else run[0], text)

    def mask_number(self, number: float) -> Any:
        """The number, or a mask where a long secret is in it."""
        digits = str(number)
        return WHOLE if any(len(form) >= SHORTEST_NUMBER and form in digits for form in self._forms) else number

    def _is_signature(self, run: str) -> bool:
        if "%" in run:
            return any(map(self._is_signature, _BETWEEN.split(unquote(run).translate(_ALPHABET))))
        run = run.translate(_ALPHABET)
        starts = range(len(run) - KNOWN_BY + 1) if len(run) > LONG_RUN else (0,)
        return any(run[at : at + KNOWN_BY] in self._signatures for at in starts)

    def _begins_signature(self, run: str) -> bool:
        run = (unquote(_CUT_CODE.sub("", run)) if "%" in run else run).translate(_ALPHABET)
        last = _BETWEEN.split(run)[-1]
        with self._lock:
            return len(last) >= BEGINNING and any(signature.startswith(last) for signature in self._signatures)


def forms_of(secret: str) -> set[str]:
    """A secret as programs write it: as it is, on one line, in URLs, in JSON, in HTML, in the syntax of Python."""
    in_json = [json.dumps(secret, ensure_ascii=ascii_only)[1:-1] for ascii_only in (True, False)]
    in_url = [encode(secret, safe, errors="surrogatepass") for encode in (quote, quote_plus) for safe in ("", "/")]
    lower = [re.sub("%..", lambda code: code[0].lower(), url) for url in in_url]
    in_python = [ascii(secret)[1:-1], repr(secret)[1:-1]]
    one_line = (
        clean(secret) if "(a " not in clean(secret) else ""
    )  # what it takes for a token or a key is masked by that
    forms = {secret, secret.strip(), one_line, html.escape(secret), *in_json, *in_url, *lower, *in_python}
    return {form for form in forms if form}


def basic(user: str, password: str) -> set[str]:
    """User and password as HTTP Basic has them (RFC 7617), in each encoding in which they can be sent."""
    found = set()
    for encoding in ("utf-8", "latin-1"):
        pair = f"{user}:{password}".encode(encoding, "surrogateescape" if encoding == "utf-8" else "replace")
        found.add(base64.b64encode(pair).decode("ascii"))
    return found


def _mark(form: str, is_public: bool) -> str:
    """What is in a JSON in which a text is to be masked because of this form."""
    quoted = json.dumps(form if is_public else form[:BEGINNING], ensure_ascii=False)
    return quoted if len(form) < SHORTEST else quoted[1:-1]


def _without_beginnings(text: str, form: str) -> str:
    """The text without the beginnings of a secret behind which it was cut or quoted."""
    at = text.find(form[:BEGINNING])
    while at >= 0:
        end = at + BEGINNING
        while end < len(text) and end - at < len(form) and text[end] == form[end - at]:
            end += 1
        # What looks like the cut can be a part of the secret.
        cuts = (
            cut
            for cut in range(end, at + BEGINNING - 1, -1)
            if text[cut : cut + 3] in ("", "...") or text[cut] in "'\""
        )
        cut = next(cuts, None)
        if cut is not None:
            text = text[:at] + MASK + text[cut:]
            end = at + len(MASK)
        at = text.find(form[:BEGINNING], end)
    return text

# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A forward proxy that connects to no other host: the simulator answers for every host that a client requests."""

from __future__ import annotations

import base64
import pathlib
import re
import ssl
import threading
from typing import TYPE_CHECKING, Any, Callable, Iterable, Optional
from urllib.parse import urlsplit, urlunsplit

from cheroot.makefile import MakeFile
from cheroot.server import HTTPConnection, HTTPRequest
from cryptography.hazmat.primitives.asymmetric import ec
from werkzeug.wrappers import Response

from . import tls
from .app import CHEROOT_REQUEST, PROXIED
from .listener import Listener

if TYPE_CHECKING:
    from .app import Application

THREADS = 8
ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"


class _Request(HTTPRequest):
    """Accepts CONNECT, and URLs as request targets."""

    def __init__(self, server: Any, conn: Any) -> None:
        super().__init__(server, conn, proxy_mode=True)


class _Connection(HTTPConnection):
    """A client's connection, which becomes a tunnel after CONNECT."""

    RequestHandlerClass = _Request
    tunnel = False

    def enter_tunnel(self, context: ssl.SSLContext) -> None:
        """Confirm the connection to the host, then act as that host, over TLS."""
        self.wfile.write(ESTABLISHED)
        self.tunnel = True
        self.linger = True  # during the handshake there is no socket to close
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.linger = False
        self.rfile, self.wfile = MakeFile(self.socket, "rb", self.rbufsize), MakeFile(self.socket, "wb", self.wbufsize)
        self.ssl_env = {"wsgi.url_scheme": "https", "HTTPS": "on"}


class Proxy:
    """CONNECT host:port opens a TLS tunnel with a certificate for that host; http://host/path is answered directly.

    Every request outside of a tunnel must have the credentials, "user:secret", or else the answer is 407 (RFC 9110,
    section 15.5.8). Only hosts that the pattern finds are answered for, all of them without one. The proxy adds no headers.
    """

    def __init__(
        self,
        app: Application,
        authority: tls.Authority,
        folder: pathlib.Path,
        credentials: Optional[str] = None,
        hosts: str = "",
    ) -> None:
        self._app = app
        self._hosts = re.compile(hosts)
        self._identities = _Identities(authority, folder)
        self._expected = f"Basic {base64.b64encode(credentials.encode()).decode()}" if credentials else None
        self._listener = Listener(self, 0, THREADS, connection=_Connection)
        self.start, self.stop = self._listener.start, self._listener.stop

    @property
    def port(self) -> int:
        return self._listener.port

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ[PROXIED] = True
        request = environ[CHEROOT_REQUEST]
        if request.conn.tunnel:
            return self._app(environ, start_response)
        connect = environ["REQUEST_METHOD"] == "CONNECT"
        url = urlsplit(("//" if connect else "") + environ["REQUEST_URI"])
        environ["HTTP_HOST"] = url.netloc
        if not connect:
            environ["REQUEST_URI"] = urlunsplit(("", "", url.path or "/", url.query, ""))
        answer = self._app.answer_as_proxy(environ, start_response, self._error(environ))
        if answer is not None:
            return answer
        if connect:
            return self._connect(request, url.hostname or "")
        environ.pop("HTTP_PROXY_AUTHORIZATION", None)
        return self._app(environ, start_response)

    def _error(self, environ: dict[str, Any]) -> Optional[Response]:
        if not environ["HTTP_HOST"]:
            return Response("This is a proxy: send a request with a URL.\n", 400)
        if self._expected not in (None, environ.get("HTTP_PROXY_AUTHORIZATION")):
            return Response(
                "Proxy authentication is required.\n", 407, {"Proxy-Authenticate": 'Basic realm="simulator"'}
            )
        if not self._hosts.search(environ["HTTP_HOST"].rpartition(":")[0] or environ["HTTP_HOST"]):
            return Response(status="403 The simulator stands for hosts of Oracle only: use another terminal for others")
        return None

    def _connect(self, request: HTTPRequest, host: str) -> Iterable[bytes]:
        request.sent_headers = True  # keeps the server from sending an answer of its own
        try:
            request.conn.enter_tunnel(self._identities.context(host))
            request.close_connection = False
        except OSError:  # also ssl.SSLError: the client has closed the connection, or rejects the certificate
            request.close_connection = True
        return ()


class _Identities:
    """A certificate and a TLS context for each requested name. All share one key, because generating keys takes time."""

    def __init__(self, authority: tls.Authority, folder: pathlib.Path) -> None:
        self._authority = authority
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._contexts: dict[str, ssl.SSLContext] = {}
        self._lock = threading.Lock()

    def context(self, name: str) -> ssl.SSLContext:
        with self._lock:
            if name not in self._contexts:
                self._contexts[name] = self._make(name)
            return self._contexts[name]

    def _make(self, name: str) -> ssl.SSLContext:
        certificate = self._authority.issue_for_names([name], self._key.public_key())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(
            tls.write_pair(self._folder / "proxy.pem", certificate, self._key)
        )  # it accepts files only
        context.sni_callback = self._select
        return context

    def _select(self, socket: ssl.SSLObject, name: Optional[str], _context: ssl.SSLContext) -> None:
        """Use the certificate of the name in the handshake, rather than of CONNECT. A client sends no name for an IP address."""
        if name is not None:
            socket.context = self.context(name)

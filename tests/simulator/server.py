# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator as one object: its listeners, its files, and its API for tests and scripts."""

from __future__ import annotations

import pathlib
import ssl
import tempfile
import time
from typing import Any, Callable, Mapping, Optional, Sequence, Union
from urllib.parse import quote

from cheroot.ssl.builtin import BuiltinSSLAdapter

from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.family import Family
from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue.resource_type import ResourceType

from . import credentials, families as catalogue, tls as certificates
from .app import Application
from .faults import Fault
from .goldengate.service import GoldenGate
from .journal import Journal
from .listener import Listener
from .oci.resource_store import Resource
from .oci.routes import Routes
from .oci.store import COMPARTMENT, Operation
from .principals.service import Principals
from .proxy import Proxy
from .resource_types import types
from .scenario import Scenario

THREADS = 16


class Simulator:
    """A running service on loopback. Use it as a context manager, or call start() and stop().

    scenario: path of a YAML or JSON file, or a mapping (see README.md).
    clock: seconds since the epoch, for timelines, Date and timeAccepted. Signatures are always checked by the machine's clock.
    speed: seconds of a timeline that pass in one second of the clock.
    tls: True, or the names of the certificate. client_certificate: "optional" or "required".
    proxy_credentials: "user:secret" that the proxy requires. proxy_hosts: a pattern that finds the hosts that it answers for.
    edition: "pca" plays a Private Cloud Appliance, with tls.
    config_dir: folder for keys and the config file; by default a temporary one, made at the first use of config_file.
    settings: any key of a scenario: Simulator(page_size=2, retry_after="1.5").
    """

    tenancy_id = credentials.TENANCY
    user_id = credentials.USER
    compartment_id = COMPARTMENT
    region = credentials.REGION
    pass_phrase = credentials.PASS_PHRASE

    def __init__(
        self,
        scenario: Union[None, str, pathlib.Path, Mapping[str, Any], Scenario] = None,
        *,
        clock: Callable[[], float] = time.time,
        speed: float = 1,
        tls: Union[bool, Sequence[str]] = False,
        client_certificate: str = "optional",
        proxy_credentials: Optional[str] = None,
        proxy_hosts: str = "",
        port: int = 0,
        authenticate: bool = True,
        config_dir: Union[None, str, pathlib.Path] = None,
        journal_file: Union[None, str, pathlib.Path] = None,
        families: Optional[Sequence[Family]] = None,
        resource_types: Optional[Sequence[ResourceType]] = None,
        edition: Optional[str] = None,
        **settings: Any,
    ) -> None:
        if speed <= 0:
            raise ValueError("speed must be above 0")
        self._served = catalogue.served(edition)
        if families is not None:
            self._served = self._served._replace(routes=Routes(families))
        self.region, self.compartment_id = self._served.region, self._served.compartment_id
        self.app = Application(
            Scenario.of(scenario).with_settings(**settings),
            self._served,
            clock,
            speed,
            authenticate,
            Journal(pathlib.Path(journal_file) if journal_file else None),
            types(resource_types, edition),
        )
        self._tls = tls or ([*certificates.NAMES, *self._served.hosts] if edition else False)
        self._client_certificate = client_certificate
        self._port = port
        self._config_dir = pathlib.Path(config_dir) if config_dir else None
        self._temporary: Optional[tempfile.TemporaryDirectory[str]] = None
        self._config_file: Optional[pathlib.Path] = None
        self._authority: Optional[certificates.Authority] = None
        self._proxy_credentials = proxy_credentials
        self._proxy_hosts = proxy_hosts
        self._proxy: Optional[Proxy] = None
        self._listener: Optional[Listener] = None
        self.principals.home = self

    # start and stop

    def start(self) -> Simulator:
        listener = Listener(self.app, self._port, THREADS, self._tls_adapter() if self._tls else None)
        listener.start()
        self._listener = listener
        self.goldengate.root = self.url
        return self

    def _tls_adapter(self) -> BuiltinSSLAdapter:
        names = certificates.NAMES if self._tls is True else self._tls
        certificate, key = certificates.make(self.folder, self._ca(), names)
        client_ca, self.goldengate.client_cert, self.goldengate.client_key = certificates.make_client(self.folder)
        adapter = BuiltinSSLAdapter(str(certificate), str(key))
        adapter.context.load_verify_locations(str(client_ca))
        adapter.context.verify_mode = ssl.CERT_REQUIRED if self._client_certificate == "required" else ssl.CERT_OPTIONAL
        return adapter

    def stop(self) -> None:
        self.app.stopping.set()
        if self._proxy is not None:
            self._proxy.stop()
            self._proxy = None
        if self._listener is not None:
            self._listener.stop()
            self._listener = None
        if self._temporary is not None:
            self._temporary.cleanup()
            self._temporary = None

    def __enter__(self) -> Simulator:
        return self.start()

    def __exit__(self, *_error: object) -> None:
        self.stop()

    # addresses

    @property
    def port(self) -> int:
        if self._listener is None:
            raise RuntimeError("the simulator is not running")
        return self._listener.port

    @property
    def url(self) -> str:
        """Without a trailing slash. All families are served here, by their paths."""
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    def endpoint(self, service: str) -> str:
        """The URL of one family, or of the resources of a service: service_endpoint for a client."""
        if service not in self.app.oci.routes.titles and service not in self.app.oci.resources.types.services:
            raise ValueError(f"there is no service {service!r}")
        return f"{self.url}/{service}"

    @property
    def ca_file(self) -> pathlib.Path:
        """The certificate authority that clients must trust: that of the simulator with tls, and of its proxy."""
        self._ca()
        return self.folder / "ca.pem"

    def _ca(self) -> certificates.Authority:
        if self._authority is None:
            self._authority = certificates.Authority("longops simulator CA")
            certificates.write_authority(self.folder / "ca.pem", self._authority)
        return self._authority

    @property
    def proxy_url(self) -> str:
        """The value of HTTPS_PROXY and HTTP_PROXY, with credentials if it requires them. The proxy starts at the first use."""
        return f"http://{self._proxy_credentials_in_url}127.0.0.1:{self.proxy_port}"

    @property
    def proxy_port(self) -> int:
        if self._proxy is None:
            self._proxy = Proxy(self.app, self._ca(), self.folder, self._proxy_credentials, self._proxy_hosts)
            self._proxy.start()
        return self._proxy.port

    @property
    def _proxy_credentials_in_url(self) -> str:
        if self._proxy_credentials is None:
            return ""
        user, _colon, secret = self._proxy_credentials.partition(":")
        return f"{quote(user, safe='')}:{quote(secret, safe='')}@"

    @property
    def folder(self) -> pathlib.Path:
        """The folder of its files: config_dir, or a temporary folder that stop() removes."""
        if self._config_dir is not None:
            self._config_dir.mkdir(parents=True, exist_ok=True)
            return self._config_dir
        if self._temporary is None:
            self._temporary = tempfile.TemporaryDirectory(prefix="longops-simulator-")
        return pathlib.Path(self._temporary.name)

    # authentication

    @property
    def config_file(self) -> pathlib.Path:
        """An OCI config file with the profiles of credentials.PROFILES."""
        if self._config_file is None:
            self._config_file = credentials.write_config(self.folder, self.app.oci.keys, self.region)
        return self._config_file

    def add_key(self, **of: Any) -> credentials.Signer:
        """Register a public key; see oci.service.Cloud.add_key."""
        return self.app.oci.add_key(**of)

    @property
    def clock_skew(self) -> float:
        """Seconds by which the clock that checks signatures is fast."""
        return self.app.oci.clock_skew

    @clock_skew.setter
    def clock_skew(self, seconds: float) -> None:
        self.app.oci.clock_skew = seconds

    @property
    def search_lag(self) -> float:
        """Seconds by which the states of Resource Search are behind."""
        return self.app.oci.search_lag

    @search_lag.setter
    def search_lag(self, seconds: float) -> None:
        self.app.oci.search_lag = seconds

    # operations, faults and the journal

    def launch(self, service: Optional[str] = None, **definition: Any) -> Operation:
        """Start one operation. service: title of a family. definition: the keys of a template (template=, seconds=, outcome=, ...)."""
        return self.launch_many(service, **definition)[0]

    def launch_many(self, service: Optional[str] = None, **definition: Any) -> list[Operation]:
        """Start as many operations as count=."""
        if service is not None:
            definition["service"] = service
        return self.app.oci.launch(definition)

    def finish(self, operation: Union[str, Operation], status: str = "succeeded", **how: Any) -> None:
        """End an operation now. how: percent, errors, log, explanation."""
        self.app.oci.finish(self._operation(operation), status=status, **how)

    def resource(self, title: str, state: Optional[str] = None, **definition: Any) -> Resource:
        """Make one resource. title: that of a resource type. definition: then=, after=, details=, steps=, ... (see README.md)."""
        return self.app.oci.add_resource({"type": title, "state": state, **definition})[0]

    def move(self, resource: Union[str, Resource], state: Optional[str] = None, **how: Any) -> None:
        """A resource is in this state from now on. how: details, then, after, or steps."""
        self.app.oci.resources.move(self._resource(resource), {"state": state, **how})

    def remove(self, removed: Union[str, Operation, Resource]) -> None:
        """Remove an operation or a resource: 404 from now on."""
        if isinstance(removed, Resource) or (isinstance(removed, str) and self.app.oci.resources.peek(removed)):
            self.app.oci.resources.remove(self._resource(removed))
        else:
            self.app.oci.store.remove(self._operation(removed).id)

    def clear_operations(self) -> None:
        """Remove all operations and resources."""
        self.app.oci.store.clear()
        self.app.oci.resources.clear()

    def fault(self, **definition: Any) -> Fault:
        """Inject a fault into the requests that match; see faults.Fault."""
        return self.app.faults.add(definition)

    def clear_faults(self) -> None:
        self.app.faults.clear()

    @property
    def goldengate(self) -> GoldenGate:
        return self.app.goldengate

    @property
    def principals(self) -> Principals:
        return self.app.principals

    @property
    def journal(self) -> Journal:
        return self.app.journal

    def _operation(self, operation: Union[str, Operation]) -> Operation:
        found = self.app.oci.store.peek(operation) if isinstance(operation, str) else operation
        if found is None:
            raise ValueError(f"there is no operation {operation}")
        return found

    def _resource(self, resource: Union[str, Resource]) -> Resource:
        found = self.app.oci.resources.peek(resource) if isinstance(resource, str) else resource
        if found is None:
            raise ValueError(f"there is no resource {resource}")
        return found

"""Posts to addresses that people enter: only to the public internet, to an address checked once.

The name is resolved here and the connection goes to what was checked, so that no second answer of
a name server leads elsewhere. Redirects are not followed.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

SECONDS = 10.0
"""How long connecting and each answer may take; the whole takes at most twice as long."""
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""IPv6 addresses that a gateway turns into IPv4 ones."""


class AddressRefused(ValueError):
    """An address that is not posted to; the text is `form`, `unknown` or `private`."""


def checked_address(url: str) -> tuple[SplitResult, str]:
    """The parts of the address and the IP address to connect to; AddressRefused with a reason."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise AddressRefused("form") from None
    schemes = ("https", "http") if settings.WEBHOOKS_ANYWHERE else ("https",)
    if parts.scheme not in schemes or not parts.hostname or parts.username is not None:
        raise AddressRefused("form")
    try:
        answers = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise AddressRefused("unknown") from None
    addresses = [str(each[4][0]) for each in answers]
    if not settings.WEBHOOKS_ANYWHERE and not all(map(is_public, addresses)):
        raise AddressRefused("private")
    return parts, addresses[0]


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet, also one that is wrapped in IPv6."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (None, None))[1]
        if inner is None and ip in TRANSLATED:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None and not is_public(str(inner)):
            return False
    return ip.is_global and not ip.is_multicast


def post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """The status that the address answers; AddressRefused, OSError or HTTPException otherwise."""
    parts, address = checked_address(url)
    connection = _Pinned(parts, address)
    limit = threading.Timer(2 * SECONDS, connection.cut)
    limit.start()
    try:
        target = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
        connection.request("POST", target, body, dict(headers))
        return connection.getresponse().status
    finally:
        limit.cancel()
        connection.close()


class _Pinned(http.client.HTTPConnection):
    """A connection to one IP address under the name that the certificate must have."""

    def __init__(self, parts: SplitResult, address: str) -> None:
        secure = parts.scheme == "https"
        self.default_port = 443 if secure else 80
        super().__init__(parts.hostname or "", parts.port or self.default_port, timeout=SECONDS)
        self._address = address
        self._context = ssl.create_default_context() if secure else None

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), SECONDS)
        self.sock = (
            self._context.wrap_socket(plain, server_hostname=self.host) if self._context else plain
        )

    def cut(self) -> None:
        """End a connection that sends too slowly."""
        if self.sock is not None:
            self.sock.close()

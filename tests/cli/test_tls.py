"""`kds tls` and `kds serve --tls`, as a person at the keyboard and a device meet them."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import ssl
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from websockets.sync.client import connect

from kds.ops.tls.kept import public_file, server_file
from kds.web.header_limits import HEADER_BYTES
from kds.web.server import HANDSHAKE_S
from tests.cli.test_cli import kds, refused, told
from tests.live.server import KDS, House, Server, free_port, new_house

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return new_house(tmp_path_factory.mktemp("tls") / "data")


@contextlib.contextmanager
def encrypted(house: House, *options: str) -> Iterator[tuple[Server, int]]:
    """A server with these options, and the port at which it speaks encrypted."""
    port = free_port()
    with Server(house, command=(*KDS, "serve", "--tls-port", str(port), *options)) as server:
        yield server, port


def trusting(file: Path) -> ssl.SSLContext:
    """A device that trusts this authority and no other."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(file)
    return context


def test_it_says_what_was_made_and_what_comes_next_and_then_nothing_new(house: House, tmp_path: Path) -> None:
    data = house.copied_to(tmp_path / "data").data
    first = told("tls", "--data", data, "--name", "kds.test", "--name", "10.1.2.3")
    assert re.search(r"fingerprint  ([0-9A-F]{2}:){31}[0-9A-F]{2}\n", first)
    assert "kds.test" in first
    assert "10.1.2.3" in first
    assert "made anew" in first
    assert "kds serve --data" in first
    again = told("tls", "--data", data)
    assert again == first.replace(", made anew", "")


def test_what_cannot_be_is_said_in_a_line(house: House, tmp_path: Path) -> None:
    data = house.copied_to(tmp_path / "data").data
    assert "“8.8.8.8” is neither" in refused("tls", "--data", data, "--name", "8.8.8.8")
    assert "kds init" in refused("tls", "--data", tmp_path / "none")
    assert not (tmp_path / "none").exists()
    told("tls", "--data", data)
    assert "--new-authority" in refused("tls", "--data", data, "--name", "kds.cn")
    assert "of a --certificate" in refused("serve", "--data", data, "--key", data / "ledger.db")
    assert "no certificate with its own key" in refused("serve", "--data", data, "--certificate", data / "ledger.db")
    both = kds("serve", "--data", data, "--tls", "--certificate", data / "ledger.db")
    assert both.returncode != 0


def test_a_device_that_trusts_the_authority_orders_encrypted_and_others_as_before(house: House, tmp_path: Path) -> None:
    copy = house.copied_to(tmp_path / "data")
    with encrypted(copy, "--tls") as (server, port):
        device = trusting(public_file(copy.data))
        url = f"https://localhost:{port}"
        headers = {"Authorization": f"Bearer {copy.tokens['waiter']}", "Idempotency-Key": "one-of-this-test"}
        with httpx2.Client(verify=device, trust_env=False) as client:
            dishes = client.get(f"{url}/api/v1/menu", headers=headers).json()["dishes"]
            drink = next(each["dish"] for each in dishes if each["kind"] == "drink" and not each["options"])
            order = {"table": "A01", "channel": "waiter", "lines": [{"dish": drink, "qty": 1}]}
            placed = client.post(f"{url}/api/v1/rounds", json=order, headers=headers)
            assert placed.status_code == 201, placed.text
            again = httpx2.post(f"{server.url}/api/v1/rounds", json=order, headers=headers, trust_env=False)
            assert again.json() == placed.json(), "it is one house by either way"
            assert client.get(url + "/certificate").status_code == 200
            signed = client.post(
                f"{url}/sign-in",
                data={"token": copy.tokens["manager"]},
                headers={"sec-fetch-site": "same-origin"},
            )
            assert "secure" in signed.headers["set-cookie"].lower()
        with pytest.raises(httpx2.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
            httpx2.get(url, trust_env=False)
        words = {"Authorization": f"Bearer {copy.tokens['manager']}"}
        with connect(f"wss://localhost:{port}/api/v1/feed?since=0", ssl=device, additional_headers=words) as feed:
            assert json.loads(feed.recv(10))["seq"] == 1


def test_old_ways_of_encrypting_are_refused(house: House, tmp_path: Path) -> None:
    copy = house.copied_to(tmp_path / "data")
    with encrypted(copy, "--tls") as (_, port):
        old = trusting(public_file(copy.data))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            old.minimum_version = ssl.TLSVersion.TLSv1
            old.maximum_version = ssl.TLSVersion.TLSv1_1
        old.set_ciphers("ALL:@SECLEVEL=0")
        with socket.create_connection(("127.0.0.1", port)) as plain, pytest.raises(ssl.SSLError):
            old.wrap_socket(plain, server_hostname="localhost")


def test_strangers_are_bounded_there_too(house: House, tmp_path: Path) -> None:
    """Who agrees on nothing is let go; headers without an end are refused; the plain port is not hindered."""
    copy = house.copied_to(tmp_path / "data")
    with encrypted(copy, "--tls") as (server, port):
        silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(50)]
        device = trusting(public_file(copy.data))
        with (
            socket.create_connection(("127.0.0.1", port)) as plain,
            device.wrap_socket(plain, server_hostname="localhost") as endless,
        ):
            endless.sendall(b"GET / HTTP/1.1\r\nhost: x\r\nx: " + b"a" * 2 * HEADER_BYTES)
            assert endless.recv(100).startswith(b"HTTP/1.1 431")
        assert httpx2.get(f"{server.url}/healthz", trust_env=False).status_code == 200
        until = time.monotonic() + HANDSHAKE_S + 10
        for each in silent:
            each.settimeout(max(0.1, until - time.monotonic()))
            with contextlib.suppress(ConnectionResetError):
                assert each.recv(1) == b""
            each.close()


def test_it_stops_in_peace_with_encrypted_connections_open(house: House, tmp_path: Path) -> None:
    copy = house.copied_to(tmp_path / "data")
    with encrypted(copy, "--tls") as (server, port), httpx2.Client(verify=trusting_later(copy)) as client:
        assert client.get(f"https://localhost:{port}/healthz").status_code == 200
        assert server.stop() == 0


def trusting_later(house: House) -> ssl.SSLContext:
    """Of a server that has made its authority by now."""
    return trusting(public_file(house.data))


def test_a_certificate_from_elsewhere_is_shown_and_the_house_makes_none(house: House, tmp_path: Path) -> None:
    other = house.copied_to(tmp_path / "other").data
    told("tls", "--data", other, "--name", "kds.test")
    copy = house.copied_to(tmp_path / "data")
    with encrypted(copy, "--certificate", str(server_file(other))) as (_, port):
        with httpx2.Client(verify=trusting(public_file(other)), trust_env=False) as client:
            assert client.get(f"https://localhost:{port}/healthz").status_code == 200
            assert client.get(f"https://localhost:{port}/certificate/kds-authority.crt").status_code == 404
        assert not public_file(copy.data).exists()

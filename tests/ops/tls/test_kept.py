"""Certificates as they lie in a data directory: made once, renewed in time, private, and whole."""

from __future__ import annotations

import datetime
import ipaddress
import re
import ssl
import stat
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from kds.ops.tls import kept
from kds.ops.tls.kept import RENEW_DAYS, Standing, keep, public_file, server_file
from kds.ops.tls.making import AUTHORITY_DAYS, SERVER_DAYS, as_der, make_certificate, read
from kds.ops.tls.names import CertificateError, Names, names_of

NOW = datetime.datetime(2026, 11, 27, tzinfo=datetime.UTC)
OWN = Names(("box", "box.local", "localhost"), ("127.0.0.1", "192.168.1.5"))


@pytest.fixture(autouse=True)
def own(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine is called so."""
    monkeypatch.setattr(kept, "own_names", lambda: OWN)


def days(n: int) -> datetime.datetime:
    return NOW + datetime.timedelta(days=n)


def is_believed(data: Path, name: str, at: datetime.datetime = NOW, trusted: bytes | None = None) -> bool:
    """Whether a device that trusts the authority takes what the box shows as that name."""
    leaf, *others = x509.load_pem_x509_certificates(read(server_file(data).read_bytes()).certificate)
    authority = x509.load_pem_x509_certificate(trusted or public_file(data).read_bytes())
    subject = x509.IPAddress(ipaddress.ip_address(name)) if name[0].isdigit() else x509.DNSName(name)
    policy = PolicyBuilder().store(Store([authority])).time(at)
    try:
        policy.build_server_verifier(subject).verify(leaf, others)
    except VerificationError:
        return False
    return True


def test_the_box_is_believed_by_all_its_names_and_by_no_other(tmp_path: Path) -> None:
    made = keep(tmp_path, NOW, names_of(["kds.lan"]))
    assert made.renewed
    assert made.names == Names(("kds.lan", *OWN.hosts), OWN.addresses)
    for name in made.names.all:
        assert is_believed(tmp_path, name), name
    for name in ("kds.example.cn", "192.168.1.6"):
        assert not is_believed(tmp_path, name), name


def test_what_is_good_stays_to_the_byte(tmp_path: Path) -> None:
    first = keep(tmp_path, NOW, names_of(["kds.lan"]))
    before = {each.name: each.read_bytes() for each in (tmp_path / "tls").iterdir()}
    again = keep(tmp_path, days(SERVER_DAYS - RENEW_DAYS - 2))
    assert again == first._replace(renewed=False)
    assert {each.name: each.read_bytes() for each in (tmp_path / "tls").iterdir()} == before


def test_it_is_renewed_before_it_ends_under_the_same_authority(tmp_path: Path) -> None:
    first = keep(tmp_path, NOW)
    trusted = public_file(tmp_path).read_bytes()
    at = days(SERVER_DAYS - RENEW_DAYS + 1)
    again = keep(tmp_path, at)
    assert again.renewed
    assert again.ends > first.ends > at
    assert (again.fingerprint, again.authority_ends) == (first.fingerprint, first.authority_ends)
    assert is_believed(tmp_path, "box", days(SERVER_DAYS + 30), trusted)


def test_a_box_with_another_address_gets_another_certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path, NOW, names_of(["10.0.0.9"]))
    monkeypatch.setattr(kept, "own_names", lambda: OWN._replace(addresses=("127.0.0.1", "192.168.7.7")))
    again = keep(tmp_path, NOW)
    assert again.renewed
    assert again.names.addresses == ("10.0.0.9", "127.0.0.1", "192.168.7.7")
    assert not is_believed(tmp_path, "192.168.1.5")


def test_a_name_that_came_later_needs_a_new_authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = keep(tmp_path, NOW, names_of(["lan"]))
    assert keep(tmp_path, NOW, names_of(["kds.lan"])).fingerprint == first.fingerprint, "it is below one that it may"
    with pytest.raises(CertificateError, match=r"“kds\.cn”.*--new-authority"):
        keep(tmp_path, NOW, names_of(["kds.cn"]))
    assert keep(tmp_path, NOW).names.hosts[0] == "kds.lan", "what was refused has changed nothing"
    monkeypatch.setattr(kept, "own_names", lambda: OWN._replace(hosts=("newbox", "localhost")))
    assert keep(tmp_path, NOW).names.hosts == ("kds.lan", "localhost"), "its own new name it does without"
    anew = keep(tmp_path, NOW, names_of(["kds.cn"]), new_authority=True)
    assert anew.fingerprint != first.fingerprint
    assert is_believed(tmp_path, "kds.cn")
    assert is_believed(tmp_path, "newbox")


def test_an_authority_signs_for_no_bank_even_if_somebody_makes_it(tmp_path: Path) -> None:
    keep(tmp_path, NOW)
    authority = read((tmp_path / "tls" / "authority.pem").read_bytes())
    forged = make_certificate(authority, Names(("bank.example",), ("8.8.8.8",)), NOW)
    server_file(tmp_path).write_bytes(forged.whole)
    for name in ("bank.example", "8.8.8.8"):
        assert not is_believed(tmp_path, name), name


def test_at_its_end_an_authority_is_made_anew(tmp_path: Path) -> None:
    first = keep(tmp_path, NOW)
    assert keep(tmp_path, days(AUTHORITY_DAYS - 2)).fingerprint == first.fingerprint
    assert keep(tmp_path, days(AUTHORITY_DAYS)).fingerprint != first.fingerprint


@pytest.mark.parametrize("name", ["authority.pem", "server.pem"])
def test_a_file_that_is_broken_is_named_or_made_anew(tmp_path: Path, name: str) -> None:
    first = keep(tmp_path, NOW)
    (tmp_path / "tls" / name).write_bytes(b"-----BEGIN CERTIFICATE-----\nno")
    if name == "server.pem":
        assert keep(tmp_path, NOW).renewed
        assert is_believed(tmp_path, "box")
        return
    with pytest.raises(CertificateError, match=r"authority\.pem cannot be read.*--new-authority"):
        keep(tmp_path, NOW)
    assert keep(tmp_path, NOW, new_authority=True).fingerprint != first.fingerprint


def test_nobody_else_reads_any_of_it_and_devices_get_no_key(tmp_path: Path) -> None:
    made: Standing = keep(tmp_path, NOW, names_of(["kds.lan"]))
    folder = tmp_path / "tls"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    found = {each.name: stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()}
    assert found == dict.fromkeys(("authority.pem", "authority.crt", "server.pem", "names"), 0o600)
    assert b"PRIVATE" not in made.public
    assert b"PRIVATE" not in as_der(made.public)
    assert re.fullmatch(r"([0-9A-F]{2}:){31}[0-9A-F]{2}", made.fingerprint)


def test_openssl_takes_the_file_as_it_is(tmp_path: Path) -> None:
    keep(tmp_path, NOW)
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(server_file(tmp_path))

"""The certificate that a server shows: it changes without a restart, and what cannot be used changes nothing."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import os
import shutil
import ssl
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from kds.ops.tls import served as module
from kds.ops.tls.kept import keep, public_file, server_file
from kds.ops.tls.making import fingerprint, read
from kds.ops.tls.names import CertificateError
from kds.ops.tls.served import Served, Wanted, now

NOW = now()


def shown(served: Served) -> str:
    """The fingerprint of what a client is shown now."""
    trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    incoming, outgoing, back, forth = ssl.MemoryBIO(), ssl.MemoryBIO(), ssl.MemoryBIO(), ssl.MemoryBIO()
    asks = trusting.wrap_bio(incoming, outgoing)
    answers = served.context.wrap_bio(back, forth, server_side=True)
    for _ in range(4):
        for side in (asks, answers):
            with contextlib.suppress(ssl.SSLWantReadError):
                side.do_handshake()
            back.write(outgoing.read())
            incoming.write(forth.read())
    found = asks.getpeercert(binary_form=True)
    assert found is not None
    return fingerprint(ssl.DER_cert_to_PEM_cert(found).encode())


def test_the_houses_own_is_made_when_it_is_first_served(tmp_path: Path) -> None:
    served = Served(Wanted(8443), tmp_path)
    assert "localhost" in served.names.hosts
    assert served.authority is not None
    assert served.authority.fingerprint == fingerprint(public_file(tmp_path).read_bytes())
    assert shown(served) == fingerprint(read(server_file(tmp_path).read_bytes()).certificate)


def test_it_is_renewed_while_it_is_served(tmp_path: Path) -> None:
    at = [NOW]
    served = Served(Wanted(8443), tmp_path, lambda: at[0])
    before = shown(served)
    assert not served.look()
    assert shown(served) == before
    at[0] += datetime.timedelta(days=380)
    assert served.look()
    assert shown(served) != before


def somebody_elses(folder: Path, where: Path) -> Wanted:
    """A certificate from elsewhere with its key in a file of its own."""
    folder.mkdir()
    keep(folder, NOW)
    whole = server_file(folder).read_bytes()
    key, mark, rest = whole.partition(b"-----BEGIN CERTIFICATE-----")
    where.mkdir(exist_ok=True)
    (where / "full.pem").write_bytes(mark + rest)
    (where / "key.pem").write_bytes(key)
    return Wanted(8443, where / "full.pem", where / "key.pem")


def test_files_of_somebody_else_are_taken_as_they_are_and_when_they_change(tmp_path: Path) -> None:
    wanted = somebody_elses(tmp_path / "one", tmp_path / "live")
    served = Served(wanted, tmp_path / "data")
    assert served.authority is None
    assert not (tmp_path / "data").exists(), "the house makes nothing of its own then"
    before = shown(served)
    somebody_elses(tmp_path / "two", tmp_path / "live")
    assert served.look()
    assert shown(served) != before


def test_what_is_no_certificate_is_said_with_its_name(tmp_path: Path) -> None:
    one, other = (somebody_elses(tmp_path / n, tmp_path / f"live{n}") for n in "12")
    with pytest.raises(CertificateError, match=r"full\.pem and .*key\.pem: no certificate with its own key"):
        Served(Wanted(8443, one.certificate, other.key), tmp_path)
    with pytest.raises(FileNotFoundError):
        Served(Wanted(8443, tmp_path / "none.pem"), tmp_path)


async def test_what_cannot_be_used_is_logged_and_the_one_before_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = somebody_elses(tmp_path / "one", tmp_path / "live")
    assert wanted.certificate is not None
    served = Served(wanted, tmp_path)
    before, whole = shown(served), wanted.certificate.read_bytes()
    monkeypatch.setattr(module, "LOOK_S", 0.001)
    with capture_logs() as logged:
        watching = asyncio.create_task(served.watch())
        try:
            wanted.certificate.write_bytes(whole[:200])
            await said(logged, "certificate_unusable")
            assert shown(served) == before
            shutil.move(wanted.certificate, tmp_path / "away")
            logged.clear()
            await said(logged, "certificate_unusable")
            wanted.certificate.write_bytes(whole)
            os.utime(wanted.certificate, ns=(1, 1))
            await said(logged, "certificate_changed")
        finally:
            watching.cancel()
    assert shown(served) == before


async def said(logged: Sequence[Mapping[str, Any]], event: str) -> None:
    """Wait for it in the log."""
    for _ in range(2_000):
        if any(each["event"] == event for each in logged):
            return
        await asyncio.sleep(0.005)
    raise AssertionError(f"{event} was not logged")

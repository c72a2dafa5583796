"""How a device comes to trust the house: the page, and the file that it gives out."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography import x509

from kds.ops.tls.names import Names
from kds.ops.tls.served import Served, Wanted
from tests.web.served import Api

FILE = "/certificate/kds-authority.crt"


def serves(api: Api, made: Served) -> None:
    """The house is encrypted so."""
    assert api.pages is not None
    api.pages.state.served = made


async def shown(api: Api, role: str | None = None, language: str = "en") -> str:
    headers = {"accept": "text/html", "accept-language": language}
    if role is not None:
        headers["authorization"] = f"Bearer {api.secrets[role]}"
    answer = await api.client.get("/certificate", headers=headers)
    assert answer.status_code == 200
    return answer.text


@pytest.fixture
def own(api: Api, tmp_path: Path) -> Served:
    """The house has a certificate of its own, for a name besides its others."""
    made = Served(Wanted(8443), tmp_path)
    made.names = Names(("kds.lan", "localhost"), ("127.0.0.1", "192.168.1.5", "fd00::5"))
    serves(api, made)
    return made


async def test_anybody_fetches_the_authority_and_never_its_key(api: Api, own: Served) -> None:
    answer = await api.client.get(FILE)
    assert answer.headers["content-type"] == "application/x-x509-ca-cert"
    assert "attachment" in answer.headers["content-disposition"]
    found = x509.load_der_x509_certificate(answer.content)
    assert found.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert b"PRIVATE" not in answer.content


@pytest.mark.parametrize("role", [None, "waiter", "manager", "guest"])
async def test_the_page_says_the_fingerprint_and_where_to_go(api: Api, own: Served, role: str | None) -> None:
    text = await shown(api, role)
    assert own.authority is not None
    assert own.authority.fingerprint.replace(":", " ")[:11] in text
    assert FILE in text
    for address in ("https://kds.lan:8443", "https://192.168.1.5:8443", "https://[fd00::5]:8443"):
        assert f'href="{address}/screens"' in text
    assert "localhost:8443" not in text, "no other device comes by it"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Certificate Trust Settings", "Trusted Root", "Install anyway")),
        ("zh-CN", ("证书信任设置", "受信任的根", "仍要安装")),
    ],
)
async def test_each_kind_of_device_is_told_of(api: Api, own: Served, language: str, words: tuple[str, ...]) -> None:
    text = await shown(api, language=language)
    for each in ("Android", "iPhone", "Windows", "certutil", *words):
        assert each in text


async def test_a_house_that_is_not_encrypted_says_how_it_is(api: Api) -> None:
    text = await shown(api)
    assert "--tls" in text
    assert "192.168" not in text
    assert FILE not in text
    answer = await api.client.get(FILE, headers={"accept": "text/html"})
    assert answer.status_code == 404


async def test_with_somebody_elses_certificate_nothing_is_to_be_installed(
    api: Api, own: Served, tmp_path: Path
) -> None:
    given = Served(Wanted(443, tmp_path / "tls" / "server.pem"), tmp_path)
    serves(api, given)
    text = await shown(api)
    assert "nothing has to be done on a device" in text
    assert FILE not in text
    assert f"https://{api.client.base_url.host}:443" in text
    assert (await api.client.get(FILE)).status_code == 404


async def test_it_is_reached_from_the_settings_and_from_a_device_that_is_to_be_paired(api: Api) -> None:
    headers = {"authorization": f"Bearer {api.secrets['manager']}", "accept": "text/html"}
    assert 'href="/certificate"' in (await api.client.get("/settings", headers=headers)).text
    assert 'href="/certificate"' in (await api.client.get("/screens", headers={"accept": "text/html"})).text

"""Authorities and certificates as bytes. Nothing is read or written here, and what time it is comes along."""

from __future__ import annotations

import datetime
import ipaddress
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from kds.ops.tls.names import OWN_NETWORKS, Names

AUTHORITY_DAYS = 3650
SERVER_DAYS = 397
"""As long as browsers take any certificate for."""
SKEW = datetime.timedelta(days=1)
"""A device whose clock is a day slow takes what is made now."""
MARK_CHARS = 6


class Signed(NamedTuple):
    """A certificate and the key that it is of, each as PEM."""

    certificate: bytes
    key: bytes

    @property
    def whole(self) -> bytes:
        """As one file, the key first."""
        return self.key + self.certificate


def make_authority(hosts: tuple[str, ...], now: datetime.datetime) -> Signed:
    """An authority for these names and what is below them, for networks of one's own, and for nothing else."""
    key = ec.generate_private_key(ec.SECP256R1())
    mark = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    # Devices list it by this name: two houses, or an old one and a new one, are told apart.
    name = _called(f"kds {hosts[0] if hosts else 'box'} {mark.digest.hex()[:MARK_CHARS]}")
    allowed = [*map(x509.DNSName, hosts), *map(x509.IPAddress, OWN_NETWORKS)]
    made = (
        _begun(name, name, key, now, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.NameConstraints(permitted_subtrees=allowed, excluded_subtrees=None), critical=True)
        .add_extension(mark, critical=False)
    )
    return _signed(made.sign(key, hashes.SHA256()), key)


def make_certificate(authority: Signed, names: Names, now: datetime.datetime) -> Signed:
    """A server's certificate for these, with the authority's behind it."""
    signer = serialization.load_pem_private_key(authority.key, None)
    issuer = x509.load_pem_x509_certificate(authority.certificate)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    spoken_for = [*map(x509.DNSName, names.hosts), *[x509.IPAddress(ipaddress.ip_address(a)) for a in names.addresses]]
    made = (
        _begun(_called(names.all[0][:64]), issuer.subject, key, now, SERVER_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(spoken_for), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )
    signed = _signed(made.sign(signer, hashes.SHA256()), key)
    return signed._replace(certificate=signed.certificate + authority.certificate)


def read(whole: bytes) -> Signed:
    """What `Signed.whole` wrote. Raises `ValueError` where key and certificate are not there, or not of each other."""
    mark = b"-----BEGIN CERTIFICATE-----"
    key, found, rest = whole.partition(mark)
    signed = Signed(found + rest, key)
    loaded = serialization.load_pem_private_key(signed.key, None)
    if x509.load_pem_x509_certificate(signed.certificate).public_key() != loaded.public_key():
        raise ValueError("the key is another certificate's")
    return signed


def ends_at(signed: Signed) -> datetime.datetime:
    """Until when it is good."""
    return x509.load_pem_x509_certificate(signed.certificate).not_valid_after_utc


def names_in(signed: Signed) -> Names:
    """What a server's certificate speaks for."""
    found = x509.load_pem_x509_certificate(signed.certificate)
    spoken = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    hosts, addresses = spoken.get_values_for_type(x509.DNSName), spoken.get_values_for_type(x509.IPAddress)
    return Names(tuple(hosts), tuple([str(each) for each in addresses]))


def may_sign(authority: Signed, host: str) -> bool:
    """Whether devices would believe it what it signs for that name."""
    found = x509.load_pem_x509_certificate(authority.certificate)
    allowed = found.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    own = [each.value for each in allowed if isinstance(each, x509.DNSName)]
    return any(host == each or host.endswith(f".{each}") for each in own)


def is_of(signed: Signed, authority: Signed) -> bool:
    """Whether this authority has signed it."""
    found = x509.load_pem_x509_certificates(signed.certificate)
    return found[-1] == x509.load_pem_x509_certificate(authority.certificate)


def fingerprint(certificate: bytes) -> str:
    """SHA-256 as devices show it: pairs of hexadecimal digits."""
    return x509.load_pem_x509_certificate(certificate).fingerprint(hashes.SHA256()).hex(":").upper()


def as_der(certificate: bytes) -> bytes:
    """As devices fetch it."""
    return x509.load_pem_x509_certificate(certificate).public_bytes(serialization.Encoding.DER)


def _called(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime.datetime, days: int
) -> x509.CertificateBuilder:
    made = x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
    return made.not_valid_before(now - SKEW).not_valid_after(now + datetime.timedelta(days=days) - SKEW)


def _usage(*, signs: bool) -> x509.KeyUsage:
    no = dict.fromkeys(
        ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only"), False
    )
    return x509.KeyUsage(**no, decipher_only=False, digital_signature=not signs, key_cert_sign=signs, crl_sign=signs)


def _signed(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> Signed:
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return Signed(certificate.public_bytes(pem), secret)

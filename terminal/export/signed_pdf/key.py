"""The terminal's key as a PDF's signature wants it."""

import base64
from typing import TYPE_CHECKING, cast

from asn1crypto import keys, x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

if TYPE_CHECKING:
    from terminal.evidence.keys import DeviceKey


def pdf_signer(key: "DeviceKey") -> SimpleSigner:
    """Return who signs PDFs with the terminal's key; every certificate of its chain goes along."""
    private = cast("ec.EllipticCurvePrivateKey", key.jwk.private_key)
    der = private.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    own, *above = (x509.Certificate.load(base64.b64decode(each)) for each in key.x5c)
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple([own, *above])
    return SimpleSigner(own, keys.PrivateKeyInfo.load(der), store, embed_roots=True)

"""The signature itself: PAdES baseline B-B with the terminal's key, or B-T with a time stamp as well.

The standard is ETSI EN 319 142-1. A time stamp (RFC 3161) is somebody else's word for the time: it is asked for
through ``exchange.Stamp``, since this process has no business on the network.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO

from asn1crypto import tsp
from pyhanko.pdf_utils.embed import EmbeddedFileObject, EmbeddedFileParams, FileSpec, embed_file
from pyhanko.pdf_utils.generic import ArrayObject, NameObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.stamp import BaseStampStyle
from pyhanko.stamp.noop import NoOpStampStyle

from .exchange import Stamp

_CONTAINER_BYTES = 4096
_STAMP_BYTES = 12 * 1024
"""The room left for a signature, beside its certificates, and for a time stamp with the server's chain."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the PDF; ``relation`` is how it belongs to it (ISO 32000-2, table 43)."""

    name: str
    media_type: str
    content: bytes
    relation: str
    description: str


@dataclass(frozen=True, slots=True)
class Signing:
    """How one PDF is to be signed.

    Attributes:
        prepare: returns what writes the PDF, as it is to be signed; called again where a signing did not come off.
        field: the signature's field: its name, page, and rectangle.
        appearance: returns what the field shows; None where the page shows the signature by itself.
        certify: whether it is the document's first signature, and says what may be changed later.
        permits: what may: nothing, or more signatures.
        hung_on_field: attachments hang on the signature's field instead of the document, where an earlier signature
            forbids changing that.
    """

    prepare: Callable[[], IncrementalPdfFileWriter]
    field: SigFieldSpec
    appearance: Callable[[], BaseStampStyle] = NoOpStampStyle
    certify: bool = True
    permits: MDPPerm = MDPPerm.NO_CHANGES
    hung_on_field: bool = False


def sign(
    signing: Signing, attachments: Sequence[Attachment], signer: SimpleSigner, stamp: Stamp | None
) -> tuple[bytes, str]:
    """Attach files to a PDF and sign it; returns it, and why there is no time stamp where one was wanted.

    Args:
        signing: what to sign, and how.
        attachments: the files.
        signer: the terminal's key.
        stamp: asks for a time stamp; None where none is wanted.
    """
    trouble = ""
    if stamp:
        try:
            return _signed(signing, attachments, signer, _Stamper(stamp)), ""
        except (TimestampRequestError, OSError, ValueError) as error:
            trouble = str(error) or type(error).__name__
    return _signed(signing, attachments, signer, None), trouble


def _signed(
    signing: Signing, attachments: Sequence[Attachment], signer: SimpleSigner, stamper: TimeStamper | None
) -> bytes:
    writer = signing.prepare()
    append_signature_field(writer, signing.field)
    _attach(writer, signing, attachments)
    metadata = PdfSignatureMetadata(
        field_name=signing.field.sig_field_name,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=signing.certify,
        docmdp_permissions=signing.permits,
    )
    room = _CONTAINER_BYTES + sum(len(each.dump()) for each in signer.cert_registry)
    out = BytesIO()
    PdfSigner(metadata, signer, timestamper=stamper, stamp_style=signing.appearance()).sign_pdf(
        writer,
        existing_fields_only=True,
        bytes_reserved=2 * (room + (_STAMP_BYTES if stamper else 0)),
        output=out,
    )
    return out.getvalue()


def _attach(writer: IncrementalPdfFileWriter, signing: Signing, attachments: Sequence[Attachment]) -> None:
    """Embed files in the document, or hang them on the signature's own field (ISO 32000-2, 14.13.9)."""
    hung = ArrayObject()
    for each in attachments:
        embedded = EmbeddedFileObject.from_file_data(
            writer, each.content, mime_type=each.media_type, params=EmbeddedFileParams()
        )
        relation = NameObject(f"/{each.relation}")
        spec = FileSpec(each.name, each.name, embedded, each.description, relation)
        if signing.hung_on_field:
            hung.append(writer.add_object(spec.as_pdf_object()))
        else:
            embed_file(writer, spec)
    if signing.hung_on_field:
        for field in writer.root["/AcroForm"]["/Fields"]:
            if field.get_object().get("/T") == signing.field.sig_field_name:
                field.get_object()["/AF"] = hung
                writer.mark_update(field)


class _Stamper(TimeStamper):
    """Asks for a time stamp through somebody who has a network."""

    def __init__(self, stamp: Stamp) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # pyHanko's
        self._stamp = stamp

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Send a request on; see ``pyhanko.sign.timestamps.TimeStamper``."""
        return tsp.TimeStampResp.load(self._stamp(req.dump()))

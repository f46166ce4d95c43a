"""The signature itself: PAdES baseline B-B with the terminal's key, or B-T with a time stamp as well.

The standard is ETSI EN 319 142-1. A time stamp (RFC 3161) is somebody else's word for the time: it is asked for
through ``exchange.Stamp``, since this process has no business on the network.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO

from asn1crypto import tsp
from pyhanko.pdf_utils.embed import EmbeddedFileObject, EmbeddedFileParams, FileSpec, embed_file
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    StreamObject,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.stamp.noop import NoOpStampStyle
from pyhanko.stamp.static import StaticStampStyle

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
        certify: whether it says that nothing may be changed later. Without that, others may sign as well.
        hung: attachments hang on what the field shows instead of the document, where an earlier signature forbids
            changing that (ISO 32000-2, 14.13.6).
    """

    prepare: Callable[[], IncrementalPdfFileWriter]
    field: SigFieldSpec
    appearance: Callable[[], StaticStampStyle] | None = None
    certify: bool = False
    hung: bool = False


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
    specs = [_spec(writer, each) for each in attachments]
    for spec in () if signing.hung else specs:
        embed_file(writer, spec)
    hung = [writer.add_object(spec.as_pdf_object()) for spec in specs] if signing.hung else []
    _dress(writer, signing, hung)
    metadata = PdfSignatureMetadata(
        field_name=signing.field.sig_field_name,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=signing.certify,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    room = _CONTAINER_BYTES + sum(len(each.dump()) for each in signer.cert_registry)
    out = BytesIO()
    pdf_signer = PdfSigner(metadata, signer, timestamper=stamper, stamp_style=NoOpStampStyle())
    with ThreadPoolExecutor(1) as aside:  # whoever asks may be in an event loop of their own
        aside.submit(
            pdf_signer.sign_pdf,
            writer,
            existing_fields_only=True,
            bytes_reserved=2 * (room + (_STAMP_BYTES if stamper else 0)),
            output=out,
        ).result()
    return out.getvalue()


def _spec(writer: IncrementalPdfFileWriter, attachment: Attachment) -> FileSpec:
    """Put a file into a PDF, to be named where it belongs."""
    embedded = EmbeddedFileObject.from_file_data(
        writer, attachment.content, mime_type=attachment.media_type, params=EmbeddedFileParams()
    )
    relation = NameObject(f"/{attachment.relation}")
    return FileSpec(attachment.name, attachment.name, embedded, attachment.description, relation)


def _dress(writer: IncrementalPdfFileWriter, signing: Signing, hung: list[IndirectObject]) -> None:
    """Have the signature's field show what it is to show, with the files that hang on that."""
    if signing.appearance and signing.field.box:
        left, bottom, right, top = signing.field.box
        box = BoxConstraints(width=right - left, height=top - bottom)
        shown = signing.appearance().create_stamp(writer, box, {}).as_form_xobject()
    elif hung:
        nothing = ArrayObject(map(FloatObject, (0, 0, 0, 0)))
        kind = {"/Type": NameObject("/XObject"), "/Subtype": NameObject("/Form"), "/BBox": nothing}
        shown = StreamObject({NameObject(name): value for name, value in kind.items()}, stream_data=b"")
    else:
        return
    if hung:
        shown["/AF"] = ArrayObject(hung)
    for each in writer.root["/AcroForm"]["/Fields"]:
        field = each.get_object()
        if field.get("/T") == signing.field.sig_field_name:
            field["/AP"] = DictionaryObject({NameObject("/N"): writer.add_object(shown)})  # type: ignore[no-untyped-call]
            writer.update_container(field)


class _Stamper(TimeStamper):
    """Asks for a time stamp through somebody who has a network."""

    def __init__(self, stamp: Stamp) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # pyHanko's
        self._stamp = stamp

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Send a request on; see ``pyhanko.sign.timestamps.TimeStamper``.

        Raises:
            TimestampRequestError: what came back is no time stamp of what was sent.
        """
        answer = tsp.TimeStampResp.load(self._stamp(req.dump()))
        if answer["status"]["status"].native.startswith("granted"):
            stamped = answer["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
            if stamped["message_imprint"].native != req["message_imprint"].native:
                raise TimestampRequestError("the time-stamp server stamped something else")
        return answer

"""What a dispute packet says of itself, in Chinese and English: for somebody who never saw Signpost."""

from collections.abc import Collection

from .taken import Taken

_FILES = {
    "shown.txt": (
        "签署前屏幕上显示的全部文字，一字不差。",
        "The words that were on the glass before the customer signed, byte for byte.",
    ),
    "consents.txt": (
        "顾客当时同意的事项，原文。",
        "What the customer consented to, in the words that were shown.",
    ),
    "document.pdf": (
        "顾客签署的文件，与收银系统发来的逐字节相同。",
        "The document that was signed, byte for byte as the till sent it.",
    ),
    "signed.pdf": (
        "签名 PDF：任何 PDF 阅读器都能显示并验证。",
        "The signed PDF: any PDF reader shows and verifies it.",
    ),
    "signature.png": ("签名图片。", "The signature as a picture."),
    "signature.svg": ("签名的矢量图，可任意放大。", "The signature as a drawing, sharp at every size."),
    "impression.png": ("按下的指印。", "The finger that was pressed."),
    "replay.html": (
        "签名回放：用浏览器打开，按当时的快慢和力度重现书写。无需联网。",
        "Plays the signature as it was written, with its time and pressure, in a browser. It needs no network.",
    ),
    "strokes.inkml": (
        "每个采样点（InkML，W3C 标准格式），供笔迹鉴定使用。",
        "Every sample in InkML, W3C's format for ink: for whoever examines handwriting.",
    ),
    "audit.txt": (
        "这笔签名的检查结果，以及之后发生过的一切：打印、上传、作废等。",
        "What holds of this record, and all that happened to it since: prints, sendings, a void.",
    ),
    "audit.json": (
        "同上，供程序读取，含日志原文。",
        "The same for programs, with the journal's lines as they are kept.",
    ),
    "record.json": ("记录本身（可阅读）。", "The record itself, to be read."),
    "certificate.pem": (
        "封存这条记录所用密钥的证书。",
        "The certificates of the key that sealed the record.",
    ),
    "verify.html": (
        "验证页：用浏览器打开，把 .signpost 文件拖进去。无需联网。",
        "A page that verifies: open it in a browser and drop the .signpost file on it. It needs no network.",
    ),
}

_BUNDLE = (
    "完整的封存记录，一个文件：验证时就用它。",
    "The whole sealed record in one file: this is what to verify.",
)
_SEALED = (
    "封存时的原始文件：record.jws 是封签，其余是它所封的各部分。",
    "The files as they were sealed: record.jws is the seal, the others are what it seals.",
)

_CHECK = (
    (
        "怎样核对",
        "1. 用浏览器打开 verify.html，把 {bundle} 拖进去。改动过一个字节，它就会指出来。",
        "2. 把页面上的密钥指纹与终端或小票上的比对：相同，就是那台终端封存的。",
        "3. 也可以用命令：signpost verify {zip}",
        "4. 不用 Signpost 也行：sealed/record.jws 是标准的 JWS（RFC 7515，ES256），任何 JOSE 库都能验证；",
        "   signed.pdf 用任何 PDF 阅读器验证。",
    ),
    (
        "How to check",
        "1. Open verify.html in a browser and drop {bundle} on it. It tells of every byte that was changed.",
        "2. Compare the key's thumbprint on that page with the one on the terminal or the slip: where they are the",
        "   same, it was that terminal that sealed the record.",
        "3. Or, with the command: signpost verify {zip}",
        "4. Without Signpost: sealed/record.jws is a JWS (RFC 7515, ES256), which any JOSE library verifies, and",
        "   signed.pdf is verified by any PDF reader.",
    ),
)


def readme(record: Taken, zip_name: str, files: Collection[str]) -> bytes:
    """Return README.txt: what each file of a packet is, and how to check it. With a byte order mark, for Windows."""
    names = {"bundle": f"{record.stored.id}.signpost", "zip": zip_name}
    lines = list[str]()
    for language, title in enumerate(("签名争议材料", "Everything about one signature, for a dispute")):
        lines += [title, "", *_facts(record, language), ""]
        known = [(name, told[language]) for name, told in _FILES.items() if name in files]
        known += [(names["bundle"], _BUNDLE[language]), ("sealed/", _SEALED[language])]
        for name, told in known:
            lines += [name, f"    {told}"]
        lines += ["", *_missing(record, files, language)]
        lines += [line.format(**names) for line in _CHECK[language]] + ["", ""]
    return ("\ufeff" + "\r\n".join(lines).rstrip() + "\r\n").encode()


def _facts(record: Taken, language: int) -> list[str]:
    labels = (
        ("单号", "金额", "签署时间", "匹配码", "记录"),
        ("Reference", "Amount", "Signed", "Match code", "Record"),
    )
    stored = record.stored
    values = (
        stored.reference,
        record.amount,
        f"{record.signed:%Y-%m-%d %H:%M:%S %z}",
        stored.match_code,
        stored.id,
    )
    colon = ("：", ": ")[language]
    return [f"{label}{colon}{value}" for label, value in zip(labels[language], values, strict=True) if value]


def _missing(record: Taken, files: Collection[str], language: int) -> list[str]:
    """Return why something is not in it that one would look for."""
    told = []
    if "signed.pdf" not in files:
        why = record.no_pdf
        said = (
            f"没有签名 PDF。{why}",
            f"There is no signed PDF. {why or 'It was not made before this packet.'}",
        )
        told.append(said[language])
    if record.stored.method != "fingerprint" and "replay.html" not in files:
        said = (
            "没有回放：笔迹已为其所有者加密，或已按规定销毁。",
            "There is no replay: the ink is encrypted to its owner, or was destroyed as its policy says.",
        )
        told.append(said[language])
    return [*told, ""] if told else []

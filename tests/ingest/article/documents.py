"""Small documents made for tests: DOCX by python-docx and by hand, PDF by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["PdfLine", "make_docx", "make_pdf"]

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def make_docx(body: str, *, notes: str = "", endnotes: str = "", links: str = "", **parts: str | bytes) -> bytes:
    """A document with this WordprocessingML as its body; other parts by name, dots as ``__`` and slashes as ``___``."""
    space = f'xmlns:w="{_W}" xmlns:r="{_R}"'
    files: dict[str, str | bytes] = {
        "word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f'<w:styles {space}><w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="H1"/></w:style>'
        '<w:style w:styleId="T"><w:name w:val="Title"/></w:style></w:styles>',
        "word/numbering.xml": f'<w:numbering {space}><w:abstractNum w:abstractNumId="5"><w:lvl w:ilvl="0">'
        '<w:numFmt w:val="decimal"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'
        "</w:numbering>",
        "word/_rels/document.xml.rels": f"<Relationships>{links}</Relationships>",
    }
    if notes:
        files["word/footnotes.xml"] = f"<w:footnotes {space}>{notes}</w:footnotes>"
    if endnotes:
        files["word/endnotes.xml"] = f"<w:endnotes {space}>{endnotes}</w:endnotes>"
    files |= {name.replace("___", "/").replace("__", "."): data for name, data in parts.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class PdfLine:
    """Text put at a place, in points from the lower left corner."""

    text: str
    x: float = 72
    y: float = 700
    size: float = 10
    bold: bool = False


def make_pdf(pages: Iterable[Iterable[PdfLine]], *, catalog: str = "") -> bytes:
    """A PDF with these pages, uncompressed; ``catalog`` is put into its root."""
    objects: list[bytes] = [b"", b"", b""]
    fonts = (
        "<< /A << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> "
        "/B << /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >> >>"
    )
    kids = []
    for lines in pages:
        commands = []
        for line in lines:
            text = line.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            font = "B" if line.bold else "A"
            commands.append(f"BT /{font} {line.size} Tf 1 0 0 1 {line.x} {line.y} Tm ({text}) Tj ET")
        stream = "\n".join(commands).encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        content = len(objects)
        shown = f"/Contents {content} 0 R /Resources << /Font {fonts} >>"
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] {shown} >>"
        objects.append(page.encode())
        kids.append(f"{len(objects)} 0 R")
    objects[0] = f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode()
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    objects[2] = b"<< >>"
    out, places = b"%PDF-1.4\n", []
    for number, value in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + head + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))

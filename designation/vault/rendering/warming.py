"""Load everything that a job needs before children are forked and locked, for they can open nothing.

Python imports some modules, and libraries some tables, only when they are first used. So each kind of job is done once
here, with documents that we made ourselves.
"""

import io
import mmap

from PIL import (
    Image,
    MpoImagePlugin,  # noqa: F401 - Pillow imports it when a JPEG file holds several pictures
)

from designation.vault.rendering import child

PDF = b"""%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R
/Resources<</Font<</F <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> >> >> >> endobj
4 0 obj <</Length 36>> stream
BT /F 18 Tf 10 100 Td (Warm up) Tj ET
endstream endobj
trailer <</Root 1 0 R>>
"""
MARKDOWN = """---
license: x
---
# Ä heading

A *word*, a **word**, `code`, [a link](https://x.example), ![an image](x.png) and <b>HTML</b> &amp; 漢.

> - a list
>   1. numbered

```python
code
```

| a | b |
|---|---|
| 1 | 2 |

***
"""
MARK = {
    "name": "Zoë Łukasz",
    "time": "Fri, Dec 4, 2026, 5:00 p.m. EST",
    "code": "AAAA-AAAA",
    "legend": "x",
    "banner": "x",
}


def warm_up() -> None:
    """Do every kind of job once."""
    documents = {
        "pdf": PDF,
        "png": _image("PNG", "LA"),
        "jpeg": _image("JPEG", "CMYK"),
        "markdown": MARKDOWN.encode(),
        "csv": b"a,b\n1,2\n",
        "json": b'{"a": [1.5, "b", {}]}',
        "text": b"A line of text.\n",
    }
    for kind, content in documents.items():
        for job in ("inspect", "fonts", "text", "page"):
            request = {"job": job, "kind": kind, "number": 1, "width_px": 1200, "mark": MARK}
            child.do(request, _mapped(content))


def _image(form: str, mode: str) -> bytes:
    buffer = io.BytesIO()
    image = Image.new(mode, (8, 8))
    image.getexif()[0x0112] = 6
    image.save(buffer, form, exif=image.getexif(), comment="x")
    return buffer.getvalue()


def _mapped(content: bytes) -> mmap.mmap:
    mapping = mmap.mmap(-1, len(content))
    mapping.write(content)
    mapping.seek(0)
    return mapping

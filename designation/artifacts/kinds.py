"""What kind of file an artifact is: by its first bytes, or, for text, by its name's ending and its whole content."""

from __future__ import annotations

import codecs

from designation.vault.rendering.client import sniff

ENDINGS = {
    "pdf": ("pdf",),
    "png": ("png",),
    "jpeg": ("jpg", "jpeg"),
    "markdown": ("md", "markdown"),
    "csv": ("csv", "tsv"),
    "json": ("json",),
    "text": ("txt", "text", "log", "jsonl", "yaml", "yml"),
}
TEXT_KINDS = ("markdown", "csv", "json", "text")
TEXT_ENDINGS = {ending: kind for kind in TEXT_KINDS for ending in ENDINGS[kind]}
OTHER = "other"
NO_PAGES = "Only PDF, PNG, JPEG, Markdown, CSV, JSON and plain text files can be shown as pages."
NOT_TEXT = "This file is not UTF-8 text, so it cannot be shown. Save it as UTF-8 and upload it again."
OTHER_CONTENT = (
    "The content is not what the file's name says, so it is not shown. Upload it under its own name."
)


class Recognition:
    """Tells a file's kind from its name and its content, which is fed block by block from the beginning."""

    def __init__(self, file_name: str) -> None:
        self.ending = file_name.rpartition(".")[2].lower()
        self._text_kind = TEXT_ENDINGS.get(self.ending)
        self._decoder = codecs.getincrementaldecoder("utf-8")("strict")
        self._is_text = self._text_kind is not None
        self._by_first_bytes: str | None = None
        self._has_begun = False

    @property
    def is_looking(self) -> bool:
        """Whether the next block can still change what kind this is."""
        return self._is_text or not self._has_begun

    def feed(self, block: bytes) -> None:
        """Look at the next block."""
        if not self._has_begun:
            self._by_first_bytes, self._has_begun = sniff(block), True
        if self._is_text:
            self._decode(block)

    def _decode(self, block: bytes, *, final: bool = False) -> None:
        try:
            self._decoder.decode(block, final)
        except UnicodeDecodeError:
            self._is_text = False
        self._is_text = self._is_text and b"\0" not in block

    def kind(self) -> str:
        """Return the kind, after everything was fed: strict UTF-8 without NUL for text, or "other"."""
        if self._is_text:
            self._decode(b"", final=True)
        return (self._text_kind if self._is_text else self._by_first_bytes) or OTHER

    def trouble(self) -> str:
        """Return why a file of this kind and name cannot be shown, or an empty text."""
        kind = self.kind()
        if kind == OTHER:
            return NO_PAGES if self._text_kind is None else NOT_TEXT
        return "" if self.ending in ENDINGS[kind] else OTHER_CONTENT

"""Static files as production serves them: hashed names, compressed, and one style sheet."""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "portal/css/site.css"
IMPORT = re.compile(r'@import url\("(?P<path>[^"]+)"\) layer\((?P<layer>\w+)\);')
ADDRESS = re.compile(r'url\("(?P<path>[^":]+)"\)')
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


def bundled(sheet: str, read: Callable[[str], str]) -> str:
    """The style sheet with what it imports in place of the imports, each in its layer.

    `read` gives the text of a file by its path relative to the sheet. A browser far away asks
    once instead of once per component.
    """

    def inlined(found: re.Match[str]) -> str:
        folder = posixpath.dirname(found["path"])

        def moved(address: re.Match[str]) -> str:
            path = posixpath.normpath(posixpath.join(folder, address["path"]))
            return f'url("{path}")'

        text = ADDRESS.sub(moved, COMMENT.sub("", read(found["path"])))
        return f"@layer {found['layer']} {{\n{text}}}\n"

    return IMPORT.sub(inlined, sheet)


class SiteStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed files; the site's style sheet holds all its parts."""

    def create_compressor(self, **options: Any) -> Compressor:
        """Without Brotli, which would add ten seconds to every start of the site."""
        return Compressor(use_brotli=False, **options)

    def post_process(
        self, paths: Mapping[str, tuple[Storage, str]], dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str, bool | Exception]]:
        def read(path: str) -> str:
            storage, name = paths[posixpath.join(posixpath.dirname(SHEET), path)]
            with storage.open(name) as file:
                return str(file.read().decode())

        sheets = InMemoryStorage()
        sheets.save(SHEET, ContentFile(bundled(read(posixpath.basename(SHEET)), read).encode()))
        yield from super().post_process(
            {**paths, SHEET: (sheets, SHEET)}, dry_run=dry_run, **options
        )

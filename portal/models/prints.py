"""What the print shop makes, kept under the hash of what it is made from."""

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.utils.translation import gettext_lazy as _


def print_storage() -> FileSystemStorage:
    """A folder that no address leads to: views decide who may read a print."""
    return FileSystemStorage(settings.REPORTS_ROOT)


class Print(models.Model):
    """A document and, once the print shop has made it, its file; `html` is empty from then on."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        PNG = "png", "PNG"

    kind = models.CharField(max_length=3, choices=Kind, default=Kind.PDF)
    """A PDF is made from HTML, a PNG from SVG."""
    html_sha256 = models.CharField(max_length=64)
    html = models.TextField(blank=True)
    file = models.FileField(storage=print_storage, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("print")
        verbose_name_plural = _("prints")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["html_sha256", "kind"], name="one_print_per_document_and_kind"
            )
        ]

    def __str__(self) -> str:
        return self.html_sha256[:12]

    @property
    def made(self) -> bool:
        """Whether the file is there to be read."""
        return bool(self.file) and self.file.storage.exists(self.file.name)

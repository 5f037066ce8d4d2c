"""Files under the hash of their content: the same bytes are kept once."""

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.utils.translation import gettext_lazy as _


def blob_storage() -> FileSystemStorage:
    """A folder that no address leads to: views decide who may read a file."""
    return FileSystemStorage(settings.BLOBS_ROOT)


class Blob(models.Model):
    """Bytes that came in or are handed out; their name is their hash, never the sender's."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    file = models.FileField(storage=blob_storage, max_length=100)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        ordering = ["created_at"]

    def __str__(self) -> str:
        return self.sha256[:12]

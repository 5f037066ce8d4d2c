"""Rows that are written once and then stay as they are."""

from typing import Any, NoReturn

from django.db import models


class Unchangeable(Exception):
    """Somebody tried to change or delete a row that is written once."""


class WrittenOnceQuerySet(models.QuerySet):
    """Reads and creates; refuses to change or delete."""

    def update(self, **fields: Any) -> NoReturn:
        raise Unchangeable(f"{self.model.__name__} rows are never changed.")

    def delete(self) -> NoReturn:
        raise Unchangeable(f"{self.model.__name__} rows are never deleted.")

    def bulk_update(self, *args: Any, **options: Any) -> NoReturn:
        self.update()


class WrittenOnce(models.Model):
    """A row that is written once; what stands on it must be able to rely on it."""

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise Unchangeable(f"{self._meta.object_name} {self.pk} is never changed.")
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        raise Unchangeable(f"{self._meta.object_name} {self.pk} is never deleted.")

"""What is bound by released versions."""

from django.db.models import CharField, Q
from django.db.models.functions import Cast
from wagtail.models import Page

from courses.models import UnitRevision


def is_released(page: Page) -> bool:
    """Whether a version holds a revision of this page, of a page below it or of a translation."""
    below = Q()
    for path in page.get_translations(inclusive=True).values_list("path", flat=True):
        below |= Q(path__startswith=path)
    # A revision keeps its page's primary key as text.
    keys = Page.objects.filter(below).values_list(Cast("pk", CharField()), flat=True)
    return UnitRevision.objects.filter(
        revision__base_content_type__app_label="wagtailcore",
        revision__base_content_type__model="page",
        revision__object_id__in=keys,
    ).exists()

"""Cohorts in the admin."""

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.viewsets.model import ModelViewSet

from courses.access import managed_cohorts
from courses.models import Cohort, CohortStaff


class OfOwnCohort(View):
    """For a person who may not edit a cohort it is not there."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        get_object_or_404(managed_cohorts(request.user), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)


class EditView(OfOwnCohort, generic.EditView):
    """Change a cohort."""


class DeleteView(OfOwnCohort, generic.DeleteView):
    """Delete a cohort that nobody has ever been in."""

    def form_valid(self, form: Form) -> HttpResponse:
        if self.object.enrolments.exists():
            messages.error(
                self.request,
                gettext("People have been in this cohort, so it is kept. Close it instead."),
            )
            return redirect("courses_cohorts:edit", self.object.pk)
        return super().form_valid(form)


class CohortHistoryView(OfOwnCohort, HistoryView):
    """What was changed in a cohort."""


class CohortUsageView(OfOwnCohort, UsageView):
    """What refers to a cohort."""


class IndexView(generic.IndexView):
    """The cohorts that the person may edit."""

    def get_base_queryset(self) -> QuerySet[Cohort]:
        return managed_cohorts(self.request.user)


class CreateView(generic.CreateView):
    """A new cohort. Who makes it works with it, unless the form names its staff."""

    def save_instance(self) -> Cohort:
        cohort = super().save_instance()
        if not cohort.staff.exists():
            CohortStaff.objects.create(cohort=cohort, user=self.request.user)
        return cohort


def board_link(cohort: Cohort) -> SafeString:
    """Where enrolments are seen and made."""
    address = reverse("courses_board", args=[cohort.public_id])
    return format_html('<a href="{}">{}</a>', address, gettext("Board and enrolments"))


class CohortViewSet(ModelViewSet):
    """Cohorts: what they learn, when, who works with them."""

    model = Cohort
    icon = "group"
    menu_label = _("Cohorts")
    menu_order = 270
    add_to_admin_menu = True
    name = "courses_cohorts"
    url_prefix = "cohorts"
    copy_view_enabled = False
    index_view_class = IndexView
    add_view_class = CreateView
    edit_view_class = EditView
    delete_view_class = DeleteView
    history_view_class = CohortHistoryView
    usage_view_class = CohortUsageView
    list_display = [
        "__str__",
        Column("version", label=_("Course version")),
        "starts_on",
        Column("get_state_display", label=_("State")),
        Column(board_link, label=_("People")),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("titles"),
            FieldPanel("version"),
            FieldPanel("state"),
            FieldPanel("capacity"),
            MultiFieldPanel(
                [
                    FieldPanel("time_zone"),
                    FieldRowPanel([FieldPanel("enrolment_from"), FieldPanel("enrolment_until")]),
                    FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                ],
                heading=_("Days"),
            ),
            InlinePanel("staff", heading=_("Staff"), label=_("Member of staff")),
        ]
    )

"""All addresses of the site. Pages carry their language; machines' addresses do not."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.contrib.auth import views as auth
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as document_urls

from briefs.urls import audio_urlpatterns, permanent_urlpatterns
from briefs.urls import site_urlpatterns as brief_urlpatterns
from courses.urls import site_urlpatterns as course_urlpatterns
from portal import views, views_help, views_prints
from portal.search.views import search
from surveys.urls import collect_urlpatterns, site_urlpatterns

account_urlpatterns = [
    path(
        "login/",
        views.LogIn.as_view(),
        name="login",
    ),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("", views.start, name="start"),
    path(
        "password/",
        auth.PasswordChangeView.as_view(template_name="portal/password.html", success_url="done/"),
        name="password",
    ),
    path(
        "password/done/",
        auth.PasswordChangeDoneView.as_view(template_name="portal/password_done.html"),
        name="password_change_done",
    ),
]

urlpatterns = [
    path("healthz", views.health, name="health"),
    path("collect/", include(collect_urlpatterns)),
    path("audio/", include(audio_urlpatterns)),
    path("r/", include(permanent_urlpatterns)),
    path("admin/", include(admin_urls)),
    path("documents/", include(document_urls)),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    *i18n_patterns(
        path("account/", include(account_urlpatterns)),
        path("search/", search, name="search"),
        path("help/", views_help.guides, name="guides"),
        path("help/<slug:key>/", views_help.guide, name="guide"),
        *site_urlpatterns,
        *brief_urlpatterns,
        *course_urlpatterns,
        re_path(r"^(?P<path>[-\w/]+)\.pdf$", views_prints.page_pdf, name="page_pdf"),
        path("", include(wagtail_urls)),
        prefix_default_language=True,
    ),
]

"""All addresses of the site. Pages carry their language; machines' addresses do not."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as document_urls

from briefs.urls import audio_urlpatterns, permanent_urlpatterns
from briefs.urls import site_urlpatterns as brief_urlpatterns
from courses.urls import site_urlpatterns as course_urlpatterns
from portal.accounts.urls import account_urlpatterns, oidc_urlpatterns
from portal.gallery import gallery
from portal.search.views import search
from portal.views import help as help_views
from portal.views import media, prints, site
from surveys.urls import api_urlpatterns, collect_urlpatterns, site_urlpatterns

handler500 = "portal.views.site.server_error"

urlpatterns = [
    path("healthz", site.health, name="health"),
    path("api/", include(api_urlpatterns)),
    path("collect/", include(collect_urlpatterns)),
    path("audio/", include(audio_urlpatterns)),
    path("r/", include(permanent_urlpatterns)),
    path("oidc/", include(oidc_urlpatterns)),
    path("admin/", include(admin_urls)),
    path("documents/", include(document_urls)),
    path("media/images/<str:name>", media.rendition, name="rendition"),
    path("media/original_images/<str:name>", media.original, name="original"),
    path(  # the address that the script of the editor asks
        "footnotes/footnotes_modal/",
        site.footnotes_dialogue,
        name="footnotes-modal",
    ),
    *i18n_patterns(
        path("account/", site.start, name="start"),
        path("account/", include(account_urlpatterns)),
        path("search/", search, name="search"),
        path("gallery/", gallery, name="gallery"),
        path("help/", help_views.guides, name="guides"),
        path("help/<slug:key>/", help_views.guide, name="guide"),
        *site_urlpatterns,
        *brief_urlpatterns,
        *course_urlpatterns,
        re_path(r"^(?P<path>[-\w/]+)\.pdf$", prints.page_pdf, name="page_pdf"),
        path("", include(wagtail_urls)),
        prefix_default_language=True,
    ),
]

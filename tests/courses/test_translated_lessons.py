"""A translation goes live only with texts that the lesson's own form would take."""

import uuid

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from courses.models import CoursePage, LessonPage, ModulePage
from portal.translation import translate_page
from tests.factories import make_listing_page, publish_below

pytestmark = pytest.mark.django_db


def block(kind, value):
    """A block as the database holds it."""
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


ROWS = [block("item", "0–19 | 220"), block("item", "20–39 | 300")]
BODY = [
    ("text", "<p>Discounting with $v$ counts.</p><p>A second paragraph.</p>"),
    ("formula", {"latex": "v", "alt": "v", "caption": "The factor $v$.", "number": ""}),
    ("worked_example", {"title": "An example", "problem": "Solve $x$.", "result": "One.",
                        "solution": [block("text", "<p>Divide.</p>")]}),
    ("table", {"caption": "People", "head": "Age | Now", "rows": ROWS}),
]  # fmt: skip


@pytest.fixture
def lesson(site):
    """A lesson whose Chinese version is live and in English yet."""
    course = CoursePage(title="Actuarial work", audience="Staff", hours=2, locale=site.locale)
    publish_below(make_listing_page(site, "Learn"), course)
    module = publish_below(course, ModulePage(title="Session 1", locale=site.locale))
    body = [block(kind, value) for kind, value in BODY]
    lesson = publish_below(
        module, LessonPage(title="Annuities", minutes=20, locale=site.locale, body=body)
    )
    for page in (course, module, lesson):
        translate_page(page, Locale.objects.get(language_code="zh-hans"), {})
    return lesson


def translation_of(lesson):
    return Translation.objects.get(source=TranslationSource.objects.get_for_instance(lesson))


def translate(lesson, english, chinese):
    """What a translator types beside a text."""
    translation = translation_of(lesson)
    segment = translation.source.stringsegment_set.get(string__data=english)
    return StringTranslation.objects.create(
        translation_of=segment.string,
        locale=translation.target_locale,
        context=segment.context,
        data=chinese,
    )


def publish(client, lesson):
    """What the editor reads after publishing the Chinese version, and the version's text."""
    chinese = lesson.get_translation(Locale.objects.get(language_code="zh-hans"))
    address = reverse("wagtailadmin_pages:edit", args=[chinese.pk])
    answer = client.post(address, {"action": "publish"}, follow=True)
    told = " ".join(str(message) for message in answer.context["messages"])
    page = Page.objects.get(pk=chinese.pk).specific
    return told, page.title + str(page.body.get_prep_value())


@pytest.mark.parametrize(
    ("english", "chinese", "reason"),
    [
        ("Discounting with $v$ counts.", r"用$\foo$贴现。", r"“$\foo$”"),
        ("The factor $v$.", r"因子$\bar$。", r"“$\bar$”"),
        ("Solve $x$.", r"求$x^$。", r"“$x^$”"),
        ("Divide.", r"相除$\fraq{1}{2}$。", r"\frac"),
        ("An example", "例" * 121, "at most 120 characters"),
        ("20–39 | 300", "20–39岁", "Row 2: 1 of 2 cells"),
        ("Annuities", "年" * 256, "at most 255 characters"),
    ],
)
def test_a_wrong_text_is_named_marked_and_kept(client, person, lesson, english, chinese, reason):
    client.force_login(person("editor"))
    wrong = translate(lesson, english, chinese)
    told, shown = publish(client, lesson)
    assert "Nothing was published" in told
    assert reason in told
    assert chinese[:20] not in shown
    wrong.refresh_from_db()
    assert (wrong.data, wrong.has_error) == (chinese, True)
    assert reason in wrong.get_error()


def test_a_right_paragraph_beside_a_wrong_one_is_not_marked(client, person, lesson):
    client.force_login(person("editor"))
    translate(lesson, "Discounting with $v$ counts.", r"用$\foo$贴现。")
    right = translate(lesson, "A second paragraph.", "第二段。")
    publish(client, lesson)
    right.refresh_from_db()
    assert not right.has_error


def test_published_again_the_source_stands_in_its_place(client, person, lesson):
    client.force_login(person("editor"))
    translate(lesson, "Annuities", "年金")
    translate(lesson, "The factor $v$.", r"因子$\bar$。")
    publish(client, lesson)
    _told, shown = publish(client, lesson)
    assert "年金" in shown
    assert "The factor $v$." in shown


def test_right_texts_go_live_at_once(client, person, lesson):
    client.force_login(person("editor"))
    translate(lesson, "The factor $v$.", "因子$v$。")
    told, shown = publish(client, lesson)
    assert "Nothing was published" not in told
    assert "因子$v$。" in shown


def test_handing_new_texts_over_publishes_no_wrong_text(client, person, lesson):
    client.force_login(person("editor"))
    translate(lesson, "The factor $v$.", r"因子$\bar$。")
    address = f"/admin/localize/update/{translation_of(lesson).source.pk}/"
    answer = client.post(address, {"publish_translations": "on"}, follow=True)
    assert "Nothing was published" in answer.content.decode()
    chinese = lesson.get_translation(Locale.objects.get(language_code="zh-hans"))
    assert "bar" not in str(chinese.specific.body.get_prep_value())

"""The demonstration survey: a whole simulated survey through the portal's own doors.

The people are synthetic. Their answers come in over HTTP, as phones and browsers send them, and are
reviewed, weighted and released like those of any survey.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale

from portal.models import ListingPage
from portal.prints import print_now, print_of
from portal.translation import translate_page
from surveys.demo.fieldwork import hold_fieldwork
from surveys.demo.panel import gather_panel
from surveys.demo.team import join_accounts
from surveys.models import AnalysisPlan, FindingsPage, Format, Member, Release, Survey
from surveys.printing import release_html
from surveys.public import finding
from surveys.queries import public_releases, questionnaire_of
from surveys.services.exports import KEPT, make_export
from surveys.services.instruments import import_instrument, publish_instrument
from surveys.services.life import keep_consent
from surveys.services.releases import make_release
from surveys.services.samples import store_control_totals, store_plan

Tell = Callable[[str], object]

SLUG = "nse-2021"
EXPORTED = (Format.CSV, Format.SAV)
FIXTURES = Path(__file__).parents[1] / "fixtures" / "nse"
TITLES = {
    "en": "Social security of workers in non-standard employment in five cities",
    "zh-hans": "五城市非标准就业劳动者社会保障状况",
}
SUMMARIES = {
    "en": (
        "What a synthetic survey of some 3,000 workers in Hangzhou, Chengdu, Guangzhou, Dongguan "
        "and Shenzhen finds about their cover, earnings, risks and wishes."
    ),
    "zh-hans": ("对杭州、成都、广州、东莞、深圳约3000名劳动者的模拟调查：参保、收入、风险与意愿。"),
}
CONSENT = {
    "en": (
        "We study the social security of people in flexible work. The questions take about thirty "
        "minutes. Taking part is voluntary: skip a question or stop whenever you like. Answers "
        "appear only as totals, and nothing that names you is kept with them. This is a "
        "demonstration: do not enter anything about a real person."
    ),
    "zh-hans": (
        "本调查了解灵活就业人员的社会保障状况，约需30分钟。参加与否完全自愿，可随时跳过问题或停止作答。"
        "答案仅以汇总形式使用，不与任何可识别您身份的信息一同保存。"
        "本站为演示，请勿填写任何真实个人的信息。"
    ),
}


def build_demo(tell: Tell) -> dict[str, str]:
    """Build what is missing of the survey, its release, prints and page; lines for the summary."""
    release = Release.objects.filter(survey__slug=SLUG).order_by("number").last()
    if release is None:
        survey, plan = _collect(tell)
        tell("   weights, estimates and findings")
        release = make_release(survey=survey, plan=plan)
    if not release.survey.panels.exists():
        tell("   a panel with two waves")
        gather_panel(release.survey)
    if not release.survey.exports.exists():
        tell("   exports")
        leave_exports(release.survey)
    lines = {}
    publish_page(release)
    for language, _ in settings.LANGUAGES:
        html = release_html(release, language)
        if print_of(html) is None:
            tell(f"   printing the findings ({language})")
        lines[f"findings-pdf-{language.split('-')[0]}"] = print_now(html).file.path
    return lines


def _collect(tell: Tell) -> tuple[Survey, AnalysisPlan]:
    """Questionnaire, sample, answers and review; goes on where an earlier run was ended."""
    from surveys.simulation.survey import simulate_survey

    survey, _ = Survey.objects.get_or_create(
        slug=SLUG, defaults={"titles": TITLES, "synthetic": True, "state": Survey.State.OPEN}
    )
    workbook = FIXTURES / "questionnaire.xlsx"
    version = import_instrument(
        survey=survey, content=workbook.read_bytes(), filename=workbook.name
    )
    publish_instrument(version=version)
    join_accounts(survey)
    keep_consent(survey=survey, texts=CONSENT, actor=None)
    tell("   drawing a synthetic population and its sample")
    simulated = simulate_survey(questionnaire_of(version))
    store_control_totals(survey=survey, documents=simulated.control_totals)
    plan = store_plan(survey=survey, text=(FIXTURES / "plan.toml").read_text("utf-8"))
    hold_fieldwork(survey, simulated, tell)
    return survey, plan


def leave_exports(survey: Survey) -> None:
    """Files that the lead can download, until they expire."""
    for lead in survey.members.filter(role=Member.Role.LEAD).select_related("user")[:1]:
        for kind in EXPORTED:
            export = survey.exports.create(
                owner=lead.user,
                format=kind,
                options={"documented": True, "language": "en"},
                expires_at=timezone.now() + KEPT,
            )
            make_export(export=export, tell=lambda _done: None)


@transaction.atomic
def publish_page(release: Release) -> None:
    """The public page of the release below the list of surveys, in both languages."""
    listing = ListingPage.objects.get(slug="surveys", locale__language_code="en")
    if FindingsPage.objects.child_of(listing).filter(slug=SLUG).exists():
        return
    page = FindingsPage(
        title=TITLES["en"],
        slug=SLUG,
        summary=SUMMARIES["en"],
        release=release,
        locale=listing.locale,
    )
    listing.add_child(instance=page)
    page.save_revision().publish()
    chinese = Locale.objects.get(language_code="zh-hans")
    words = {TITLES["en"]: TITLES["zh-hans"], SUMMARIES["en"]: SUMMARIES["zh-hans"]}
    translate_page(page, chinese, words)


def newest_finding(indicator: str) -> str:
    """How a page names a finding of the survey's newest public release; empty without one."""
    release = public_releases().filter(survey__slug=SLUG).order_by("number").last()
    found = finding(release.public_id, indicator) if release else None
    return found.reference if found else ""

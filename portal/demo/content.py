"""The pages a new site begins with, in English and Simplified Chinese."""

import re
from dataclasses import dataclass, field
from itertools import count

LINK = re.compile(r'<a href="[^"]*">')


def segment(text: str) -> str:
    """The text as translations know it: with its links by number."""
    numbers = count(1)
    return LINK.sub(lambda _link: f'<a id="a{next(numbers)}">', text)


@dataclass(frozen=True)
class Words:
    """One text in both languages."""

    en: str
    zh: str


@dataclass(frozen=True)
class Section:
    """A heading and its paragraphs."""

    heading: Words
    paragraphs: tuple[Words, ...]


@dataclass(frozen=True)
class PageContent:
    """What stands on a page; `sections` only on a plain page."""

    slug: str
    title: Words
    summary: Words
    sections: tuple[Section, ...] = field(default=())


HOME = PageContent(
    slug="home",
    title=Words(
        "Social protection, learnt from evidence",
        "循证学习社会保障",
    ),
    summary=Words(
        "Training for the people who run social security, surveys of the people it is for, "
        "and findings that show how they were made.",
        "面向社会保障工作者的培训，面向社会保障对象的调查，以及注明来源与方法的研究结果。",
    ),
)

EXPERIENCES = PageContent(
    slug="experiences",
    title=Words("Experiences", "国家经验"),
    summary=Words(
        "How countries extended social protection: practices, results and limits, every figure with its year and source.",
        "各国如何扩展社会保护：做法、成效与局限，每个数字均注明年份与出处。",
    ),
)

PUBLICATIONS = PageContent(
    slug="publications",
    title=Words("Publications", "出版物"),
    summary=Words(
        "Policy briefs, research briefs, fact sheets and the Policy Monitor, to read on the page or as a PDF.",
        "政策简报、研究简报、资料页与《政策观察》，可在线阅读，也可下载PDF。",
    ),
)

PODCASTS = PageContent(
    slug="podcasts",
    title=Words("Podcasts", "播客"),
    summary=Words(
        "The briefs as short conversations, with chapters and full transcripts. The voices are synthetic.",
        "以简短对话介绍各期简报，附章节与全文文字稿。节目采用合成语音。",
    ),
)

LEARN = PageContent(
    slug="learn",
    title=Words("Learn", "学习"),
    summary=Words(
        "Courses for the staff of social security institutions. Every lesson is open to read; members of a cohort also keep their progress and results.",
        "面向社会保障机构工作人员的课程。所有课程内容公开阅读，班级学员还可保存学习进度与成绩。",
    ),
)

SURVEYS = PageContent(
    slug="surveys",
    title=Words("Surveys", "调查"),
    summary=Words(
        "Findings of representative surveys of workers, with their margins of error "
        "and the method behind every number.",
        "有代表性的劳动者调查结果，每个数字均附有误差范围与计算方法。",
    ),
)

EVENTS = PageContent(
    slug="events",
    title=Words("Events", "活动"),
    summary=Words(
        "Dialogues, seminars and exchanges on social protection: what is coming and what came of earlier ones.",
        "社会保护领域的对话会、研讨会与交流：活动预告与往期成果。",
    ),
)

ABOUT = PageContent(
    slug="about",
    title=Words("About the portal", "关于本门户"),
    summary=Words(
        "What the portal is for, how its numbers are made, and how it treats what you tell it.",
        "本门户的用途、数字的由来，以及如何对待您提供的信息。",
    ),
    sections=(
        Section(
            Words("What the portal is for", "本门户的用途"),
            (
                Words(
                    "The portal brings together training and research on social protection. "
                    "Staff of social security institutions learn here, researchers run surveys, "
                    "and both work with the same numbers.",
                    "本门户汇集社会保障领域的培训与研究。社会保障机构的工作人员在此学习，"
                    "研究人员在此开展调查，双方使用同一套数据。",
                ),
            ),
        ),
        Section(
            Words("How the numbers are made", "数字的由来"),
            (
                Words(
                    "Every finding comes from a release: the approved answers, the weighting plan "
                    "and the results are frozen together. A later release never changes what an "
                    "earlier one said.",
                    "每项结果都出自一次发布：经审核的答卷、加权方案与结果一并固定。"
                    "后续发布不会改变先前发布的内容。",
                ),
                Words(
                    "Estimates are shown with their margin of error. Where too few people "
                    "answered, a number is not published.",
                    "估计值均附误差范围。作答人数过少时，相应数字不予公布。",
                ),
            ),
        ),
        Section(
            Words("How answers are protected", "答卷的保护"),
            (
                Words(
                    "Answers are read by the researchers of a survey and by administrators, to check them; "
                    "by nobody else. "
                    "Published tables are checked so that no person can be recognised in them.",
                    "答卷仅供该项调查的研究人员和管理员查阅，用于审核。公布的表格均经过核查，"
                    "确保无法从中识别任何个人。",
                ),
            ),
        ),
        Section(
            Words("For every reader", "面向每一位读者"),
            (
                Words(
                    "All pages exist in English and Simplified Chinese, work without JavaScript "
                    "and follow the accessibility guidelines WCAG 2.2 at level AA. Nothing is "
                    "loaded from other sites.",
                    "所有页面均有英文和简体中文版本，不启用JavaScript也能使用，并遵循"
                    "无障碍指南WCAG 2.2 AA级。本站不从其他网站加载任何内容。",
                ),
            ),
        ),
    ),
)

MENU = (EXPERIENCES, PUBLICATIONS, PODCASTS, LEARN, SURVEYS)
"""The listings of the main menu, in its order."""

"""The pages on which trust rests: privacy, accessibility, licence and contact, in both languages.

They say what this software does. Whoever runs a portal adds who they are and what else they do.
"""

from portal.demo.content import PageContent, Section, Words

PRIVACY = PageContent(
    slug="privacy",
    title=Words("Privacy notice", "隐私声明"),
    summary=Words(
        "What the portal keeps about you, why, for how long, and what you can ask for.",
        "本门户保存您的哪些信息、为何保存、保存多久，以及您享有的权利。",
    ),
    sections=(
        Section(
            Words("Reading without being watched", "阅读不受跟踪"),
            (
                Words(
                    "You read the portal without an account. Nothing is loaded from other sites, nothing is passed on to third parties, and nobody follows you from page to page.",
                    "阅读本门户无需账户。页面不从其他网站加载任何内容，不向第三方提供任何信息，也不跟踪您的浏览过程。",
                ),
                Words(
                    "To learn which pages are useful, the portal counts how often each page is opened on a day. The count holds the page, its language and the day: no network address, no browser, no cookie. Programs such as search engines and people who edit the site are not counted.",
                    "为了解哪些页面有用，本门户统计每个页面每天被打开的次数。统计只包含页面、语言和日期，不含网络地址、浏览器信息或Cookie。搜索引擎等程序以及网站编辑人员的访问不计入。",
                ),
            ),
        ),
        Section(
            Words("Cookies", "Cookie"),
            (
                Words(
                    "Pages that are only read set no cookie. Forms set one that protects them against misuse by other sites. Logging in sets one that keeps you logged in until you log out, close the browser, or eight hours have passed; a message about what you have just done may travel in another until it is shown. There are no other cookies.",
                    "仅供阅读的页面不设置Cookie。表单会设置一个Cookie，防止被其他网站冒用。登录后会设置一个保持登录状态的Cookie，直至您退出、关闭浏览器或满八小时；操作结果的提示在显示之前可能暂存于另一个Cookie。除此之外没有其他Cookie。",
                ),
            ),
        ),
        Section(
            Words("If you have an account", "如果您有账户"),
            (
                Words(
                    "The portal keeps your name, your e-mail address, the groups you belong to, and the time of your last log-in, because without them it cannot tell what is open to you. A list of log-ins that are still open, with time, network address and browser, lets you notice strangers; failed attempts are counted for a while so that passwords cannot be guessed.",
                    "本门户保存您的姓名、电子邮箱地址、所属用户组和最近一次登录时间，否则无法判断您可以使用哪些功能。仍处于登录状态的设备会列出时间、网络地址和浏览器，便于您发现陌生登录；失败的登录会在一段时间内计数，以防密码被猜中。",
                ),
                Words(
                    "If you take a course, the portal keeps your enrolment, the lessons you have done and your answers in quizzes. You see them, and so do the staff of your cohort and administrators. If you edit the site, its history says what you changed and when.",
                    "如果您参加课程，本门户保存您的报名、已完成的课次和测验答案。您本人、所在班级的工作人员和管理员可以查看。如果您编辑网站，修改记录会注明您何时改动了什么。",
                ),
            ),
        ),
        Section(
            Words("If you answer a survey", "如果您参加调查"),
            (
                Words(
                    "Your answers are kept as they were sent. Researchers of the survey and administrators read them, to check and to weight them; nobody else does. What is published are estimates about groups. Small groups are suppressed so that no person can be recognised.",
                    "您的答卷按提交时的原样保存。只有该项调查的研究人员和管理员可以查阅，用于审核和加权。公布的是群体的估计值；人数过少的群体不予公布，以免识别出个人。",
                ),
            ),
        ),
        Section(
            Words("How long", "保存期限"),
            (
                Words(
                    "Log-ins end after eight hours. Accounts, records of courses and answers to surveys are kept while the training or the survey needs them. The portal does not yet delete them by itself: its office does so when the purpose has ended, or when you ask for it. Counts of visits and published findings hold nothing about persons and stay.",
                    "登录状态最长八小时。账户、学习记录和调查答卷在培训或调查需要期间保存。本门户目前尚不能自动删除这些信息：目的实现后或应您的要求，由门户办公室删除。访问次数和已公布的结果不含个人信息，将继续保留。",
                ),
            ),
        ),
        Section(
            Words("Your rights", "您的权利"),
            (
                Words(
                    "Under the Personal Information Protection Law of the People’s Republic of China, and likewise under the law of other places, you can ask what is kept about you and why, get a copy, have mistakes corrected, have your data deleted, and withdraw a consent as easily as you gave it. You can also complain to the authority in charge.",
                    "根据《中华人民共和国个人信息保护法》以及其他地区的同类法律，您可以查询本门户保存了您的哪些信息及其用途、获取副本、更正错误、要求删除，并可以像给予同意时一样便捷地撤回同意。您也可以向主管部门投诉。",
                ),
                Words(
                    'Write to <a href="#imprint">the address at the foot of the page</a>. You need not give a reason.',
                    '请发送邮件至<a href="#imprint">页脚所列地址</a>，无需说明理由。',
                ),
            ),
        ),
    ),
)

ACCESSIBILITY = PageContent(
    slug="accessibility",
    title=Words("Accessibility statement", "无障碍声明"),
    summary=Words(
        "What the portal does so that everybody can use it, how this is tested, and what does not work yet.",
        "本门户为方便每个人使用所做的工作、测试方法，以及尚未解决的问题。",
    ),
    sections=(
        Section(
            Words("The standard", "遵循的标准"),
            (
                Words(
                    "The portal follows the Web Content Accessibility Guidelines (WCAG) 2.2 at level AA. Pages work with the keyboard alone, on small screens, in light and dark, and without JavaScript. Printed documents are tagged (PDF/UA-1).",
                    "本门户遵循《Web内容无障碍指南》（WCAG）2.2的AA级要求。页面可仅用键盘操作，适用于小屏幕、浅色与深色显示，无需JavaScript。印制文件均带有标签（PDF/UA-1）。",
                ),
            ),
        ),
        Section(
            Words("How it is tested", "测试方法"),
            (
                Words(
                    "Every kind of page is checked in a browser with the test program axe, in English and Chinese and in two widths, whenever the software changes. Contrasts are computed from the colours in use. This does not replace tests by people who use assistive technology; none has been made yet.",
                    "软件每次改动时，都会用axe测试程序在浏览器中检查各类页面，涵盖中英文和两种宽度。颜色对比度根据实际用色计算。这不能代替辅助技术使用者的测试，此类测试尚未进行。",
                ),
            ),
        ),
        Section(
            Words("Known limits", "已知不足"),
            (
                Words(
                    "Pages that have not been translated yet are shown in their original language. Documents that others have made and that are offered here for download may lack tags. The pages for editing the site come with the Wagtail software; parts of them stand in English only.",
                    "尚未翻译的页面以原文语言显示。本站提供下载的他人制作的文件可能没有标签。网站编辑页面由Wagtail软件提供，部分内容只有英文。",
                ),
                Words(
                    "Recordings have full transcripts; charts have their numbers in a table; formulae are read aloud in words.",
                    "录音附有全文文字稿，图表附有数据表，公式附有朗读文字。",
                ),
            ),
        ),
        Section(
            Words("Tell us", "反馈问题"),
            (
                Words(
                    'If something keeps you from using the portal, write to <a href="#imprint">the address at the foot of the page</a>: say which page it is and what you use. If you need a document in another form, ask for it.',
                    '如果您在使用中遇到障碍，请发送邮件至<a href="#imprint">页脚所列地址</a>，说明是哪个页面以及您使用的设备和软件。如需其他格式的文件，也请告知。',
                ),
            ),
        ),
    ),
)

LICENCE = PageContent(
    slug="licence",
    title=Words("Licence", "使用许可"),
    summary=Words(
        "What you may do with texts, figures, recordings and the software.",
        "您可以如何使用本站的文字、数据、录音和软件。",
    ),
    sections=(
        Section(
            Words("Content", "内容"),
            (
                Words(
                    'Unless a page says otherwise, you may share and adapt its content, also commercially, under the licence Creative Commons Attribution 4.0 (CC BY 4.0, <a href="https://creativecommons.org/licenses/by/4.0/">creativecommons.org/licenses/by/4.0</a>): name the source and say what you have changed. Each publication shows its own licence and a suggested citation.',
                    '除页面另有说明外，您可以根据知识共享署名4.0许可协议（CC BY 4.0，<a href="https://creativecommons.org/licenses/by/4.0/">creativecommons.org/licenses/by/4.0</a>）分享和改编本站内容，包括用于商业目的，但须注明出处并说明所作修改。每份出版物均注明其许可和建议引用格式。',
                ),
                Words(
                    "Quotations, logos and documents of other institutions stay under the terms of their owners.",
                    "其他机构的引文、标识和文件，仍适用其权利人的规定。",
                ),
            ),
        ),
        Section(
            Words("Software", "软件"),
            (
                Words(
                    'The software of the portal is free under the Apache License 2.0 (<a href="https://www.apache.org/licenses/LICENSE-2.0">apache.org/licenses/LICENSE-2.0</a>).',
                    '本门户的软件根据Apache许可证2.0版（<a href="https://www.apache.org/licenses/LICENSE-2.0">apache.org/licenses/LICENSE-2.0</a>）免费提供。',
                ),
            ),
        ),
    ),
)

CONTACT = PageContent(
    slug="contact",
    title=Words("Contact", "联系我们"),
    summary=Words(
        "How to reach the office of the portal, and whom to ask first.",
        "如何联系门户办公室，以及可以先向谁咨询。",
    ),
    sections=(
        Section(
            Words("The office of the portal", "门户办公室"),
            (
                Words(
                    'Write to <a href="#imprint">the address at the foot of the page</a>, in English or Chinese: about mistakes on a page, about your data, about barriers, about security problems, or to take part.',
                    '请用中文或英文发送邮件至<a href="#imprint">页脚所列地址</a>：反映页面错误、个人信息、使用障碍、安全问题，或联系合作。',
                ),
            ),
        ),
        Section(
            Words("Quicker answers", "更快的途径"),
            (
                Words(
                    "Learners ask the staff of their cohort. Interviewers ask the office of their survey. People without access to something ask the administrator who invited them.",
                    "学员可咨询所在班级的工作人员，访问员可咨询调查办公室，没有相应权限的用户可咨询邀请其加入的管理员。",
                ),
            ),
        ),
    ),
)

TRUST = (PRIVACY, ACCESSIBILITY, LICENCE, CONTACT)
"""The pages that the footer leads to, in its order."""

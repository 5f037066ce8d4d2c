"""The text of a record."""

from django.utils.translation import gettext_lazy as _

from briefs.blocks.figures import FigureBlock, FigureTableBlock
from briefs.blocks.issues import FaqBlock, MonitorEntryBlock
from briefs.blocks.practices import BoxBlock, MilestonesBlock, PracticeBlock
from portal.blocks import StoryBlock
from surveys.blocks import FindingBlock

EVIDENCE = _("Evidence")
EXPERIENCE = _("Experience")
ISSUE = _("Fact sheet and monitor")


class BriefBody(StoryBlock):
    """A story with figures, findings and the special parts of each kind of record."""

    figure = FigureBlock(group=EVIDENCE)
    figure_table = FigureTableBlock(group=EVIDENCE)
    finding = FindingBlock(group=EVIDENCE)
    practice = PracticeBlock(group=EXPERIENCE)
    box = BoxBlock(group=EXPERIENCE)
    milestones = MilestonesBlock(group=EXPERIENCE)
    faq = FaqBlock(group=ISSUE)
    monitor_entry = MonitorEntryBlock(group=ISSUE)

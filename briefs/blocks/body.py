"""The text of a record."""

from collections import Counter
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError

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

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if errors := repeated_anchors(cleaned):
            raise StreamBlockValidationError(block_errors=errors)
        return cleaned


def repeated_anchors(body: Any) -> dict[int, StructBlockValidationError]:
    """An error for each question whose short name another question of the text has, by place."""
    anchors = {at: each.value["anchor"] for at, each in enumerate(body) if each.block_type == "faq"}
    times = Counter(anchors.values())
    refusal = ValidationError(_("Another question of this text has the same name. Change one."))
    return {
        at: StructBlockValidationError(block_errors={"anchor": refusal})
        for at, anchor in anchors.items()
        if times[anchor] > 1
    }

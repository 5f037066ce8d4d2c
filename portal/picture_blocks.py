"""Pictures in a story."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

ALT_HELP = _(
    "What the picture shows, for people who do not see it. Leave it out only where the picture "
    "adds nothing to the text, and mark it as decorative."
)


class PictureValue(blocks.StructValue):
    """A picture as its template shows it."""

    @property
    def alt(self) -> str:
        """What stands for the picture; empty for a decorative one."""
        return self["image"].contextual_alt_text or ""


class PictureBlock(blocks.StructBlock):
    """A picture with what it shows, its caption and whose it is."""

    image = ImageBlock(label=_("Picture"), help_text=ALT_HELP)
    caption = blocks.CharBlock(
        label=_("Caption"),
        max_length=300,
        required=False,
        help_text=_("What readers learn from the picture. Shown below it, also in print."),
    )
    credit = blocks.CharBlock(
        label=_("Credit and licence"),
        max_length=200,
        required=False,
        help_text=_("Who made the picture and on what terms, such as: ILO, CC BY 4.0."),
    )

    @cached_property
    def _pictures(self) -> Any:
        return self.child_blocks["image"].child_blocks["image"].model_class.objects

    def get_preview_value(self) -> Any:
        """The newest picture of the library, so that editors see one of theirs."""
        image = self._pictures.order_by("-pk").first()
        return self.normalize(
            {
                "image": {"image": image, "decorative": False, "alt_text": str(image or "")},
                "caption": _("An office where people enrol"),
                "credit": "ILO, CC BY 4.0",
            }
        )

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/picture.html"
        description = _(
            "A picture with its caption, its credit and a text for those who cannot see it"
        )
        value_class = PictureValue

"""The blocks of which records of knowledge are made."""

from briefs.blocks.body import BriefBody
from briefs.blocks.figures import FigureBlock, FigureTableBlock

__all__ = ["BriefBody", "FigureBlock", "FigureTableBlock"]

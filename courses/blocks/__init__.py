"""The blocks of which lessons are made."""

from courses.blocks.lesson import LessonBody, OutcomesBlock

__all__ = ["LessonBody", "OutcomesBlock"]

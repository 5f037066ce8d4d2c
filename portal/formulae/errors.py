"""What is wrong with a formula."""


class FormulaError(ValueError):
    """A formula that would be shown wrongly; the text says what was found and what to write."""

"""Why something was not done."""


class Refused(Exception):
    """A write that the rules do not allow; the text says why and what to do, for the reader."""

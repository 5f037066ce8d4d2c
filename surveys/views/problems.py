"""Problems of what was asked for, above the page that follows."""

from django.contrib import messages
from django.http import HttpRequest

from surveys.errors import SurveyError
from surveys.problems import sentences


def tell(request: HttpRequest, error: SurveyError) -> None:
    """Show them as messages."""
    for text in sentences(error.problems):
        messages.error(request, text)

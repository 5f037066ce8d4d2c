"""What pages with a form have in common: what was posted, the form's faults, what could not be done."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from surveys.errors import SurveyError
from surveys.problems import sentences


def posted(request: HttpRequest) -> tuple[Any, ...]:
    """The arguments that bind a form to what was posted; none where the page is only looked at."""
    return (request.POST, request.FILES) if request.method == "POST" else ()


def form_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page with its `form`; one that was posted and stands there again has faults."""
    status = 422 if context["form"].is_bound else 200
    return render(request, template, context, status=status)


def tell(request: HttpRequest, error: SurveyError) -> None:
    """Show the problems as messages above the page that follows."""
    for text in sentences(error.problems):
        messages.error(request, text)

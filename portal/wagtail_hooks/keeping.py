"""What records and pages refer to is not deleted; the message says where it is used."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Model, ProtectedError
from django.db.models.deletion import Collector
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from wagtail import hooks
from wagtail.models import ReferenceIndex

from portal.models import User


@hooks.register("before_delete_snippet")
def keep_what_is_used(request: HttpRequest, instances: Sequence[Model]) -> HttpResponse | None:
    """What something refers to is not deleted; the list of its uses says where."""
    used = [each for each in instances if is_used(each)]
    if not used:
        return None
    text = gettext(
        "“%(names)s” is in use and cannot be deleted. Take it out of these places first; "
        "what a released course shows is kept."
    )
    messages.error(request, text % {"names": "”, “".join(map(str, used))})
    snippets = used[0].snippet_viewset
    return redirect(snippets.get_url_name("usage"), used[0].pk)


def is_used(instance: Model) -> bool:
    """Whether the text of a page, or a record that would be lost with it, refers to a row."""
    return bool(protected_by(instance)) or ReferenceIndex.get_references_to(instance).exists()


@hooks.register("before_delete_user")
def keep_who_is_on_record(request: HttpRequest, user: User) -> HttpResponse | None:
    """Whom records name is not deleted; the form of the account says how to close it."""
    kept = protected_by(user)
    if not kept:
        return None
    text = gettext(
        "“%(name)s” is named in what is kept for good (%(records)s) and cannot be deleted. "
        "Take away the tick at “Active” instead; then nobody can log in with this account."
    )
    names = sorted({str(each._meta.verbose_name_plural) for each in kept})
    messages.error(request, text % {"name": user, "records": ", ".join(names)})
    return redirect("wagtailusers_users:edit", user.pk)


@hooks.register("before_bulk_action")
def keep_all_who_are_on_record(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """The same for several people at once."""
    people = [each for each in objects if action_type == "delete" and isinstance(each, User)]
    refusals = [keep_who_is_on_record(request, user) for user in people]
    return next((refusal for refusal in refusals if refusal), None)


def protected_by(instance: Model) -> Collection[Model]:
    """The records that name a row and would be lost with it."""
    try:
        Collector(using="default").collect([instance])
    except ProtectedError as error:
        return error.protected_objects
    return ()

"""Characters that nobody sees and no file can hold do not get into texts."""

import pytest

from portal.accounts.forms import InvitationForm, ProfileForm
from portal.models import PlainPage
from tests.factories import make_plain_page, make_user

pytestmark = pytest.mark.django_db


def test_a_page_is_stored_without_them(site):
    page = make_plain_page(site, "Pensions\x0bfor \x08all\ufffe", summary="Line one.\nLine\x1ftwo.")
    stored = PlainPage.objects.get(pk=page.pk)
    assert (stored.title, stored.summary) == ("Pensions for  all", "Line one.\nLine two.")
    assert stored.draft_title == stored.title


def test_so_is_the_name_of_a_person():
    names = {"first_name": "Lin\x07", "last_name": "Wei\x0b"}
    profile = ProfileForm(names, instance=make_user("trainee"))
    assert profile.is_valid(), profile.errors
    assert (profile.instance.first_name, profile.instance.last_name) == ("Lin", "Wei")
    invited = InvitationForm(
        {**names, "email": "lin@test.example", "language": "en", "groups": [1]}
    )
    invited.is_valid()
    assert invited.instance.first_name == "Lin"

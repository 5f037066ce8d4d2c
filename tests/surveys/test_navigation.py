"""Every page of a survey in the admin leads to the others that its reader may open."""

import pytest
from django.urls import reverse

from surveys.services.teams import set_role
from surveys.templatetags.survey_pages import SECTIONS
from tests.factories import make_user

PLACES = [place for _title, places in SECTIONS for place in places]


def links(client, route):
    answer = client.get(reverse(route, args=["work"]))
    assert answer.status_code == 200
    page = answer.content.decode()
    start = page.index('class="survey-nav"')
    return page[start : page.index("</nav>", start)]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.route)
def test_each_page_stands_in_the_navigation_and_is_marked_there(client, person, survey, place):
    client.force_login(person("researcher"))
    found = links(client, place.route)
    assert 'aria-current="page"' in found or 'aria-current="true"' in found
    assert f'href="{reverse(place.route, args=["work"])}"' in found


@pytest.mark.parametrize("role", ["viewer", "supervisor", "analyst"])
def test_nobody_is_led_to_a_closed_door(client, survey, role):
    user = make_user("researcher")
    survey.members.all().delete()
    set_role(survey=survey, user=user, role=role)
    client.force_login(user)
    addresses = {place.route: reverse(place.route, args=["work"]) for place in PLACES}
    opened = {
        route for route, address in addresses.items() if client.get(address).status_code == 200
    }
    shown = "".join(links(client, route) for route in opened)
    assert opened == {route for route in addresses if f'href="{addresses[route]}"' in shown}
    assert len(opened) < len(addresses)

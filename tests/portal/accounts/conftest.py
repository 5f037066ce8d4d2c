"""People who log in as one does: with the form, from a browser at some address."""

import pytest
from django.test import Client

from tests.factories import PASSWORD


@pytest.fixture
def lin(person):
    """A trainee who logs in as lin@test.example."""
    return person("trainee", email="lin@test.example")


@pytest.fixture
def log_in():
    """Logs in with the form and gives the answer: `log_in(client, password="…")`."""

    def send(client, email="lin@test.example", password=PASSWORD, language="en", **extra):
        address = f"/{language}/account/login/"
        return client.post(address, {"login": email, "password": password}, **extra)

    return send


@pytest.fixture
def confirm():
    """Gives the password again where it is asked for, and what comes after: `confirm(answer)`."""

    def send(client, answer, password=PASSWORD):
        assert "/account/confirm/" in answer["Location"]
        return client.post(answer["Location"], {"password": password}, follow=True)

    return send


@pytest.fixture
def browser_at():
    """A browser of its own at an IP address: `browser_at("192.0.2.7")`."""
    return lambda address: Client(REMOTE_ADDR=address)

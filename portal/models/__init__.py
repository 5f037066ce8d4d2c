"""What the portal stores: people, pages, vocabulary and background jobs."""

from portal.models.jobs import Job
from portal.models.pages import BasePage, HomePage, ListingPage, PlainPage
from portal.models.people import User
from portal.models.prints import Print
from portal.models.visits import PageVisits
from portal.models.vocabulary import Country, PageCountry, PageTopic, Topic

__all__ = [
    "BasePage",
    "Country",
    "HomePage",
    "Job",
    "ListingPage",
    "PageCountry",
    "PageTopic",
    "PageVisits",
    "PlainPage",
    "Print",
    "Topic",
    "User",
]

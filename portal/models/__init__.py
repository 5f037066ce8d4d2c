"""What the portal stores: people, pages and background jobs."""

from portal.models.jobs import Job
from portal.models.pages import BasePage, HomePage, ListingPage, PlainPage
from portal.models.people import User

__all__ = ["BasePage", "HomePage", "Job", "ListingPage", "PlainPage", "User"]

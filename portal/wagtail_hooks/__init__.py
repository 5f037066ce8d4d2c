"""What the portal adds to Wagtail: each module registers its hooks when it is imported."""

from wagtail import hooks

from portal import pagecache
from portal.wagtail_hooks import accounts, editing, home, keeping, reports, translating, vocabulary

__all__ = ["accounts", "editing", "home", "keeping", "reports", "translating", "vocabulary"]

hooks.register("is_request_cacheable", pagecache.is_request_cacheable)
hooks.register("is_response_cacheable", pagecache.is_response_cacheable)

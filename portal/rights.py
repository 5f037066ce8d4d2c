"""What migrations that give rights to groups share."""

from typing import Any


def permission(apps: Any, app_label: str, model: str, codename: str) -> Any:
    """The permission, made now if need be: Django itself makes it only after all migrations."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": f"Can {codename.replace('_', ' ')}"},
    )
    return found

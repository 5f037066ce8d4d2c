"""`manage.py demo`: fills an empty site with demonstration content and says where it is."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.module_loading import module_has_submodule

from portal.demo.languages import add_further_languages
from portal.demo.site import build_site, keep_passwords, make_accounts

BuildDemo = Callable[[Callable[[str], None]], Mapping[str, str]]


def demo_builders() -> Iterator[BuildDemo]:
    """The `build_demo(tell)` functions of our apps, in the order of the apps.

    Such a function says its progress with `tell` and returns lines for the summary by their names.
    """
    for app in apps.get_app_configs():
        if Path(app.path).parent == settings.ROOT and module_has_submodule(app.module, "demo"):
            build = getattr(import_module(f"{app.name}.demo"), "build_demo", None)
            if build:
                yield build


class Command(BaseCommand):
    help = "Fill the site with demonstration content; what exists is left as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--address", default=settings.WAGTAILADMIN_BASE_URL)
        parser.add_argument(
            "--summary", type=Path, help="file for the last, machine-readable lines"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        build_site()
        passwords = keep_passwords(
            settings.PORTAL_HOME / "demo_accounts.txt",
            make_accounts(settings.DEMO_PASSWORD),
        )
        results: dict[str, str] = {}
        for build in demo_builders():
            results.update(build(self.stderr.write))
        add_further_languages()
        self.stdout.write("Demo accounts:")
        for email, password in passwords.items():
            self.stdout.write(f"  {email}  {password}")
        lines = [
            f"{name}: {value}" for name, value in {"site": options["address"], **results}.items()
        ]
        if options["summary"]:
            options["summary"].write_text("\n".join(lines) + "\n")
        else:
            self.stdout.write("\n".join(lines))

"""Long lists, cut into sheets that an address names: `?page=2`."""

from django.core.paginator import Page, Paginator


class Sheets(Paginator):
    """Gives a sheet for any number: the first for numbers before it, the last for those after."""

    def get_page(self, number: object) -> Page:
        try:
            return super().get_page(max(int(str(number)), 1))
        except ValueError:
            return self.page(1)

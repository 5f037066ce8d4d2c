"""A browser without scripts: it keeps cookies, reads forms, and sends whatever it is told to."""

import re
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from urllib.parse import urlencode

import lxml.html

from tests.surveys.collect.phone import BOUNDARY, multipart

KIND = f"multipart/form-data; boundary={BOUNDARY}"


class Browser:
    """Speaks to one site; the page is what was answered last."""

    def __init__(self, site):
        self.site, self.cookies = site, CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def open(self, address, body=None, kind="application/x-www-form-urlencoded"):
        """The status; addresses of redirects are followed."""
        url = address if address.startswith("http") else f"{self.site}{address}"
        request = urllib.request.Request(url, body, {"Content-Type": kind} if body else {})
        try:
            with self.opener.open(request, timeout=60) as answer:
                self.address, self.text = answer.url, answer.read().decode()
                return answer.status
        except urllib.error.HTTPError as refused:
            self.address, self.text = refused.url, refused.read().decode()
            return refused.code

    @property
    def token(self):
        return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.text)[1]

    def fields(self):
        """What the page's form would send as it stands."""
        forms = [form for form in lxml.html.fromstring(self.text).forms if form.method == "POST"]
        return dict(forms[-1].form_values())

    def send(self, address, fields):
        return self.open(address, urlencode(fields, doseq=True).encode())

    def log_in(self, login, password):
        self.open("/en/account/login/")
        fields = {"csrfmiddlewaretoken": self.token, "login": login, "password": password}
        return self.send("/en/account/login/", fields)

    def upload(self, page, address, name, filename, content):
        """Choose a file in the form of a page and send it."""
        self.open(page)
        parts = (
            ("csrfmiddlewaretoken", None, self.token.encode(), ""),
            (name, filename, content, "application/octet-stream"),
        )
        return self.open(address, multipart(*parts), KIND)

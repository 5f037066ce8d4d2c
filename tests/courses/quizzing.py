"""What the tests of quizzes share: the right answers, hostile forms, and a reader of forms."""

from html.parser import HTMLParser

RIGHT = {"quiz": "1", "answer-0": "15,32", "answer-1": "1", "answer-2": "1"}
HOSTILE = [
    "",
    "answer-0",
    "answer-0=%00%00&answer-1=%FF%FE&answer-2=%ED%A0%80",
    "answer-0=NaN&answer-1=NaN&answer-2=-1",
    "answer-0=1e999999&answer-1=1&answer-2=1",
    "answer-0=15.32&answer-0=15.33&answer-1=0&answer-1=1&answer-1=2&answer-2=0&answer-2=1",
    "answer-99=1&answer--1=1&answer-x=1&answer-%C2%B2=1&answer-1e9=1",
    "answer-0=" + "9" * 100_000,
    "answer-1=" + "&answer-1=".join(map(str, range(2000))),
    "answer-0=%3Cscript%3Ealert(1)%3C/script%3E&answer-1={{7*7}}&answer-2=$\\frac{1$",
]


class Fields(HTMLParser):
    """The inputs of a page by name; radio buttons by name and value."""

    def __init__(self, html):
        super().__init__()
        self.inputs = {}
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "input" and attrs.get("name", "").startswith("answer-"):
            choice = attrs.get("type") in ("radio", "checkbox")
            key = (attrs["name"], attrs["value"]) if choice else attrs["name"]
            self.inputs[key] = "checked" in attrs if choice else attrs.get("value", "")


def inputs(response):
    return Fields(response.content.decode()).inputs

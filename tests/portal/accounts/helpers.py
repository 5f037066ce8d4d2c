"""What people do between two pages: read their mail, look at their phone."""

import base64
import hashlib
import hmac
import re
import struct
import time
from urllib.parse import urlsplit

NEW_PASSWORD = "another long pass phrase"
WRONG_PASSWORD = "not the right pass phrase"


def link_in(message):
    """The path of the first link into the accounts in a message."""
    return urlsplit(re.search(r"http\S+/account/\S+", message.body)[0]).path


def code_of_app(secret, *, steps=0):
    """The six digits that an app shows now, or so many half minutes later (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"

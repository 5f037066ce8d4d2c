"""Devices that log in: Digest anywhere, Basic over HTTPS only, and guessing soon ends."""

import base64
import re
import urllib.request

import pytest

from tests.servers import running
from tests.surveys.collect.phone import DEVICE, digest, interview, new_id

BEHIND_HTTPS = {"X-Forwarded-Proto": "https"}


@pytest.fixture(scope="module")
def encrypted(collect_site):
    """The same site behind a proxy that speaks HTTPS."""
    with running(collect_site.home, PORTAL_HTTPS="yes", **collect_site.database) as server:
        yield collect_site.login(server.address)


def challenge_of(answer):
    assert answer.status == 401
    return answer.headers["WWW-Authenticate"]


def answered(phone, login, method="GET", path="formList", **changed):
    """The header with which an app answers the challenge of a first request."""
    challenge = challenge_of(phone.ask(method, path))
    fields = dict(re.findall(r'(\w+)="([^"]*)"', challenge.partition(", Basic")[0]))
    username, secret = login
    uri = f"{phone.parts.path}/{path}?{DEVICE}"
    given = {
        "username": username,
        "realm": fields["realm"],
        "nonce": fields["nonce"],
        "uri": uri,
        "qop": "auth",
        "nc": "00000001",
        "cnonce": "0a4f113b",
        **changed,
    }
    ha1 = digest(f"{username}:{fields['realm']}:{secret}")
    ha2 = digest(f"{method}:{given['uri']}")
    between = ":".join(given[name] for name in ("nonce", "nc", "cnonce", "qop"))
    given["response"] = digest(f"{ha1}:{between}:{ha2}")
    return {"Authorization": "Digest " + ", ".join(f'{k}="{v}"' for k, v in given.items())}


def basic(username, secret):
    pair = base64.b64encode(f"{username}:{secret}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


def test_the_challenge_names_what_an_app_needs(collect_site):
    answer = collect_site.login().get("formList")
    challenge = challenge_of(answer)
    for part in ('Digest realm="', 'domain="/collect/login/"', 'qop="auth"', "algorithm=MD5"):
        assert part in challenge
    assert "Basic" not in challenge
    assert answer.headers["X-OpenRosa-Version"] == "1.0"
    assert answer.message
    nonces = {re.search('nonce="([^"]{40,})"', challenge)[1]}
    nonces.add(re.search('nonce="([^"]+)"', challenge_of(collect_site.login().get("formList")))[1])
    assert len(nonces) == 2


def test_a_device_that_logs_in_lists_fetches_and_sends(collect_site):
    phone, login, instance = collect_site.login(), collect_site.tokens["login"], new_id()
    listed = phone.get("formList", headers=answered(phone, login))
    assert listed.status == 200
    url = re.search("<downloadUrl>([^<]*form.xml)</downloadUrl>", listed.body.decode())[1]
    path = url.removeprefix(f"{phone.base}/")
    assert phone.get(path, headers=answered(phone, login, path=path)).status == 200
    head = answered(phone, login, "HEAD", "submission")
    assert phone.ask("HEAD", "submission", headers=head).status == 204
    post = answered(phone, login, "POST", "submission")
    assert phone.send(interview(instance), headers=post).status == 201
    assert len(collect_site.versions(instance)) == 1


def test_a_library_s_digest_is_understood(collect_site):
    phone, (username, secret) = collect_site.login(), collect_site.tokens["login"]
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, phone.base, username, secret)
    opener = urllib.request.build_opener(urllib.request.HTTPDigestAuthHandler(passwords))
    with opener.open(f"{phone.base}/formList?{DEVICE}") as response:
        assert response.status == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"uri": "/collect/login/submission"},
        {"qop": "auth-int"},
        {"username": "nobody"},
        {"username": "'; --"},
        {"username": "u" * 5000},
    ],
    ids=["another address", "another quality", "stranger", "odd name", "long name"],
)
def test_an_answer_that_does_not_fit_is_refused(collect_site, changed):
    phone = collect_site.login()
    headers = answered(phone, collect_site.tokens["login"])
    ((name, value),) = changed.items()
    headers["Authorization"] = re.sub(
        f'{name}="[^"]*"', f'{name}="{value}"', headers["Authorization"]
    )
    answer = phone.get("formList", headers=headers)
    assert "stale=false" in challenge_of(answer)
    assert answer.message


@pytest.mark.parametrize("nonce", ["", "invented", "a:b:c"])
def test_a_nonce_of_somebody_else_is_no_longer_good(collect_site, nonce):
    phone = collect_site.login()
    headers = answered(phone, collect_site.tokens["login"], nonce=nonce)
    assert "stale=true" in challenge_of(phone.get("formList", headers=headers))


@pytest.mark.parametrize("written", ["Digest", "Digest x", "Digest ,,=", "Basic", "Bearer a", "é"])
def test_an_odd_header_is_an_unanswered_challenge(collect_site, written):
    answer = collect_site.login().get("formList", headers={"Authorization": written})
    assert challenge_of(answer)


def test_a_withdrawn_key_does_not_log_in_and_is_counted(collect_site):
    phone, login = collect_site.login(), collect_site.tokens["withdrawn login"]
    answer = phone.get("formList", headers=answered(phone, login))
    assert challenge_of(answer)


def test_basic_is_offered_and_taken_over_https_only(collect_site, encrypted):
    right = basic(*collect_site.tokens["basic"])
    assert "Basic" in challenge_of(encrypted.get("formList", headers=BEHIND_HTTPS))
    assert encrypted.get("formList", headers={**right, **BEHIND_HTTPS}).status == 200
    assert "Basic" not in challenge_of(encrypted.get("formList", headers=right))
    assert "Basic" not in challenge_of(collect_site.login().get("formList", headers=right))
    listed = encrypted.get("formList", headers={**right, **BEHIND_HTTPS})
    assert b"<downloadUrl>https://" in listed.body


@pytest.mark.parametrize("written", ["Basic !!", "Basic /w==", "Basic YQ=="])
def test_an_odd_basic_header_is_refused(encrypted, written):
    answer = encrypted.get("formList", headers={"Authorization": written, **BEHIND_HTTPS})
    assert challenge_of(answer)


def test_guessing_from_one_address_ends_after_five_tries(collect_site, encrypted):
    username, secret = collect_site.tokens["guessed"]

    def try_it(secret, address):
        headers = {**basic(username, secret), **BEHIND_HTTPS, "X-Forwarded-For": address}
        return encrypted.get("formList", headers=headers)

    assert [try_it("wrong", "198.51.100.1").status for _ in range(6)] == [401] * 5 + [429]
    closed = try_it(secret, "198.51.100.1")
    assert (closed.status, closed.headers["Retry-After"].isdigit()) == (429, True)
    assert closed.headers["X-OpenRosa-Version"] == "1.0"
    assert try_it(secret, "198.51.100.2").status == 200


def test_guessing_from_many_addresses_ends_too(collect_site, encrypted):
    username, secret = collect_site.tokens["guessed everywhere"]
    for number in range(25):
        headers = {**basic(username, "wrong"), **BEHIND_HTTPS}
        headers["X-Forwarded-For"] = f"198.51.100.{number + 10}"
        assert encrypted.get("formList", headers=headers).status == 401
    headers = {**basic(username, secret), **BEHIND_HTTPS, "X-Forwarded-For": "198.51.100.99"}
    assert encrypted.get("formList", headers=headers).status == 429
    assert collect_site.refusals("collect:aB3")["wrong_login"] >= 25

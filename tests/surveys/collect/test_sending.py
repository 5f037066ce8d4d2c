"""A phone sends interviews with their files: whole, split, again, at once, changed."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.surveys.collect.phone import MORE_TO_COME, interview, new_id, photo

ENVELOPE = b'<OpenRosaResponse xmlns="http://openrosa.org/http/response"><message>'


# 10: HEAD


def test_head_has_no_body_and_leads_nowhere_else(phone):
    answer = phone.ask("HEAD", "submission")
    assert (answer.status, answer.body) == (204, b"")
    assert "Location" not in answer.headers


# 11 and 12: parts


def test_an_interview_comes_with_its_files(phone, collect_site):
    instance = new_id()
    xml = interview(instance, photos=["home 家.jpg"])
    answer = phone.send(xml, photo("home 家.jpg", b"house"), photo("audit.csv", b"event"))
    assert answer.status == 201
    assert answer.body.startswith(ENVELOPE)
    assert collect_site.versions(instance) == [xml]
    assert collect_site.attachments(instance) == [
        ("audit.csv", False, b"event"),
        ("home 家.jpg", True, b"house"),
    ]


def test_files_come_in_several_requests_in_any_order_and_twice(phone, collect_site):
    instance = new_id()
    xml = interview(instance, photos=["a.jpg", "b.jpg", "c.jpg"])
    assert phone.send(xml, photo("c.jpg"), MORE_TO_COME).status == 201
    assert collect_site.attachments(instance)[0] == ("a.jpg", True, None)
    assert phone.send(xml, photo("a.jpg"), MORE_TO_COME).status == 201
    assert phone.send(xml, photo("a.jpg"), photo("c.jpg", b"another")).status == 201
    assert collect_site.versions(instance) == [xml]
    by_name = {name: content for name, _expected, content in collect_site.attachments(instance)}
    beside = next(name for name in by_name if name.startswith("c~"))
    assert by_name == {"a.jpg": b"picture", "b.jpg": None, "c.jpg": b"picture", beside: b"another"}


def test_two_files_of_one_name_in_one_request_are_both_kept(phone, collect_site):
    instance = new_id()
    xml = interview(instance, photos=["a.jpg"])
    answer = phone.send(xml, photo("a.jpg", b"1"), photo("a.jpg", b"2"), photo("a.jpg", b"1"))
    assert answer.status == 201
    contents = [content for _name, _expected, content in collect_site.attachments(instance)]
    assert sorted(contents) == [b"1", b"2"]


def test_a_hundred_files_fit_into_one_request(phone, collect_site):
    instance = new_id()
    photos = [photo(f"{number}.jpg", b"%d" % number) for number in range(100)]
    assert phone.send(interview(instance), *photos).status == 201
    assert len(collect_site.attachments(instance)) == 100


# 13 and 14: acknowledged once it is stored, once


def test_the_same_content_again_is_acknowledged_again(phone, collect_site):
    instance = new_id()
    xml = interview(instance)
    assert [phone.send(xml).status for _ in range(3)] == [201, 201, 201]
    assert collect_site.versions(instance) == [xml]


def test_clients_that_send_the_same_at_one_moment_make_one_row(phone, collect_site):
    for _ in range(8):
        instance = new_id()
        xml = interview(instance, photos=["a.jpg"])
        with ThreadPoolExecutor(4) as pool:
            sent = [pool.submit(phone.send, xml, photo("a.jpg")) for _ in range(4)]
        assert [each.result().status for each in sent] == [201] * 4
        assert collect_site.versions(instance) == [xml]
        assert collect_site.attachments(instance) == [("a.jpg", True, b"picture")]


def test_other_content_under_the_same_id_is_refused_and_kept(phone, collect_site):
    instance = new_id()
    first, second = interview(instance), interview(instance, age="41")
    assert phone.send(first).status == 201
    answers = [phone.send(second, photo("late.jpg")) for _ in range(2)]
    assert [answer.status for answer in answers] == [409, 409]
    assert "kept" in answers[0].message
    assert collect_site.versions(instance) == [first]
    assert collect_site.held(instance) == ["conflict"]
    assert collect_site.held_files(instance) == [("late.jpg", b"picture")]
    assert collect_site.attachments(instance) == []


# 15: edits


def test_an_edit_names_what_it_replaces(phone, collect_site):
    first, second, third = new_id(), new_id(), new_id()
    contents = [
        interview(first, photos=["a.jpg"]),
        interview(second, age="41", photos=["a.jpg"], replaces=first),
        interview(third, age="42", replaces=second),
    ]
    assert phone.send(contents[0], photo("a.jpg")).status == 201
    assert [phone.send(xml).status for xml in contents[1:]] == [201, 201]
    assert phone.send(contents[2]).status == 201, "the last edit again"
    assert collect_site.versions(first) == contents
    assert collect_site.attachments(first) == [("a.jpg", False, b"picture")]


def test_an_edit_of_what_is_no_longer_current_is_refused_and_kept(phone, collect_site):
    first, second, late = new_id(), new_id(), new_id()
    phone.send(interview(first))
    phone.send(interview(second, age="41", replaces=first))
    assert phone.send(interview(late, age="42", replaces=first)).status == 409
    assert collect_site.held(late) == ["edit"]
    assert len(collect_site.versions(first)) == 2


def test_an_edit_of_what_nobody_sent_is_refused_and_kept(phone, collect_site):
    instance = new_id()
    answer = phone.send(interview(instance, replaces=new_id()))
    assert answer.status == 404
    assert "kept" in answer.message
    assert collect_site.held(instance) == ["edit"]


# 17: a body without a length


def test_a_chunked_request_arrives_whole(phone, collect_site):
    instance = new_id()
    xml = interview(instance, photos=["a.jpg"])
    assert phone.send(xml, photo("a.jpg", b"p" * 300_000), chunked=True).status == 201
    assert collect_site.versions(instance) == [xml]
    assert collect_site.attachments(instance) == [("a.jpg", True, b"p" * 300_000)]


# 19 and 20: nothing is refused for what it says


@pytest.mark.parametrize(
    ("key", "changed", "mark"),
    [
        ("closed", {}, "late"),
        ("archived", {}, "late"),
        ("open", {"version": "77"}, "unknown_form"),
        ("open", {"form": "another"}, "unknown_form"),
        ("open", {"age": "200"}, "constraint"),
        ("open", {"age": "forty"}, "type"),
    ],
)
def test_what_breaks_a_rule_is_stored_and_marked(collect_site, key, changed, mark):
    instance = new_id()
    xml = interview(instance, **changed)
    assert collect_site.phone(key).send(xml).status == 201
    assert collect_site.versions(instance) == [xml]
    assert mark in collect_site.marks(instance)


@pytest.mark.parametrize("key", ["draft", "pilot", "paused"])
@pytest.mark.parametrize("version", ["1", "2"])
def test_every_state_and_version_takes_interviews(collect_site, key, version):
    instance = new_id()
    assert collect_site.phone(key).send(interview(instance, version=version)).status == 201
    assert len(collect_site.versions(instance)) == 1


def test_without_an_instance_id_nothing_could_be_recognised_again(phone):
    answer = phone.send(b'<data id="household" version="2"><age>1</age></data>')
    assert answer.status == 400
    assert "instanceID" in answer.message


# 22: what a key opens


def test_a_key_may_send_without_listing_and_list_without_sending(collect_site):
    instance = new_id()
    assert collect_site.phone("cannot list").send(interview(instance)).status == 201
    assert collect_site.phone("cannot submit").send(interview()).status == 403
    assert collect_site.phone("cannot submit").get("formList").status == 200


def test_a_withdrawn_key_sends_nothing_and_its_attempts_are_counted(collect_site):
    phone, instance = collect_site.phone("withdrawn"), new_id()
    before = collect_site.refusals("collect:aB3").get("no_key", 0)
    assert phone.send(interview(instance)).status == 404
    assert phone.send(interview(instance)).status == 404
    assert collect_site.versions(instance) == []
    assert collect_site.refusals("collect:aB3")["no_key"] == before + 2

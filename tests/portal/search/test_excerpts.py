from portal.search.excerpts import CHINESE_LENGTH, LENGTH, Fragment, excerpt, marked
from portal.search.tokens import query_terms


def shown(fragments):
    """The fragments as one text, what is marked in brackets."""
    whole = "".join(f"[{part.text}]" if part.marked else part.text for part in fragments)
    return whole.replace("\u00a0", " ")


def test_short_text_is_shown_whole():
    assert shown(excerpt("Schemes  pay\nbills.", query_terms("scheme"))) == "[Schemes] pay bills."


def test_title_with_marks():
    assert marked("社会保险法", query_terms("保险")) == (
        Fragment("社会", marked=False),
        Fragment("保险", marked=True),
        Fragment("法", marked=False),
    )


def test_the_piece_with_most_different_words_is_shown():
    text = "fund " * 100 + "The end. Here a fund pays a pension to every widow. " + "word " * 100
    piece = shown(excerpt(text, query_terms("fund pension widow")))
    assert "[fund] pays a [pension] to every [widow]" in piece
    assert piece.startswith("… ")
    assert piece.endswith(" …")
    assert len(piece) < LENGTH + 20


def test_chinese_piece_begins_with_a_sentence():
    text = "前面的话很多。" * 40 + "工伤保险由单位缴费。" + "后面的话也很多。" * 40
    piece = shown(excerpt(text, query_terms("工伤保险")))
    assert piece.startswith("… 前面的话很多。")
    assert "[工伤保险]由单位缴费。" in piece
    assert len(piece) < CHINESE_LENGTH + 10


def test_without_a_match_the_beginning_is_shown():
    assert shown(excerpt("word " * 100, query_terms("absent"))).startswith("word word")


def test_match_that_reaches_over_the_end_is_left_unmarked():
    text = "养老金" + "的" * (CHINESE_LENGTH - 4) + "养老金" + "的" * 50
    expected = "[养老金]" + "的" * (CHINESE_LENGTH - 4) + "养 …"
    assert shown(excerpt(text, query_terms("养老金"))) == expected


def test_a_number_is_never_cut():
    text = "约" * (CHINESE_LENGTH - 2) + "3,101人" + "的" * 50
    assert shown(excerpt(text, query_terms("没有"))) == "约" * (CHINESE_LENGTH - 2) + " …"
    text = "前" * 200 + "13,579" + "后" * 57 + "养老金" + "的" * 200
    assert shown(excerpt(text, query_terms("养老金"))).startswith("… " + "后" * 57 + "[养老金]")


def test_a_decimal_point_ends_no_sentence():
    text = "word " * 40 + "Cover is 12.5 percent and it pays a pension" + " word" * 60
    assert "is 12.5 percent" in shown(excerpt(text, query_terms("pension")))


def test_blocks_of_chinese_text_stand_without_a_space_between_them():
    assert (
        shown(excerpt("先说的话。\n再说的话。\n标题\n正文", query_terms("话")))
        == "先说的[话]。再说的[话]。标题 正文"
    )


def test_the_whole_of_what_was_asked_is_shown_before_a_part_of_it():
    text = "大约12亿人。" + "别的话。" * 30 + "参加人数为8.33亿人。" + "别的话。" * 30
    assert "参加人数为[8.33亿]人。" in shown(excerpt(text, query_terms("8.33亿")))

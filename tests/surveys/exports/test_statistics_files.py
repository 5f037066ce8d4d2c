"""Files of SPSS and Stata, read back by another program: what was put in comes out."""

import datetime as dt
import math
import random

import pytest

from surveys.exports.dta_file import DtaVariable, write_dta
from surveys.exports.sav_file import SavVariable, write_sav

pyreadstat = pytest.importorskip("pyreadstat")
DAY = dt.date(2026, 11, 24)
LENGTHS = (1, 8, 9, 251, 252, 253, 255, 256, 503, 504, 505, 765, 766, 5_000)


def read_sav(path, *arguments):
    write_sav(path, *arguments)
    return pyreadstat.read_sav(path, user_missing=True)


def read_dta(path, *arguments):
    write_dta(path, *arguments)
    return pyreadstat.read_dta(path, user_missing=True)


class TestSpss:
    def test_numbers_of_every_size_come_back(self, tmp_path):
        numbers = [0, 1, -99, -100, 151, 152, 0.5, -1e12, 1e300, 1 / 3, 7, 8, 9]
        path = tmp_path / "a.sav"
        data, _meta = read_sav(path, [SavVariable("x", "X")], len(numbers), [[numbers]])
        assert data["x"].tolist() == numbers

    def test_many_rows_in_batches_come_back(self, tmp_path):
        draw = random.Random(7)
        rows = [
            (draw.choice([1, 2, 3.5, math.nan]), draw.choice(["", "河", "x" * 30]))
            for _ in range(2_345)
        ]
        batches = [
            list(zip(*rows[start : start + 1_000], strict=True)) for start in (0, 1_000, 2_000)
        ]
        variables = [SavVariable("n", ""), SavVariable("t", "", width=30)]
        data, _meta = read_sav(tmp_path / "a.sav", variables, len(rows), batches)
        assert data["t"].tolist() == [text for _number, text in rows]
        assert [
            (a, math.isnan(b)) for a, b in zip(data["n"].fillna(0), data["n"], strict=True)
        ] == [(0 if math.isnan(number) else number, math.isnan(number)) for number, _text in rows]

    @pytest.mark.parametrize("length", LENGTHS)
    def test_texts_of_every_length_come_back(self, tmp_path, length):
        texts = ["".join(chr(97 + place % 26) for place in range(length)), "", "z"]
        variables = [SavVariable("t", "Text", width=length), SavVariable("n", "After")]
        data, meta = read_sav(tmp_path / "a.sav", variables, 3, [[texts, [1, 2, 3]]])
        assert data["t"].tolist() == texts
        assert data["n"].tolist() == [1, 2, 3]
        assert meta.column_names == ["t", "n"]

    def test_labels_missing_values_and_days_come_back(self, tmp_path):
        variables = [
            SavVariable("work_in_the_last_seven_days", "做过工作吗？" * 20, values={1.0: "是", 2.0: "否"}, missing=[-9.0, 98.0]),
            SavVariable("short", "", width=3, values={"gz": "广州"}),
            SavVariable("long", "", width=20, values={"a_code_of_20_letters": "Long", "b": "短"}),
            SavVariable("day", "Day", days=True),
        ]  # fmt: skip
        columns = [[1, -9], ["gz", ""], ["b", "a_code_of_20_letters"], [DAY.toordinal(), math.nan]]
        data, meta = read_sav(tmp_path / "a.sav", variables, 2, [columns])
        assert meta.column_names[0] == "work_in_the_last_seven_days"
        assert meta.column_labels[0] == "做过工作吗？" * 20
        assert meta.variable_value_labels == {each.name: each.values for each in variables[:3]}
        assert meta.missing_ranges["work_in_the_last_seven_days"] == [
            {"lo": -9.0, "hi": -9.0},
            {"lo": 98.0, "hi": 98.0},
        ]
        assert data["day"].tolist()[0] == DAY
        assert data["day"].isna().tolist() == [False, True]
        assert data["long"].tolist() == columns[2]

    def test_no_rows_are_a_file_too(self, tmp_path):
        data, meta = read_sav(tmp_path / "a.sav", [SavVariable("x", "X", width=1)], 0, [])
        assert (len(data), meta.column_names) == (0, ["x"])


class TestStata:
    def test_what_is_written_comes_back(self, tmp_path):
        letters = {math.nan: "a", math.inf: "b", 98.0: "d"}
        variables = [
            DtaVariable("x", "做过工作吗？", values={1: "是", -2: "minus", "a": "没问", "d": "不知道"}, letters=letters),
            DtaVariable("t", "Text", width=2_045),
            DtaVariable("day", "Day", days=True),
            DtaVariable("y", "Y"),
        ]  # fmt: skip
        columns = [
            [1, math.nan, math.inf, 98, -2],
            ["河" * 600, "", "b", "c", "d"],
            [DAY.toordinal(), math.nan, *[DAY.toordinal()] * 3],
            [1e300, -0.25, math.nan, 3, 4],
        ]
        batches = [[column[:2] for column in columns], [column[2:] for column in columns]]
        data, meta = read_dta(tmp_path / "a.dta", variables, 5, batches)
        assert data["x"].tolist() == [1, "a", "b", "d", -2]
        assert data["t"].tolist() == columns[1]
        assert data["day"].tolist()[::2] == [DAY, DAY, DAY]
        assert data["y"].tolist()[:2] == [1e300, -0.25]
        assert data["y"].isna().tolist() == [False, False, True, False, False]
        assert meta.column_labels == ["做过工作吗？", "Text", "Day", "Y"]
        assert meta.variable_value_labels["x"] == variables[0].values

    def test_long_texts_come_back_whole_in_both_readers(self, tmp_path):
        import pandas as pd

        texts = ["河" * 30_000, "", "short", "x" * 2_046]
        variables = [
            DtaVariable("t", "", width=90_000),
            DtaVariable("n", ""),
            DtaVariable("u", "", width=3_000),
        ]
        batches = [[texts[:3], [1, 2, 3], ["", "b", "c"]], [texts[3:], [4], ["d" * 3_000]]]
        path = tmp_path / "a.dta"
        data, _meta = read_dta(path, variables, 4, batches)
        for found in (data, pd.read_stata(path)):
            assert found["t"].tolist() == texts
            assert found["u"].tolist() == ["", "b", "c", "d" * 3_000]
            assert found["n"].tolist() == [1, 2, 3, 4]

    def test_another_reader_agrees(self, tmp_path):
        import pandas as pd

        variables = [DtaVariable("x", "X", values={1: "one"}), DtaVariable("t", "T", width=5)]
        write_dta(tmp_path / "a.dta", variables, 2, [[[1, 2.5], ["abc", "河"]]])
        with pd.read_stata(tmp_path / "a.dta", iterator=True, convert_categoricals=False) as reader:
            assert reader.variable_labels() == {"x": "X", "t": "T"}
            assert reader.value_labels() == {"x": {1: "one"}}
            assert reader.read().to_numpy().tolist() == [[1.0, "abc"], [2.5, "河"]]

"""How expressions are shown: names for paths, and one blank where one belongs."""

import pytest

from surveys.instrument.differences import plain

SHOWN = {
    " /data/a/source ='3'": "${source} = '3'",
    "not(selected( /data/forms ,'0') and count-selected(.)>1)": (
        "not(selected(${forms},'0') and count-selected(.) > 1)"
    ),
    "( /data/work ='1' or  /data/away != 'x<= y' )": "(${work} = '1' or ${away} != 'x<= y')",
    "/data/a and /data/b": "${a} and ${b}",
    ". >=14  and .<= 85": ". >= 14 and . <= 85",
    'regex(., "^( a )$")': 'regex(., "^( a )$")',
}


@pytest.mark.parametrize(("source", "shown"), SHOWN.items())
def test_paths_are_names_and_blanks_are_even_outside_texts(source, shown):
    assert plain(source) == shown

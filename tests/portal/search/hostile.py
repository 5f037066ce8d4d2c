"""Thirty-three queries that have broken search engines; none may break ours."""

HOSTILE = (
    '"', 'social "security', 'a"b', "'", "o'brien", "100%", "%s", "*", "(", "a AND", "NOT", "OR",
    "^x", "a:b", "-", "--", "\\", "\x00", "a\x00b", "  ", "", "😀", "title:社", "NEAR(a b)", "{x}",
    "中" * 300, "a " * 500, "\u200b", "C&A", "<script>", "a|b", "!a", "社会 -保险",
)  # fmt: skip

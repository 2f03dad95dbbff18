"""Which bytes a request asks for, and under which name a file is stored: the headers alone."""

import pytest

from designation.artifacts.downloads.ranges import Part, Unsatisfiable, attachment, part_of

ETAG = '"abc"'
WHOLE = Part(0, 10)


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("", WHOLE),
        ("bytes=0-0", Part(0, 1, True)),
        ("bytes=2-5", Part(2, 6, True)),
        ("bytes=2-", Part(2, 10, True)),
        ("bytes=2-999999999999999999999999999", Part(2, 10, True)),
        ("bytes=0009-0009", Part(9, 10, True)),
        ("bytes=-4", Part(6, 10, True)),
        ("bytes=-999", Part(0, 10, True)),
        ("Bytes= 1-2 ", Part(1, 3, True)),
        ("bytes=0-1,3-4", WHOLE),
        ("bytes=" + ",".join(["0-"] * 100), WHOLE),
        ("bytes=5-2", WHOLE),
        ("bytes=-", WHOLE),
        ("bytes=a-b", WHOLE),
        ("bytes=١-٢", WHOLE),
        ("bytes=+1-2", WHOLE),
        ("bytes 1-2", WHOLE),
        ("lines=1-2", WHOLE),
    ],
)
def test_one_range_or_the_whole(asked: str, part: Part) -> None:
    assert part_of(asked, "", length=10, etag=ETAG) == part


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=10-12", "bytes=99999999999999999999999-", "bytes=-0"])
def test_bytes_that_the_file_does_not_have(asked: str) -> None:
    with pytest.raises(Unsatisfiable):
        part_of(asked, "", length=10, etag=ETAG)


@pytest.mark.parametrize(
    ("if_range", "is_partial"),
    [
        (ETAG, True),
        ('"another"', False),
        ('W/"abc"', False),
        ("abc", False),
        ("Wed, 01 Jul 2026 00:00:00 GMT", False),
    ],
)
def test_a_range_of_other_content_is_not_served(if_range: str, is_partial: bool) -> None:
    assert part_of("bytes=1-2", if_range, length=10, etag=ETAG).is_partial is is_partial
    part_of("bytes=99-", '"another"', length=10, etag=ETAG)  # the whole, though there are no such bytes


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("weights.bin", 'attachment; filename="weights.bin"'),
        (
            "réper toire.bin",
            "attachment; filename=\"r_per toire.bin\"; filename*=UTF-8''r%C3%A9per%20toire.bin",
        ),
        ('a"b\\c.bin', "attachment; filename=\"a_b_c.bin\"; filename*=UTF-8''a%22b%5Cc.bin"),
        ("a\r\nX: y", "attachment; filename=\"a__X: y\"; filename*=UTF-8''a%0D%0AX%3A%20y"),
        ("../a;b", "attachment; filename=\".._a;b\"; filename*=UTF-8''..%2Fa%3Bb"),
        ("a%41.bin", "attachment; filename=\"a_41.bin\"; filename*=UTF-8''a%2541.bin"),
    ],
)
def test_the_name_is_safe(name: str, value: str) -> None:
    assert attachment(name) == value

"""Whatever the bytes are, the verifier answers with a refusal, never with anything else."""

import functools
import json
import operator

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from tests.workflow.ledger import naive, world
from tests.workflow.ledger.vectors import FOLDER
from workflow.ledger import canonical
from workflow.ledger.bundle import ERASED
from workflow.ledger.verify import BundleRefused, verify

BUNDLE = (FOLDER / "bundle.json").read_bytes()
START = (
    b'{"checkpoint":{"mldsa87":"","note":""},"format":"workflow-evidence/v1","keys":{},"logs":[{"entries":['
)

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["0" * 64, "ab", "\ud800"])
)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text() | st.sampled_from(["at", "body", "index", "log", "salt"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


def places(value, path=()):
    """Yield the path to everything in `value`."""
    yield path
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for step, child in children:
        yield from places(child, (*path, step))


PLACES = list(places(json.loads(BUNDLE)))[1:]
WHAT = {path: functools.reduce(operator.getitem, path, json.loads(BUNDLE)) for path in PLACES}
WRONG = (None, True, False, 0, 1, -1, 2**53, "", "x", "0" * 64, [], ["0" * 64], {}, {"x": 1})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b"\xef\xbb\xbf" + BUNDLE,
        b"NaN",
        b"-0",
        b"1" * 5000,
        b"1e999999999",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        START + b"[" * 100_000,
        START + b'{"at":' * 100_000,
        START + b"9" * 5000,
        START + b'{"at":"\\ud800","body":{}}',
        START + b"\xff",
        BUNDLE * 2,
        BUNDLE[:-1],
        BUNDLE.replace(b'"size":5', b'"size":' + b"5" * 5000),
        BUNDLE.replace(b'"size":5', b'"size":true'),
        BUNDLE.replace(b'"index":0', b'"index":-0', 1),
        BUNDLE.replace(b'"index":0', b'"index":false', 1),
        BUNDLE.replace(b'"days":30', b'"days":' + b"[" * 40 + b"]" * 40),
        BUNDLE.replace(b'"days":30', b'"days":"\\ud800"'),
        BUNDLE.replace(b'"salt":"', b'"salt":"0', 1),
        BUNDLE.replace(b'"personal":{"erased"', b'"personal":{"extra":1,"erased"'),
        BUNDLE.replace(b'"personal":{"name":{', b'"personal":{"name":{"more":1,'),
        BUNDLE.replace(b'"personal":{},"sides"', b'"personal":[],"sides"'),
        BUNDLE.replace(b'"personal":{},"salt"', b'"personal":[],"salt"'),
        BUNDLE.replace(b'"mldsa87":"', b'"mldsa87":"?', 1),
        BUNDLE.replace(b'"note":"', b'"note":7,"x":"', 1),
        BUNDLE.replace(b'"log":"0', b'"log":"\\q0', 1),
        BUNDLE.replace(b'"days":30', b'"days":?').replace(b'"log":"0', b'"log":"\\q0'),
        BUNDLE.replace("Zoë".encode(), b"\\ud800"),
        BUNDLE.replace(b"+", b"-"),
        BUNDLE.replace(b"\\n32\\n", b"\\n" + b"9" * 5000 + b"\\n"),
        BUNDLE.replace(b"\\n32\\n", "\\n٣٢\\n".encode()),
    ],
    ids=lambda data: repr(data[:20]),
)
def test_known_tricks_are_refused(data):
    for options in ({}, {"earlier": data}, {"older": data}):
        with pytest.raises(BundleRefused):
            verify(BUNDLE if options else data, **options)


@given(st.binary(max_size=200))
def test_random_bytes_are_refused(data):
    with pytest.raises(BundleRefused):
        verify(data)


def with_one_changed(path, change):
    """Return the bundle, in canonical form as far as that goes, with one place changed."""
    bundle = json.loads(BUNDLE)
    holder = bundle
    for step in path[:-1]:
        holder = holder[step]
    change(holder, path[-1])
    return naive.naive_encode(bundle)


def with_one_put(path, value):
    """Return the bundle with something else in one place."""
    return with_one_changed(path, lambda holder, name: operator.setitem(holder, name, value))


def may_be_so(path, value):
    """Whether a bundle may well have this in this place: no older checkpoint, or no details of a person."""
    return (path[-1] == "older" and value is None) or (
        path[-1] == "personal" and value == {} and "body" not in path
    )


@pytest.mark.parametrize("value", WRONG, ids=repr)
def test_nothing_takes_the_place_of_anything(value):
    for path, there in WHAT.items():
        if not may_be_so(path, value) and (type(there), there) != (type(value), value):
            with pytest.raises(BundleRefused):
                verify(with_one_put(path, value))


def test_every_member_and_every_item_is_needed():
    for path in WHAT:
        one_of_two_logs = path[:-1] == ("logs",)
        not_shown = path[-2:-1] == ("personal",) and "body" not in path
        if not (one_of_two_logs or not_shown):
            with pytest.raises(BundleRefused):
                verify(with_one_changed(path, operator.delitem))


def test_no_further_member_is_taken():
    for path, there in {**WHAT, (): json.loads(BUNDLE)}.items():
        if isinstance(there, dict):
            with pytest.raises(BundleRefused):
                verify(with_one_put((*path, "~"), 1))


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PLACES), anything)
def test_anything_in_any_place_is_refused(path, value):
    bundle = json.loads(BUNDLE)
    place = functools.reduce(operator.getitem, path[:-1], bundle)
    same = type(place[path[-1]]) is type(value) and place[path[-1]] == value
    place[path[-1]] = value
    try:
        data = canonical.encode(bundle)
    except canonical.NotCanonical:
        data = json.dumps(bundle, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass")
    if not (same or may_be_so(path, value)):
        with pytest.raises(BundleRefused):
            verify(data)


@settings(max_examples=400)
@given(st.integers(0, len(BUNDLE)), st.integers(0, 60), st.binary(max_size=60))
def test_any_piece_replaced_by_any_bytes_is_refused(start, length, piece):
    data = BUNDLE[:start] + piece + BUNDLE[start + length :]
    if data != BUNDLE:
        with pytest.raises(BundleRefused):
            verify(data)


@given(st.binary(max_size=300))
def test_a_kept_checkpoint_of_random_bytes_is_refused(data):
    with pytest.raises(BundleRefused):
        verify(BUNDLE, older=data)


@given(anything)
def test_anything_that_an_erasure_names_is_judged(details):
    bundle = world.plain_bundle()
    body = bundle["logs"][0]["entries"][0]["body"]
    body["event"], body["details"] = ERASED, details
    try:
        data = canonical.encode(bundle)
    except canonical.NotCanonical:
        reject()
    with pytest.raises(BundleRefused):
        verify(data)


@pytest.mark.parametrize("data", [b"\xff", b"\xff" + BUNDLE, BUNDLE.replace(b'"older":', b'"older\xff":')])
def test_the_first_byte_that_is_not_utf_8_is_told_wherever_it_stands(data):
    with pytest.raises(BundleRefused) as refused:
        verify(data)
    assert refused.value.code == "not_utf8"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"[" * 100_000, "not_canonical"),
        (with_one_put(("older", "proof"), ["0" * 64] * 65), "malformed"),
        (with_one_put(("logs",), []), "malformed"),
    ],
    ids=["nested without end", "a proof higher than any tree", "no log"],
)
def test_too_much_and_too_little_have_their_codes(data, code):
    with pytest.raises(BundleRefused) as refused:
        verify(data)
    assert refused.value.code == code

"""Trees, compact ranges and proofs agree with the definitions of RFC 9162."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflow.ledger import naive
from tests.workflow.ledger.vectors import load
from workflow.ledger import merkle, proofs

DATA = [number.to_bytes(2, "big") for number in range(70)]
LEAVES = [merkle.leaf_hash(data) for data in DATA]
VECTORS = load("merkle.json")


def grown(size):
    """Return the compact range of the first `size` leaves."""
    tree = merkle.CompactRange()
    for leaf in LEAVES[:size]:
        tree = tree.append(leaf)
    return tree


def node(level, index):
    """Return the root of a perfect subtree, as a store would."""
    return naive.mth(DATA[index << level : (index + 1) << level])


@pytest.mark.parametrize("case", VECTORS["trees"], ids=lambda case: str(case["size"]))
def test_roots_and_subtrees(case):
    tree = grown(case["size"])
    assert tree.root().hex() == case["root"]
    assert [root.hex() for root in tree.hashes] == case["subtrees"]
    assert merkle.tree_root(LEAVES[: case["size"]]).hex() == case["root"]
    assert proofs.root(case["size"], node).hex() == case["root"]


@given(st.integers(0, 70))
def test_a_range_comes_back_from_its_bytes(size):
    tree = grown(size)
    assert merkle.CompactRange.from_bytes(size, memoryview(tree.to_bytes())) == tree


@pytest.mark.parametrize(("size", "length"), [(3, 32), (4, 64), (0, 32), (1, 31), (-1, 32)])
def test_bytes_that_do_not_belong_to_the_size_are_refused(size, length):
    with pytest.raises(merkle.MalformedRange):
        merkle.CompactRange.from_bytes(size, bytes(length))


@pytest.mark.parametrize("case", VECTORS["inclusion"], ids=str)
def test_inclusion_vectors(case):
    path = proofs.inclusion(case["index"], case["size"], node)
    assert [step.hex() for step in path] == case["proof"]


@pytest.mark.parametrize("case", VECTORS["consistency"], ids=str)
def test_consistency_vectors(case):
    path = proofs.consistency(case["older"], case["size"], node)
    assert [step.hex() for step in path] == case["proof"]


@given(st.data())
def test_every_leaf_is_proven_in_its_place_and_in_no_other(data):
    size = data.draw(st.integers(1, 70))
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1))
    path, root = proofs.inclusion(index, size, node), naive.mth(DATA[:size])
    proofs.check_inclusion(LEAVES[index], index, size, path, root)
    if other != index:
        with pytest.raises(proofs.ProofRefused):
            proofs.check_inclusion(LEAVES[other], index, size, path, root)
        with pytest.raises(proofs.ProofRefused):
            proofs.check_inclusion(LEAVES[index], other, size, path, root)


@given(st.data())
def test_every_growth_is_proven_and_no_other_history(data):
    size = data.draw(st.integers(0, 70))
    older = data.draw(st.integers(0, size))
    path, old_root, root = (
        proofs.consistency(older, size, node),
        naive.mth(DATA[:older]),
        naive.mth(DATA[:size]),
    )
    proofs.check_consistency(older, old_root, size, root, path)
    for wrong_old, wrong_new in ((bytes(32), root), (old_root, bytes(32))):
        if older or wrong_new == root:
            with pytest.raises(proofs.ProofRefused):
                proofs.check_consistency(older, wrong_old, size, wrong_new, path)


@given(st.data())
def test_a_proof_with_one_step_changed_dropped_or_added_is_refused(data):
    size = data.draw(st.integers(2, 70))
    index, older = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size - 1))
    root = naive.mth(DATA[:size])
    for check, path in (
        (
            lambda wrong: proofs.check_inclusion(LEAVES[index], index, size, wrong, root),
            proofs.inclusion(index, size, node),
        ),
        (
            lambda wrong: proofs.check_consistency(older, naive.mth(DATA[:older]), size, root, wrong),
            proofs.consistency(older, size, node),
        ),
    ):
        place = data.draw(st.integers(0, len(path) - 1))
        for wrong in (
            [*path[:place], bytes(32), *path[place + 1 :]],
            [*path[:place], *path[place + 1 :]],
            [*path, bytes(32)],
            [],
        ):
            with pytest.raises(proofs.ProofRefused):
                check(wrong)
        with pytest.raises(proofs.ProofMalformed, match="longer"):
            check([*path, bytes(32)])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (-1, 3)])
def test_there_is_no_proof_of_a_leaf_that_is_not_there(index, size):
    with pytest.raises(proofs.ProofMalformed):
        proofs.inclusion(index, size, node)
    with pytest.raises(proofs.ProofMalformed):
        proofs.check_inclusion(LEAVES[0], index, size, [], LEAVES[0])


def test_a_tree_does_not_grow_out_of_a_larger_one():
    with pytest.raises(proofs.ProofMalformed):
        proofs.consistency(3, 2, node)
    with pytest.raises(proofs.ProofMalformed):
        proofs.check_consistency(3, bytes(32), 2, bytes(32), [])
    with pytest.raises(proofs.ProofMalformed):
        proofs.check_consistency(4, bytes(32), 2, bytes(32), [])  # one root for both would else do


def test_a_proof_between_other_sizes_is_too_short_or_too_long():
    path = proofs.consistency(3, 7, node)
    for older, size in ((3, 40), (5, 6), (7, 8)):
        with pytest.raises(proofs.ProofRefused):
            proofs.check_consistency(older, naive.mth(DATA[:older]), size, naive.mth(DATA[:size]), path)
    with pytest.raises(proofs.ProofMalformed):
        proofs.check_consistency(3, bytes(32), 7, bytes(32), [])


@pytest.mark.parametrize("older", [0, 7])
def test_where_there_is_nothing_to_prove_no_proof_is_accepted(older):
    root = naive.mth(DATA[:7])
    proofs.check_consistency(older, naive.mth(DATA[:older]), 7, root, [])
    with pytest.raises(proofs.ProofMalformed):
        proofs.check_consistency(older, naive.mth(DATA[:older]), 7, root, [bytes(32)])


def test_a_store_is_told_once_which_nodes_a_proof_needs():
    wanted = proofs.wanted(lambda ask: proofs.inclusion(40, 70, ask))
    stored = {place: node(*place) for place in wanted}
    assert proofs.inclusion(40, 70, lambda level, index: stored[level, index]) == proofs.inclusion(
        40, 70, node
    )

"""An id that is not a word, a hyphen and a UUID reaches no file."""

from pathlib import Path

import pytest

from designation.vault.errors import InvalidId
from designation.vault.folder_keys import FolderKeys
from designation.vault.keys import check_id

GOOD = "94ec4bcf-89ba-484f-ace9-a16eb7794c2a"


@pytest.mark.parametrize(
    "key_id",
    [
        "",
        ".",
        "..",
        GOOD,
        f"-{GOOD}",
        f"window-{GOOD}\n",
        f"window-{GOOD}/",
        f"window-{GOOD}\0",
        f"../window-{GOOD}",
        f"/window-{GOOD}",
        f"window-../{GOOD}",
        f"Window-{GOOD}",
        f"wındow-{GOOD}",
        f"window_{GOOD}",
        f"window-{GOOD.upper()}".replace("window", "w") + "A",
        f"window-{GOOD[:-1]}",
        f"window-{GOOD.replace('-', '')}",
        "window-" + "٣" * 8 + "-0000-0000-0000-000000000000",
        f"{'w' * 300}-{GOOD}",
        f".window-{GOOD}.new",
        None,
        7,
        b"window-" + GOOD.encode(),
    ],
)
def test_a_bad_id_is_refused_by_every_method(
    keys: FolderKeys, window: str, key_id: str, tmp_path: Path
) -> None:
    before = sorted(tmp_path.rglob("*"))
    for call in (
        lambda: keys.create(key_id),
        lambda: keys.wrap(key_id, window, bytes(32), b""),
        lambda: keys.wrap(window, key_id, bytes(32), b""),
        lambda: keys.unwrap(key_id, window, bytes(61), b""),
        lambda: keys.unwrap(window, key_id, bytes(61), b""),
        lambda: keys.destroy(key_id),
        lambda: keys.exists(key_id),
        lambda: keys.is_destroyed(key_id),
    ):
        with pytest.raises(InvalidId):
            call()
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("word", ["window", "selection", "request", "artifact", "a"])
def test_a_good_id_passes(word: str) -> None:
    assert check_id(f"{word}-{GOOD}") == f"{word}-{GOOD}"

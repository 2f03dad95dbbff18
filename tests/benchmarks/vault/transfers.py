"""Uploads and downloads through a server, beside plain ones: `… transfers upload|download ours|peer PORT MEBIBYTES`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace

from tests.benchmarks.pairs import Rounds, Row, compare, serve, side
from tests.benchmarks.vault import place
from tests.benchmarks.vault.server import MIB, a_server, address_of, ask, download, upload

BAR = 0.5
UPLOAD_MIB = 512
WORDS = {
    "upload": "an encrypted upload of {:,} MiB, against a plain and synced one",
    "download": "a decrypted download of {:,} MiB, against plain blocks",
}


def rows(rounds: Rounds) -> Iterator[tuple[str, Row]]:
    """Yield a row for each direction."""
    sizes = {"upload": rounds.of(UPLOAD_MIB, 8), "download": rounds.of(place.FILE_MIB, 8)}
    with a_server(workers=1) as server:
        for what, size in sizes.items():
            sides = [
                side("tests.benchmarks.vault.transfers", what, name, server.port, size)
                for name in ("ours", "peer")
            ]
            seconds = 0 if what == "upload" else rounds.seconds
            row = compare(*sides, rounds=replace(rounds, seconds=seconds), bar=BAR, unit="MiB/s")
            yield WORDS[what].format(size), row


def main(what: str, name: str, port: int, size: int) -> None:
    """Be one side of one direction."""
    place.set_up()
    where = place.site()

    def step() -> int:
        if what == "upload" and name == "ours":
            upload(port, where, size)
        elif what == "upload":
            answer = ask(port, "PUT", "/plain/put", body=place.blocks(size), Content_Length=size * MIB)
            assert answer.status == 204
        elif name == "ours":
            assert download(port, address_of(where), where.sessions[0]) == size * MIB
        else:
            assert download(port, f"/plain/get/{size}") == size * MIB
        return size

    serve(step)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))

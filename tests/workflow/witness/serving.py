"""A register of plain files behind a web server on loopback, and the witness program as a person runs it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from workflow.ledger.witness.__main__ import main


class Files(BaseHTTPRequestHandler):
    """Serves `server.files` by path, with its query where there is such a file, and keeps what is handed in."""

    def do_GET(self):
        files, path = self.server.files, self.path.removeprefix("/")
        self._send(files.get(path, files.get(path.partition("?")[0])))

    def do_POST(self):
        self.server.handed_in.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self._send(b"")

    def _send(self, content):
        self.send_response(404 if content is None else 200)
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, *_):
        pass


@contextmanager
def register_of(files) -> Iterator[tuple[str, list[str]]]:
    """Serve files and yield the address, and the list of what witnesses hand in."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Files)
    server.files, server.handed_in = files, []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", server.handed_in
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def look(folder, files):
    """Let the witness in `folder` look once at a register of files; return its exit status and what was handed in."""
    with register_of(files) as (address, handed_in):
        return main(["watch", str(folder), address, "--once"]), handed_in

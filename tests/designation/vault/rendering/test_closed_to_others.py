"""What the renderer knows, who can reach it, and what it says where it cannot lock its children."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from designation.local import processes, serve
from designation.vault.rendering.client import Renderer, Unavailable
from tests.designation.vault.rendering.made import pdf, shown
from tests.renderer import START, renderer_process

WITHOUT_LIBRARY = "import sys; sys.modules['pyseccomp'] = None"
WITHOUT_FILTER = "from designation.vault.rendering import sandbox; sandbox._load_filter = lambda: None"


def test_nothing_of_the_environment_reaches_the_renderer(tmp_path):
    running = serve._Running(
        {"SECRET_KEY": "not to be known", "RENDERER_SOCKET": str(tmp_path / "run" / "s")}
    )
    running.start("renderer")
    process = running.children["renderer"]
    try:
        assert Path(f"/proc/{process.pid}/environ").read_bytes() == b""
    finally:
        processes.stop(process)


def test_only_we_reach_the_socket():
    with renderer_process() as (path, _):
        assert Path(path).stat().st_mode & 0o777 == 0o600
        assert Path(path).parent.stat().st_mode & 0o777 == 0o700


def test_folder_open_to_others_is_refused(tmp_path):
    tmp_path.chmod(0o755)
    command = [*START, str(tmp_path / "s")]
    done = subprocess.run(command, env={}, capture_output=True, text=True, check=False, timeout=20)
    assert done.returncode == 1
    assert "must be closed to others" in done.stderr


def test_socket_goes_away_with_the_server(tmp_path):
    with renderer_process() as (path, server):
        shown(Renderer(path), pdf())
        server.send_signal(signal.SIGTERM)
        assert server.wait(10) == 0
        assert not Path(path).exists()


@pytest.mark.parametrize(
    ("broken", "reason"),
    [(WITHOUT_LIBRARY, "libseccomp is missing"), (WITHOUT_FILTER, "could still open a file")],
    ids=["no library", "no filter"],
)
def test_nothing_is_rendered_without_a_lock(broken, reason):
    start = f"{broken}\nfrom designation.vault.rendering.server import main\nsys.exit(main())"
    with renderer_process(command=[sys.executable, "-c", f"import sys\n{start}"]) as (path, _):
        for _ in range(6):
            with pytest.raises(Unavailable, match=reason):
                shown(Renderer(path), pdf())


def test_child_keeps_no_descriptor_but_its_own():
    code = """if True:
        import fcntl, os, socket
        from designation.vault.rendering import child
        kept, theirs = socket.socketpair()
        secrets = [os.open("/etc/passwd", os.O_RDONLY) for _ in range(40)]
        os.dup2(secrets[0], 200)
        child._let_go_of_everything_but(theirs)
        def is_open(number):
            try:
                return bool(fcntl.fcntl(number, fcntl.F_GETFD)) or True
            except OSError:
                return False
        null = os.stat(os.devnull).st_ino
        assert [n for n in range(300) if is_open(n)] == [0, 1, 2, 3]
        assert {os.fstat(n).st_ino for n in range(3)} == {null}
        os._exit(7)
    """
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 7

"""Draw pages of files that may be hostile, in a process of its own that holds no keys and reaches nothing.

    web, worker                    server                     child (one job, then it exits)
    client.Renderer ──socket──▶ server.Server ──hands over──▶ documents, marks, locked by sandbox

What always holds: a file is parsed only in a child that is locked (`sandbox.lock`) and has tested that the lock
holds. A child does one job. Where the lock is unavailable, every job is answered with `unavailable`.
PDF goes to pdfium and images to Pillow (`pdf`, `images`). Text is laid out by us and written as PDF by ReportLab, which
pdfium then draws (`text_file`).
No file, no cache: a document arrives as sealed memory, and the picture leaves as bytes.

This package imports no other package of the product and no Django. `client` imports none of the libraries that read
documents, so that the processes that hold keys never load them.
"""

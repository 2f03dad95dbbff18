"""Resumable uploads by the tus protocol, version 1.0 (tus.io), with creation, termination and checksum.

An upload is an artifact whose content arrives in pieces. Each piece that arrived is a *part*: an object of encrypted
segments of the one final content. The row counts what is stored (`Artifact.received_bytes`), so a client can always ask
where to go on. Only whole segments of 1 MiB are stored, except for the last one; the rest of a piece is sent again.

When the last byte is stored, the artifact is *received* (`note_received`, in the transaction that counts it). A job
then joins the parts and seals the artifact. A client is told that everything arrived only if sealing is queued.
"""

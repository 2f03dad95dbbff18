"""What can go wrong in the vault. Each class has a stable `code`; no message holds a key or any content."""


class VaultError(Exception):
    """Base class of every error that the vault raises on its own account."""

    code = "vault"


class Tampered(VaultError):
    """Data that was altered, moved, cut, extended, or is opened with the wrong key or associated data."""

    code = "tampered"


class InvalidId(VaultError):
    """A key id or object id that is not written as the vault writes its ids."""

    code = "invalid_id"


class KeyExists(VaultError):
    """A key with this id exists, or existed once. Key ids are never reused."""

    code = "key_exists"


class KeyDestroyed(VaultError):
    """The key was destroyed on purpose: its tombstone is there."""

    code = "key_destroyed"


class KeyLost(VaultError):
    """The key is absent and has no tombstone. Nobody asked for this; raise the alarm."""

    code = "key_lost"


class DestructionFailed(VaultError):
    """The key's file is still there after it was unlinked. Do not certify a destruction."""

    code = "destruction_failed"


class KeyFolderMissing(VaultError):
    """There is no key folder where one was expected, for instance because its volume is not mounted."""

    code = "key_folder_missing"


class MasterKeyRefused(VaultError):
    """A master key file that is unreadable, too widely readable, of the wrong length, or in the wrong place."""

    code = "master_key_refused"


class ObjectExists(VaultError):
    """An object with this id is stored already, or is being written."""

    code = "object_exists"


class ObjectMissing(VaultError):
    """No object with this id is stored."""

    code = "object_missing"

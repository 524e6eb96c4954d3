"""Finds the key a certificate's reference names."""

from pathlib import Path

from signing.keys.base import KeyUnavailable, SigningKey
from signing.keys.soft import SoftKey


def key_of(reference: str, folder: Path, *, demo: bool) -> SigningKey:
    """The key behind `file:NAME` (below `folder`, in a demonstration only) or `pkcs11:MODULE|TOKEN|LABEL`.

    Refuses other references, and file names that leave the folder.
    """
    kind, _, rest = reference.partition(":")
    if kind == "file" and demo:
        path = (folder / rest).resolve()
        if not path.is_relative_to(folder.resolve()):
            raise KeyUnavailable(reference)
        return SoftKey(path)
    parts = rest.split("|")
    if kind == "pkcs11" and len(parts) == 3:
        from signing.keys.token import TokenKey  # noqa: PLC0415 -- slow import

        return TokenKey(*parts)
    raise KeyUnavailable(kind)

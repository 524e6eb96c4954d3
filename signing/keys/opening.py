"""Finds the key a certificate's reference names."""

from collections.abc import Collection
from pathlib import Path

from signing.keys.base import KeyUnavailable, SigningKey
from signing.keys.soft import SoftKey


def key_of(reference: str, folder: Path, *, modules: Collection[str], demo: bool) -> SigningKey:
    """The key behind `file:NAME` (below `folder`, in a demonstration only) or `pkcs11:MODULE|TOKEN|LABEL`.

    Refuses other references, file names that leave the folder, and a module that is not among `modules`.
    """
    if not is_usable(reference, modules, demo=demo):
        raise KeyUnavailable(reference.partition(":")[0])
    kind, _, rest = reference.partition(":")
    if kind == "file":
        path = (folder / rest).resolve()
        if not path.is_relative_to(folder.resolve()):
            raise KeyUnavailable(reference)
        return SoftKey(path)
    from signing.keys.token import TokenKey  # noqa: PLC0415 -- slow import

    return TokenKey(*rest.split("|"))


def is_usable(reference: str, modules: Collection[str], *, demo: bool) -> bool:
    """Whether the form of a reference is known and its module one of the machine's.

    The signer loads the module, so which ones there are is said on the machine (PKCS11_MODULES), in no form.
    """
    kind, _, rest = reference.partition(":")
    if kind == "file":
        return demo and bool(rest)
    parts = rest.split("|")
    return kind == "pkcs11" and len(parts) == 3 and all(parts) and parts[0] in modules


def behind_module(module: str, token: str, label: str) -> str:
    """The reference of the key with `label` on the token with the label `token`, reached through `module`."""
    return f"pkcs11:{module}|{token}|{label}"

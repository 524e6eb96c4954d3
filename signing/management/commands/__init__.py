"""Commands of signing: verify, signer, pki."""

"""The register of certified copies: made, signed, printed, void."""

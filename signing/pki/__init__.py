"""The demonstration authority: keys, certificates and the services a real authority would run. Never for real use."""

"""The registry's page of recalls: what senders recall from this office, and what its own receivers say."""

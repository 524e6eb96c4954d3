"""What can go wrong with the index. No searcher meets it: the database answers instead."""


class IndexUnusable(Exception):
    """The index cannot be opened or read."""


class AnotherIndexerRuns(Exception):
    """A second indexer for the same folder: the index has one writer."""

"""The local index: normal forms of words, the schema, one writer, many readers. Private to ``search``."""

"""Takes the text out of a Word file and says what could not be taken along.

The file is opened by a closed process only (``child``): programs in it are never run, nothing it names is fetched.
"""

"""The official layout of letters: what stands where, in which size, as data and one template per form.

A ``LetterPage`` is the content of one letter with every word decided; a ``FormatProfile`` holds the measures
of the regulation with article and certainty. ``composing.compose`` joins them to HTML and CSS, and knows
neither rows nor clocks.
"""

"""The rules of layout and wording, asked of a letter while it is still a draft.

``examining.examine`` takes a letter as values and gives findings: which rule, how grave, where, which words, which
article. It knows neither rows nor templates nor clocks, so the same letter on the same day has the same findings.
"""

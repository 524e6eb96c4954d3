"""Letters: what an office writes and sends, from the first draft to the issued file.

Owns drafts and their versions, endorsements, the life of a letter, number series and the register, and who takes
part in a letter, which alone decides who sees it. It signs through ``signing``, files through ``archive``, and is
driven step by step by ``workflow``, which decides nothing about what is lawful.
"""

"""Routes the office draws itself: stages as data between the draft and the number.

``schema`` is their form, ``rules`` what the law and good sense ask of them, ``choosing`` which letter goes by which,
``asking`` whose turn a stage is. Nothing here moves a letter: ``workflow.outgoing_letter`` does, reading a route.
"""

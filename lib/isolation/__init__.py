"""Closed processes that open what strangers send: little memory, little time, no network, no secrets.

`room` asks, `server` answers in one fork for each question, `wire` carries the messages between them. What the question
means is said by the module a room is opened for.
"""

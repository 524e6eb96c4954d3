"""Keys, signatures, seals, timestamps and verdicts.

This module signs *a stored file for a person in a role* and judges what others have signed; it knows no letters.
Signing has two phases (prepare, then one signature value, then complete); everything after the value needs no key.
A PIN lives in the memory of the signer process alone, for one request and for a minute at most.
"""

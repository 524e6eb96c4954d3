"""Reads the official layout: finds issuer, number, day, kind, subject and signer by where they stand on the page.

Rules by hand over lines with places, for the State's form (Decree 30/2020) and the Party's. What is found is proposed
with its region and how sure it is; nothing here decides anything.
"""

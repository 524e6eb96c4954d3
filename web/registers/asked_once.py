"""A form on which one number is asked for: it carries a key of its own, and sent twice it gives that number again."""

from __future__ import annotations

import uuid

from django import forms


def _fresh() -> str:
    return uuid.uuid4().hex


class AskedOnce(forms.Form):
    """Mixed into a form whose answer is a number at once. Sent without one, it asks anew."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=_fresh, required=False)

    def clean_form_key(self) -> str:
        """Give the key as the register keeps it: 32 hexadecimal digits, or nothing."""
        key = self.cleaned_data["form_key"]
        return key.hex if key else ""

"""A form that asks for nothing but a PIN."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_DIGITS = 64


class PinForm(forms.Form):
    """The PIN of the key. It is never rendered back."""

    pin = forms.CharField(
        label=_("PIN of the signing key"),
        max_length=MOST_DIGITS,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "inputmode": "numeric", "autofocus": True}),
    )

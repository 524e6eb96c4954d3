"""What can be typed about one's own account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _


def _password(label: Any, autocomplete: str, help_text: Any = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=128, strip=False, widget=widget, help_text=help_text)


class OwnPasswordForm(forms.Form):
    """The present password, and the new one twice. None is ever rendered back."""

    present = _password(_("Present password"), "current-password")
    password = _password(_("New password"), "new-password", _("At least 10 characters."))
    again = _password(_("New password again"), "new-password")

    def clean_password(self) -> str:
        """Refuse a weak password."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def clean(self) -> dict[str, Any]:
        """Refuse two different new passwords."""
        cleaned = super().clean() or {}
        if "password" in cleaned and cleaned.get("again") != cleaned["password"]:
            self.add_error("again", _("The two new passwords differ."))
        return cleaned

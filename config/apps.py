"""The one app whose start joins the parts."""

from django.apps import AppConfig


class ConfigApp(AppConfig):
    """Wires ports to what implements them; a missing port stops the start."""

    name = "config"

    def ready(self) -> None:
        """Join the parts, once all models are loaded."""
        from config import wiring  # noqa: PLC0415 -- app ready

        wiring.join()

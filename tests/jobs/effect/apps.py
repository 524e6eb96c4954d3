"""An app for the worker processes of test_celery."""

from django.apps import AppConfig


class EffectConfig(AppConfig):
    name = "tests.jobs.effect"

    def ready(self) -> None:
        from jobs import ports
        from tests.jobs.effect.work import again, effect

        ports.join({"test.effect": effect, "test.again": again})
        ports.join_schedule({"test.again": 3600})
